"""A server's clock that is hours off, and set right again: nothing waits for the hour that it had told."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from calcom_integration.delivery import Outcome, State
from calcom_integration.store import RunStore
from calcom_integration.store.deliveries import LONGEST_REST
from calcom_integration.store.keeping import Keeping
from tests.chains import APART, CHAINS, ENDS, visit
from tests.deliveries import Sent, sent
from tests.fakes import FakeClock
from tests.inbound import LEASE, Desk, open_desk

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AFTER_ALL_WAS_SENT = datetime(2026, 11, 30, 20, tzinfo=UTC)
OFF = [timedelta(hours=6), timedelta(hours=-6)]
CREATED = sent("created__custom_fields_all_types")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
async def desk(mongodb_url: str, database_name: str, clock: FakeClock) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name, clock)
    yield desk
    await desk.mongo.close()


@pytest.mark.parametrize("off", [timedelta(hours=6), timedelta(minutes=-4)])
async def test_news_has_the_order_of_its_sender_while_our_clock_is_not_far_behind(
    desk: Desk, clock: FakeClock, off: timedelta
) -> None:
    clock.advance(AFTER_ALL_WAS_SENT - NOW)
    deliveries = [sent(name) for chain in APART for name in CHAINS[chain]]
    Random(off.days).shuffle(deliveries)
    half = len(deliveries) // 2
    clock.advance(off)
    await desk.receive(deliveries[:half])
    await desk.work_off()
    clock.advance(-off)
    await desk.receive(deliveries[half:])
    await desk.store.bring_forward(clock.now())
    await desk.work_off()

    found = sorted(visit(each) for each in await desk.appointments())
    assert found == sorted(end for chain in APART for end in ENDS[chain])


async def test_news_from_a_time_that_our_clock_has_yet_to_reach_counts_as_of_its_arrival(
    desk: Desk, clock: FakeClock
) -> None:
    """Its order is then that of the arrivals (DESIGN.md, rule 1)."""
    clock.advance(timedelta(days=-1))
    for name in (name for chain in APART for name in CHAINS[chain]):
        clock.advance(timedelta(seconds=1))
        await desk.receive([sent(name)])
        await desk.work_off()

    found = sorted(visit(each) for each in await desk.appointments())
    assert found == sorted(end for chain in APART for end in ENDS[chain])


async def test_what_came_while_the_clock_was_ahead_is_due_once_it_is_right(
    desk: Desk, clock: FakeClock
) -> None:
    clock.advance(timedelta(hours=6))
    taken, waiting = await desk.receive([CREATED, _like(CREATED)])
    assert await desk.store.claim(taken, clock.now(), LEASE) is not None  # and its worker dies
    clock.advance(timedelta(hours=-6))
    assert await desk.store.due(clock.now(), 10) == []

    assert await desk.store.bring_forward(clock.now()) == 2
    assert {*await desk.store.due(clock.now(), 10)} == {taken, waiting}
    await desk.work_off()
    assert len(await desk.appointments()) == 2


async def test_a_turn_that_is_due_soon_keeps_its_time(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await desk.receive([CREATED])
    claimed = await desk.store.claim(delivery_id, clock.now(), LEASE)
    assert claimed is not None
    rest = Outcome(state=State.RECEIVED, next_attempt_at=clock.now() + LONGEST_REST)
    await desk.store.finish(claimed, rest, clock.now())

    assert await desk.store.bring_forward(clock.now()) == 0


async def test_the_turn_to_reconcile_is_free_once_the_clock_is_right(desk: Desk) -> None:
    runs, lease = RunStore(desk.mongo.database, timedelta(days=90)), timedelta(minutes=1)
    ahead = NOW + timedelta(hours=6)
    first = await runs.take_turn(ahead, lease)
    assert first is not None
    await runs.end_turn(first, ahead)

    second = await runs.take_turn(NOW, lease)
    assert second == first + 1
    assert await runs.take_turn(NOW - lease / 2, lease) is None, "another machine's clock is a little behind"


@pytest.mark.parametrize("off", OFF)
async def test_nothing_is_let_go_of_hours_too_early(desk: Desk, clock: FakeClock, off: timedelta) -> None:
    await desk.receive([CREATED])
    await desk.work_off()

    assert await Keeping(desk.mongo.database).let_go(NOW + off) == 0


def _like(delivery: Sent) -> Sent:
    """Another booking's."""
    body = json.loads(delivery.body)
    body["payload"] |= {"uid": "outraReserva1", "iCalUID": "outraReserva1@Cal.com", "bookingId": 987_654}
    return replace(delivery, name="another", body=json.dumps(body).encode())
