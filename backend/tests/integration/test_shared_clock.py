"""Workers whose clocks differ go by the database's: neither takes what the other holds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from calcom_integration.store import DeliveryStore
from domain.errors import Unavailable
from infrastructure.clock import SharedClock, SystemClock, time_of
from infrastructure.mongo import Mongo
from tests.deliveries import sent
from tests.fakes import FakeClock
from tests.inbound import Desk, open_desk

LEASE = timedelta(seconds=10)
CREATED = sent("created__custom_fields_all_types")
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


class Off(SystemClock):
    """A machine's clock that is off by so much."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        return super().now() + self.by


@pytest.fixture
async def desk(mongodb_url: str, database_name: str) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name)
    yield desk
    await desk.mongo.close()


async def clock_off(mongo: Mongo, by: timedelta) -> SharedClock:
    clock = SharedClock(lambda: time_of(mongo), Off(by))
    await clock.adjust()
    return clock


async def test_what_one_worker_holds_is_not_due_for_another_whose_clock_is_minutes_ahead_or_behind(
    desk: Desk,
) -> None:
    [delivery_id] = await desk.receive([CREATED])
    one, other = (DeliveryStore(desk.mongo.database, timedelta(days=90)) for _ in range(2))
    behind, ahead = [await clock_off(desk.mongo, timedelta(minutes=minutes)) for minutes in (-5, 7)]
    for holder, second in ((behind, ahead), (ahead, behind)):
        claimed = await one.claim(delivery_id, holder.now(), LEASE)
        assert claimed is not None
        assert await other.due(second.now(), 10) == []
        assert await other.claim(delivery_id, second.now(), LEASE) is None
        await one.release(claimed, min(behind.now(), ahead.now()) - LEASE)
        assert await other.due(second.now(), 10) == [delivery_id]


async def test_a_difference_of_less_than_a_second_is_left_alone_and_a_slow_answer_is_not_believed() -> None:
    own, none, slow = FakeClock(NOON), timedelta(), timedelta(seconds=3)
    answers = [
        (timedelta(milliseconds=900), none),
        (timedelta(minutes=-3), slow),
        (timedelta(minutes=-3), none),
        (timedelta(minutes=9), slow),
        (none, none),
    ]

    async def database_time() -> datetime:
        ahead, takes = answers.pop(0)
        own.advance(takes)
        return own.now() + ahead

    clock = SharedClock(database_time, own)
    for minutes in (0, 0, -3, -3, 0):
        await clock.adjust()
        assert clock.now() - own.now() == timedelta(minutes=minutes)


async def test_without_a_database_it_goes_on_as_before() -> None:
    async def away() -> datetime:
        raise Unavailable

    own = FakeClock(NOON)
    clock = SharedClock(away, own)
    with pytest.raises(Unavailable):
        await clock.adjust()
    assert clock.now() == own.now()
