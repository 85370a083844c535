"""Both ways to Cal.com, tried: their API from here, our webhook from outside as they would."""

import asyncio
from dataclasses import dataclass
from time import perf_counter

from application.ports import Clock
from calcom_integration.client import CalComClient, Echo, knock
from calcom_integration.delivery import FINAL, State
from calcom_integration.provisioning.wanted import Wanted
from calcom_integration.store import DeliveryStore

_POLL = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class ApiEcho:
    """Whose key it is; `seconds` of the whole call; `calls_left` is what Cal.com said of its limit, if anything."""

    username: str | None
    seconds: float
    calls_left: int | None


async def ping_api(client: CalComClient) -> ApiEcho:
    """Raises what the client does."""
    started = perf_counter()
    me = await client.me()
    return ApiEcho(me.username, perf_counter() - started, client.calls_left)


async def ping_webhook(
    wanted: Wanted, store: DeliveryStore, clock: Clock, patience: float = 10.0
) -> tuple[Echo, State | None]:
    """How our own door answered a signed PING, and how its delivery ended; None where no worker saw to it for `patience`
    seconds."""
    echo = await knock(wanted.url, wanted.secret, clock.now())
    if echo.delivery_id is None:
        return echo, None
    try:
        async with asyncio.timeout(patience):
            return echo, await _end_of(echo.delivery_id, store)
    except TimeoutError:
        return echo, None


async def _end_of(delivery_id: str, store: DeliveryStore) -> State:
    while True:
        delivery = await store.get(delivery_id)
        if delivery is not None and delivery.state in FINAL:
            return delivery.state
        await asyncio.sleep(_POLL)
