"""The real application for tests: in this process over ASGI, as an API process on a port, and its worker."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from calcom_integration.signature import sign
from entrypoints.api import create_app
from entrypoints.settings import Settings
from entrypoints.stack.part import Part
from entrypoints.stack.plan import API_COMMAND
from entrypoints.stack.ports import HOST, free_port
from entrypoints.stack.probes import http_ok
from entrypoints.worker import Worker
from tests.embedded import running

WAIT = 60.0  # seconds: only a hang takes so long
SECRET, PREVIOUS_SECRET = "segredo-do-teste", "segredo-anterior-do-teste"
WEBHOOK = "/api/v1/calcom/webhook"


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers of a delivery of `body`."""
    return {"content-type": "application/json", "x-cal-signature-256": sign(body, secret)}


def settings_of(mongodb_url: str, database_name: str, redis_url: str, **more: object) -> Settings:
    """What the whole house is told; Cal.com's room reads its own from the environment."""
    servers = {"mongodb_url": mongodb_url, "database_name": database_name, "redis_url": redis_url}
    return Settings.model_validate(servers | {"jwt_secret_key": "a test's own key of 32 characters"} | more)


@asynccontextmanager
async def application(settings: Settings, redis_patience: float = WAIT) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole application, started and stopped with the block. Its webhook waits for Redis as long as a busy
    machine may take; tests of a Redis that is away give it the product's own PATIENCE."""
    app = create_app(settings, redis_patience)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://coleta.test") as client,
    ):
        yield client


@asynccontextmanager
async def worker_at_work(settings: Settings) -> AsyncIterator[None]:
    """The real worker in this event loop, for the time of the block."""
    worker = Worker(settings)
    working = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await working


@contextmanager
def api_process(folder: Path, **environment: str) -> Iterator[str]:
    """The URL of an API process of its own; the environment variables name its servers and secrets."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    env = {**environment, "PORT": str(port)}
    with running(Part("api", API_COMMAND, url, http_ok(f"{url}/health/live"), env), folder / "api.log"):
        yield url


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Returns when the condition holds; the test's own time-out ends a wait in vain."""
    while not await condition():  # noqa: ASYNC110 - it comes true in another process
        await asyncio.sleep(0.05)
