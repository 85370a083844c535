"""API v2 of a sandbox without a server, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from calcom_sandbox.api_v2.app import create_api
from calcom_sandbox.sandbox import Sandbox
from tests.sandbox_inbox import KEY, HeldClock, Inbox, sandbox_for_tests

FIELDS = {"cpf": "529.982.247-25", "telefone": "+5511987654321"}
HEADERS = {"authorization": f"Bearer {KEY}", "cal-api-version": "2024-08-13"}


@dataclass(frozen=True)
class Office:
    """The API, the sandbox behind it, its clock and its subscriber."""

    http: httpx.AsyncClient
    box: Sandbox
    inbox: Inbox
    clock: HeldClock
    app: FastAPI

    async def data(self, method: str, path: str, **request: Any) -> Any:
        """The `data` of an answer that has to be a success."""
        answer = await self.http.request(method, path, **request)
        assert answer.is_success, answer.text
        return answer.json()["data"]


@asynccontextmanager
async def office_for_tests(**settings: Any) -> AsyncIterator[Office]:
    """API v2 over a sandbox in memory; the owner's key and the version of bookings are sent along."""
    clock = settings.pop("clock", None) or HeldClock()
    async with sandbox_for_tests(clock=clock, **settings) as (box, inbox):
        app, api = FastAPI(), create_api()
        api.state.sandbox = box
        app.mount("/v2", api)
        door = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=door, base_url="http://cal.test", headers=HEADERS) as http:
            yield Office(http, box, inbox, clock, app)


def order(type_id: int = 1, name: str = "Maria", **changes: Any) -> dict[str, Any]:
    """The body of a booking of one of the shipped event types."""
    person = {"name": name, "email": f"{name.lower()}@example.com", "timeZone": "America/Sao_Paulo"}
    base = {"start": "2026-11-30T13:00:00Z", "eventTypeId": type_id, "attendee": person}
    return base | {"bookingFieldsResponses": FIELDS} | changes


async def book(office: Office, type_id: int = 1, **changes: Any) -> Any:
    """Book through the API; the booking, or the bookings of a series."""
    return await office.data("POST", "/v2/bookings", json=order(type_id, **changes))
