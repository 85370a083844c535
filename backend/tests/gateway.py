"""What stands between the product and Cal.com's API, over TLS: a proxy that passes everything on until it is told not to."""

import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext

import anyio
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from entrypoints.stack.ports import HOST, free_port
from tests.certificates import Certificates, certificates
from tests.supervised import wait_until

METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"]
# Every call has a connection of its own, so that each meets the certificate of the moment.
_ONE_CALL = {"connection": "close"}
_SILENCE = "silence"


@dataclass
class Gateway:
    """`mood` is what becomes of a call: a key of `MOODS`, or empty: it is passed on, once the
    gateway `is_holding` none back. `calls` counts those under each mood, `held` are the methods of those held back."""

    url: str
    authority: Path
    _certificates: Certificates
    _context: SSLContext
    mood: str = ""
    is_holding: bool = False
    held: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)

    def expire(self) -> None:
        """From the next connection on the certificate is one that ended yesterday."""
        self._context.load_cert_chain(self._certificates.expired)

    def renew(self) -> None:
        self._context.load_cert_chain(self._certificates.good)


async def _silent(request: Request) -> Response:
    """Nothing, for as long as the mood lasts: whoever waits gives up before."""
    while request.app.state.gateway.mood == _SILENCE:  # noqa: ASYNC110 - another thread ends it
        await anyio.sleep(0.05)
    return Response(status_code=504)


def _answers(make: Callable[[], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return make()

    return answer


_PAGE = "<!doctype html><html><title>Welcome</title><body>It works!</body></html>"
_CUT = '{"status":"success","data":[{"id":12,"uid":"cut-off'
MOODS: dict[str, Callable[[Request], Awaitable[Response]]] = {
    "a page of HTML": _answers(lambda: Response(_PAGE, media_type="text/html")),
    "an answer cut off": _answers(lambda: Response(_CUT, media_type="application/json")),
    "another shape": _answers(lambda: JSONResponse({"status": "success", "data": {"bookings": "many"}})),
    "an error of its own": _answers(lambda: JSONResponse({"status": "error"}, 500)),
    "too many calls": _answers(lambda: JSONResponse({"message": "Too many"}, 429, {"retry-after": "1"})),
    _SILENCE: _silent,
}


@contextmanager
def gateway_to(upstream: str, folder: Path) -> Iterator[Gateway]:
    """A gateway before `upstream`, in a thread of this process."""
    made, port = certificates(folder), free_port()
    config = uvicorn.Config(
        _application(upstream),
        host=HOST,
        port=port,
        log_level="error",
        lifespan="off",
        ssl_certfile=made.good,
        timeout_graceful_shutdown=1,
    )
    config.load()
    assert config.ssl is not None
    gateway = Gateway(f"https://localhost:{port}", made.authority, made, config.ssl)
    config.loaded_app.app.state.gateway = gateway
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run)
    serving.start()
    try:
        wait_until(lambda: server.started)
        yield gateway
    finally:
        server.should_exit = True
        serving.join()


def _application(upstream: str) -> Starlette:
    async def serve(request: Request) -> Response:
        gateway: Gateway = request.app.state.gateway
        mood = gateway.mood
        gateway.calls[mood] += 1
        if gateway.is_holding:
            gateway.held.append(request.method)
        while gateway.is_holding:  # noqa: ASYNC110 - another thread lets go
            await anyio.sleep(0.02)
        answer = await (MOODS[mood](request) if mood else _passed_on(upstream, request))
        answer.headers.update(_ONE_CALL)
        return answer

    return Starlette(routes=[Route("/{path:path}", serve, methods=METHODS)])


async def _passed_on(upstream: str, request: Request) -> Response:
    url = httpx.URL(upstream).copy_with(raw_path=request.scope["raw_path"] + _query(request))
    kept = {"authorization", "cal-api-version", "content-type"}
    headers = {name: value for name, value in request.headers.items() if name in kept}
    async with httpx.AsyncClient(timeout=30) as http:
        got = await http.request(request.method, url, headers=headers, content=await request.body())
    told = {name: value for name, value in got.headers.items() if name.startswith(("content-type", "x-rate"))}
    return Response(got.content, got.status_code, told)


def _query(request: Request) -> bytes:
    query: bytes = request.scope["query_string"]
    return b"?" + query if query else b""
