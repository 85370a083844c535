"""A sandbox without a server, for tests: what it would post lands in an inbox."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from calcom_sandbox.app import open_sandbox
from calcom_sandbox.catalogue import Catalogue, load_catalogue
from calcom_sandbox.deliveries import Subscription
from calcom_sandbox.faults import Faults
from calcom_sandbox.gate import Limits
from calcom_sandbox.lines import LINE_5_4, Line
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.settings import Settings

SECRET = "sandbox-test-secret"
KEY = "cal_sandbox_test_key"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Inbox:
    """A subscriber: keeps what arrives and answers with `status`; `on_arrival` sees each body first."""

    status: int = 200
    requests: list[httpx.Request] = field(default_factory=list)
    on_arrival: Callable[[dict[str, Any]], None] | None = None

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The JSON bodies, in order of arrival."""
        return [json.loads(request.content) for request in self.requests]

    @property
    def triggers(self) -> list[str]:
        """The trigger of each body."""
        return [body["triggerEvent"] for body in self.bodies]

    def last(self, trigger: str) -> httpx.Request:
        """The latest request with this trigger. Raises StopIteration."""
        pairs = zip(reversed(self.requests), reversed(self.triggers), strict=True)
        return next(request for request, name in pairs if name == trigger)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Take one delivery in."""
        self.requests.append(request)
        if self.on_arrival:
            self.on_arrival(self.bodies[-1])
        return httpx.Response(self.status)


@dataclass
class HeldClock:
    """A clock that tests move by hand."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        """Let time pass, in `timedelta` units."""
        self.now += timedelta(**step)


@asynccontextmanager
async def sandbox_for_tests(
    catalogue: Catalogue | None = None,
    secret: str = SECRET,
    faults: Faults | None = None,
    data: Path | None = None,
    clock: HeldClock | None = None,
    limits: Limits | None = None,
    subscription: Subscription | None = None,
    line: Line = LINE_5_4,
) -> AsyncIterator[tuple[Sandbox, Inbox]]:
    """A sandbox in memory at a Monday morning in November 2026, with the inbox of its subscriber; it plays 5.4 unless another
    `line` is asked for."""
    inbox = Inbox()
    settings = Settings(
        line=line,
        subscription=subscription or Subscription("http://subscriber.test/webhook", secret),
        faults=faults or Faults(),
        data=data,
        api_key=KEY,
        limits=limits or Limits(),
    )
    transport = httpx.MockTransport(inbox.answer)
    known = catalogue or load_catalogue()
    async with open_sandbox(settings, known, clock or HeldClock(), transport) as box:
        yield box, inbox
