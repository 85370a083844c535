"""How much of a request is read: FastAPI reads a JSON body whole, before it asks who sent it.

Routes that read the body themselves (the webhook, imports) have closer limits, with their own words.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 2 * 1024 * 1024  # bytes; the largest mapping takes a sixth


class BodyLimit:
    """ASGI middleware: 413 for a body that says it is too long, or turns out to be. `longer` are limits by path."""

    def __init__(self, app: ASGIApp, longer: Mapping[str, int]) -> None:
        self._app, self._longer = app, longer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            receive = _bounded(scope, receive, self._longer.get(scope["path"], LONGEST))
        await self._app(scope, receive, send)


def _bounded(scope: Scope, receive: Receive, longest: int) -> Receive:
    told = Headers(scope=scope).get("content-length", "")
    announced = int(told) if told.isdecimal() else 0
    read = 0

    async def bounded() -> Message:
        nonlocal read
        if announced > longest:
            raise HTTPException(413)
        message = await receive()
        read += len(message.get("body", b""))
        if read > longest:
            raise HTTPException(413)
        return message

    return bounded
