"""From a webhook's sending to the change in the browser's event stream, at a steady rate."""

import asyncio
import json
import time
from contextlib import suppress
from typing import Self

import httpx

from bench.desk import desk, idle
from bench.figures import percentile
from bench.invented import bookings
from bench.load import Endpoint, pace
from bench.options import Options, Sizes
from bench.result import Result, at_most_over, compared
from bench.stack import stack, url_of
from bench.store import followed_up, store_of
from infrastructure.mongo import Mongo
from tests.serving import WEBHOOK

_LIMIT = 300  # milliseconds
_PATIENCE = 60  # seconds


async def measure(options: Options) -> list[Result]:
    """Each round's answers are its baseline: both are taken of the same requests."""
    rounds = []
    with stack(options.data) as running:
        api = url_of(running, "api")
        endpoint = Endpoint(api + WEBHOOK, running.environment["CALCOM_WEBHOOK_SECRET"])
        async with store_of(running.environment) as mongo, desk(api) as client:
            await idle(client)
            for _ in range(options.sizes.rounds):
                rounds.append(await _told(endpoint, client, mongo, options.sizes))
                await followed_up(mongo)
    slow = [[1000 * percentile(times, 95) for times in both] for both in rounds]
    ours, theirs = zip(*slow, strict=True)
    samples = [1000 * seconds for told, _ in rounds for seconds in told]
    goal, name = (
        at_most_over(_LIMIT, "ms"),
        f"webhook sent → event stream, p95 at {options.sizes.per_second:g}/s",
    )
    return [compared(name, "ms", ours, theirs, goal, samples)]


async def _told(
    endpoint: Endpoint, client: httpx.AsyncClient, mongo: Mongo, sizes: Sizes
) -> tuple[list[float], list[float]]:
    """Seconds from each delivery's due time to its first event, and to its answer."""
    bodies = bookings(sizes.events)
    async with _Listener(client) as listener:
        load = await pace(endpoint, bodies, sizes.per_second)
        ids = await _written(mongo, bodies)
        await listener.heard_of(ids)
    due = [load.begun + number / sizes.per_second for number in range(len(bodies))]
    return [listener.seen[each] - at for each, at in zip(ids, due, strict=True)], load.times


async def _written(mongo: Mongo, bodies: list[bytes]) -> list[str]:
    """The appointments' ids, in the order of their deliveries, once all are written."""
    uids, ids = [json.loads(body)["payload"]["uid"] for body in bodies], dict[str, str]()
    while len(ids) < len(uids):
        found = mongo.database["appointments"].find(
            {"calcom_booking_id": {"$in": uids}}, {"calcom_booking_id": 1}
        )
        ids = {each["calcom_booking_id"]: each["_id"] async for each in found}
        await asyncio.sleep(0.2)
    return [ids[uid] for uid in uids]


class _Listener:
    """A browser at the stream. `seen`: when each appointment was first told of, by the clock of `time.perf_counter`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client, self.seen = client, dict[str, float]()
        self._greeted = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._reading = asyncio.create_task(self._read())
        await self._greeted.wait()
        return self

    async def __aexit__(self, *_failure: object) -> None:
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def heard_of(self, ids: list[str]) -> None:
        """Returns when each was told of. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            while not self.seen.keys() >= set(ids):  # noqa: ASYNC110 - `_read` hears of them
                await asyncio.sleep(0.01)

    async def _read(self) -> None:
        async with self._client.stream("GET", "/appointments/stream", timeout=None) as answer:
            async for line in answer.aiter_lines():
                self._greeted.set()
                if line.startswith("data: {"):
                    told = json.loads(line.removeprefix("data: "))
                    self.seen.setdefault(told.get("id", ""), time.perf_counter())
