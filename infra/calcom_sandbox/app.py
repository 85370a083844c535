"""Puts the sandbox together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from calcom_sandbox import control
from calcom_sandbox.catalogue import Catalogue, load_catalogue
from calcom_sandbox.clock import Clock, utc_now
from calcom_sandbox.courier import Courier
from calcom_sandbox.errors import Refused
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.settings import Settings
from calcom_sandbox.store import Store
from calcom_sandbox.web import booker, booking, host
from calcom_sandbox.web.refusal import answer_refused

_STATIC = Path(__file__).parent / "web" / "static"


def create_app(settings: Settings, catalogue: Catalogue | None = None, clock: Clock = utc_now) -> FastAPI:
    """The application; `app.state.sandbox` is there while it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_sandbox(settings, catalogue or load_catalogue(), clock) as box:
            app.state.sandbox = box
            yield

    app = FastAPI(title="Cal.com sandbox", lifespan=lifespan)
    app.add_exception_handler(Refused, answer_refused)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_api_route("/health", _health)
    for router in (control.router, booking.router, host.router, booker.router):
        app.include_router(router)
    return app


@asynccontextmanager
async def open_sandbox(
    settings: Settings,
    catalogue: Catalogue,
    clock: Clock,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Sandbox]:
    """A sandbox with its HTTP client; what is under way at the end is lost, as in Cal.com."""
    # No time-out and no redirects: CALCOM.md A8. No proxy: the subscriber is always near.
    http = httpx.AsyncClient(timeout=None, follow_redirects=False, trust_env=False, transport=transport)  # noqa: S113
    async with http:
        courier = Courier(settings.subscription, http, clock)
        courier.set_faults(settings.faults)
        yield Sandbox(catalogue, Store(settings.data), courier, clock, settings.public_url)
        await courier.stop()


async def _health() -> dict[str, str]:
    return {"status": "ok"}
