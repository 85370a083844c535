"""From a stored delivery to the written appointment: the worker against the round trips that it must make."""

from datetime import UTC, datetime

from bench.desk import desk, idle
from bench.figures import between
from bench.invented import bookings
from bench.load import Endpoint, saturate
from bench.options import Options
from bench.result import Result, at_least, compared
from bench.stack import paused, stack, url_of
from bench.store import followed_up, last_processed, store_of
from bench.trips import Trips
from infrastructure.mongo import Mongo
from tests.serving import WEBHOOK
from tests.supervised import Supervised

_AT_ONCE = 20  # as the worker's jobs
_WARM = 50  # deliveries
_TOLD = {"CALCOM_DELIVERIES_PER_SECOND": "1000000"}


async def measure(options: Options) -> list[Result]:
    """Each round: a backlog stored while the worker stands still, then worked off; before and after it the round trips alone."""
    number = options.sizes.deliveries
    ours = []
    with stack(options.data, _TOLD) as running:
        async with store_of(running.environment) as mongo, desk(url_of(running, "api")) as client:
            await idle(client)
            await _worked_off(running, mongo, _WARM)
            trips = await Trips.like(mongo)
            alone = [await trips.rate(number, _AT_ONCE)]
            for _ in range(options.sizes.rounds):
                ours.append(await _worked_off(running, mongo, number))
                alone.append(await trips.rate(number, _AT_ONCE))
    name = "delivery → written appointment, one worker"
    return [compared(name, "deliveries/s", ours, between(alone), at_least(0.7))]


async def _worked_off(running: Supervised, mongo: Mongo, number: int) -> float:
    """Deliveries a second; what follows the writes is done when this returns."""
    api = Endpoint(url_of(running, "api") + WEBHOOK, running.environment["CALCOM_WEBHOOK_SECRET"])
    with paused(running, "worker"):
        await saturate(api, bookings(number), at_once=8)
        begun = datetime.now(UTC)
    seconds = (await last_processed(mongo, begun, number) - begun).total_seconds()
    await followed_up(mongo)
    return number / seconds
