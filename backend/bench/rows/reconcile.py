"""Reconciliation of 10,000 bookings: all missing here, then nothing changed, and the memory that they take."""

from datetime import date

import httpx

from bench.calcom import days, days_of, fill, list_calls
from bench.desk import Json, desk, idle, reconciled
from bench.figures import between
from bench.memory import Peak
from bench.options import Options, Sizes
from bench.result import Result, at_least, at_most, at_most_over, compared
from bench.stack import stack, url_of
from bench.store import drop_follow_ups, store_of, written
from bench.trips import Trips
from infrastructure.mongo import Mongo
from tests.supervised import Supervised

_AT_ONCE = 8  # as the entrance lets rows in
_MEMORY = 50  # MiB
_TOLD = {"CALCOM_CALLS_PER_MINUTE": "1000000", "CALCOM_SANDBOX_RATE_LIMIT": "1000000"}


async def measure(options: Options) -> list[Result]:
    """The bookings come to Cal.com unseen, once the runs that a fresh stack begins with are over."""
    sizes = options.sizes
    with stack(options.data, _TOLD) as running:
        async with store_of(running.environment) as mongo, desk(url_of(running, "api")) as client:
            await idle(client)
            fill(running, sizes.bookings)
            missing = await _missing(client, mongo, sizes)
            await drop_follow_ups(mongo)
            before = await written(mongo)
            unchanged = [await _unchanged(running, client, sizes), await _memory(running, client, sizes)]
            if await written(mongo) != before:
                raise RuntimeError("A reconciliation that found nothing changed wrote more than its record.")
    return [*unchanged[:1], missing, *unchanged[1:]]


async def _missing(client: httpx.AsyncClient, mongo: Mongo, sizes: Sizes) -> Result:
    """The days in parts, one each round, the first of them to warm up; the round trips before and after each round."""
    ours, alone = [], []
    for first, last in days(1 + sizes.rounds):
        run = await reconciled(client, **_custom(first, last))
        created = run["tally"]["created"]
        ours.append(created / run["seconds"])
        alone.append(await (await Trips.like(mongo)).rate(created // 4, _AT_ONCE))
    name = f"reconcile {sizes.bookings:,} bookings, all missing here"
    return compared(name, "bookings/s", ours[1:], between(alone), at_least(0.7))


async def _unchanged(running: Supervised, client: httpx.AsyncClient, sizes: Sizes) -> Result:
    ours, theirs = [], []
    for _ in range(sizes.rounds):
        theirs.append(list_calls(running))
        ours.append((await _whole(client, sizes.bookings))["seconds"])
    name = f"reconcile {sizes.bookings:,} bookings, nothing changed"
    return compared(name, "s", ours, theirs, at_most(2))


async def _memory(running: Supervised, client: httpx.AsyncClient, sizes: Sizes) -> Result:
    """The worker's peak in a whole run, against a run of the few bookings of some days before it: every round in a worker of
    its own, for one keeps what it ever took. Its first run, which loads what a process loads once, is not measured."""
    few = _custom(*days_of(sizes.few_bookings, sizes.bookings))
    ours, theirs = [], []
    for _ in range(sizes.rounds):
        running.kill("worker")
        await reconciled(client, **few)
        peak = Peak(running.pid("worker"))
        await reconciled(client, **few)
        theirs.append(peak.mebibytes)
        peak = Peak(running.pid("worker"))
        await _whole(client, sizes.bookings)
        ours.append(peak.mebibytes)
    name = f"the worker's memory, {sizes.bookings:,} bookings against {sizes.few_bookings:,}"
    return compared(name, "MiB", ours, theirs, at_most_over(_MEMORY, "MiB"))


async def _whole(client: httpx.AsyncClient, bookings: int) -> Json:
    run = await reconciled(client, kind="full")
    if run["tally"]["equal"] != bookings:
        raise RuntimeError(f"{run['tally']['equal']} of {bookings} bookings were found unchanged.")
    return run


def _custom(first: date, last: date) -> Json:
    return {"kind": "custom", "from": first.isoformat(), "to": last.isoformat()}
