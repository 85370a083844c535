"""What sweeps ask for: all that is due, each by one job, whatever the clocks of the workers say."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from calcom_integration.delivery import State
from calcom_integration.inbox import PROCESS, Inbox
from calcom_integration.jobs import sweep_deliveries
from calcom_integration.pace import Pace
from tests.deliveries import sent
from tests.fakes import FakeClock, FakeQueue
from tests.inbound import LEASE, Desk, open_desk

CREATED = sent("created__custom_fields_all_types")


@dataclass
class Shift:
    """A desk whose webhook and sweep ask the same queue."""

    desk: Desk
    queue: FakeQueue
    clock: FakeClock

    async def receive(self) -> str:
        inbox = Inbox(self.desk.store, self.queue, self.clock, Pace(per_second=1000))
        return (await inbox.receive(CREATED.body, CREATED.headers)).delivery_id

    async def sweep(self, ahead: timedelta = timedelta()) -> int:
        """How many jobs more there are, by a worker whose clock is so far ahead."""
        before = len(self.queue.jobs)
        clock = FakeClock(self.clock.now() + ahead)
        inbound = self.desk.inbounds[0]
        parts = SimpleNamespace(store=self.desk.store, queue=self.queue, clock=clock, inbound=inbound)
        context: dict[str, Any] = {"calcom": parts}
        await sweep_deliveries(context)
        return len(self.queue.jobs) - before


@pytest.fixture
async def shift(mongodb_url: str, database_name: str) -> AsyncIterator[Shift]:
    clock = FakeClock()
    desk = await open_desk(mongodb_url, database_name, clock)
    yield Shift(desk, FakeQueue(), clock)
    await desk.mongo.close()


async def test_what_the_webhook_asked_for_is_not_asked_for_again_at_once(shift: Shift) -> None:
    delivery_id = await shift.receive()
    shift.clock.advance(timedelta(seconds=29))
    assert await shift.sweep() == 0
    assert shift.queue.jobs == [(PROCESS, (delivery_id,))]


async def test_a_job_that_redis_lost_is_asked_for_at_once(shift: Shift) -> None:
    await shift.receive()
    shift.queue.jobs.clear()
    assert await shift.sweep() == 1


async def test_two_workers_whose_clocks_differ_by_minutes_ask_once(shift: Shift) -> None:
    await shift.receive()
    shift.queue.jobs.clear()
    off = [timedelta(minutes=minutes) for minutes in (-4, 4, -4, 4)]
    assert [await shift.sweep(each) for each in off] == [0, 1, 0, 0]


async def test_without_a_queue_the_sweep_does_it_at_once(shift: Shift) -> None:
    delivery_id = await shift.receive()
    shift.queue.is_away = True
    await shift.sweep()
    assert await shift.desk.state_of(delivery_id) == (State.DONE, None)


async def test_the_delivery_of_a_worker_that_was_killed_is_asked_for_as_soon_as_its_lease_ends(
    shift: Shift,
) -> None:
    delivery_id = await shift.receive()
    shift.queue.jobs.clear()
    assert await shift.desk.store.claim(delivery_id, shift.clock.now(), LEASE)
    assert await shift.sweep() == 0
    shift.clock.advance(LEASE)
    assert [await shift.sweep(), await shift.sweep()] == [1, 0]


async def test_an_ended_delivery_that_is_due_again_has_a_job_of_its_own(shift: Shift) -> None:
    delivery_id = await shift.receive()
    shift.queue.jobs.clear()
    await shift.desk.work_off()
    assert await shift.desk.store.replay_one(delivery_id, shift.clock.now())
    assert await shift.sweep() == 1
