"""Puts the sandbox together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from calcom_sandbox import control, control_api, webhooks
from calcom_sandbox.api_v2.app import create_api
from calcom_sandbox.catalogue import Catalogue, load_catalogue
from calcom_sandbox.clock import Clock, RunningClock, utc_now
from calcom_sandbox.courier import Courier
from calcom_sandbox.errors import Refused
from calcom_sandbox.gate import Gate
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.settings import Settings
from calcom_sandbox.store import Store
from calcom_sandbox.web import booker, booking, embed, host
from calcom_sandbox.web.refusal import answer_refused

_STATIC = Path(__file__).parent / "web" / "static"


def create_app(settings: Settings, catalogue: Catalogue | None = None, clock: Clock = utc_now) -> FastAPI:
    """The application; `app.state.sandbox` is there while it runs."""

    api = create_api()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_sandbox(settings, catalogue or load_catalogue(), clock) as box:
            app.state.sandbox = api.state.sandbox = box
            yield

    app = FastAPI(title="Cal.com sandbox", lifespan=lifespan)
    app.state.embed_script = settings.embed_script
    app.add_middleware(embed.EmbedAddresses)
    app.add_exception_handler(Refused, answer_refused)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.mount("/v2", api)
    app.mount("/api/v2", api)  # through the web application, as CALCOM.md D1 has it
    app.add_api_route("/health", _health)
    for router in (
        control.router,
        control_api.router,
        embed.router,
        booking.router,
        host.router,
        booker.router,
    ):
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
        running, store = RunningClock(clock, settings.clock_speed), Store(settings.data)
        line = settings.line
        courier = Courier(partial(webhooks.subscribers, store), http, running, line.webhook_version)
        courier.set_faults(settings.faults)
        gate = Gate(settings.api_key, settings.limits)
        url, subscription = settings.public_url, settings.subscription
        yield Sandbox(line, catalogue, store, courier, running, gate, url, subscription)
        await courier.stop()


async def _health() -> dict[str, str]:
    return {"status": "ok"}
