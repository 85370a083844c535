"""Our client of Cal.com over a sandbox without a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from calcom_integration.client import CalComClient
from calcom_integration.client.breaker import Breaker
from calcom_integration.client.budget import Budget
from calcom_integration.client.transport import Patience, Transport
from tests.calcom_api import FakeBucket, HeldTime
from tests.sandbox_api import Office
from tests.sandbox_inbox import KEY


@asynccontextmanager
async def client_of(office: Office, key: str = KEY, failures: int = 5) -> AsyncIterator[CalComClient]:
    """A client with the sandbox's key; its waits take no time. Its circuit opens after so many `failures` in a row, and no
    test waits until it closes."""
    time = HeldTime()
    http = httpx.AsyncClient(
        base_url="http://cal.test/v2",
        headers={"authorization": f"Bearer {key}"},
        transport=httpx.ASGITransport(office.app),
    )
    patience = Patience(timeout=5.0, attempts=2, turn=65.0)
    budget = Budget(FakeBucket(time), patience.turn, time.sleep)
    async with http:
        breaker = Breaker(failures, 30.0, time)
        yield CalComClient(Transport(http, budget, breaker, patience, time.sleep, office.clock), http)
