"""What sweeps take: all that is due, each once, and nothing by way of the queue."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from application.jobs import STOPPING
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
        """How many a worker takes whose clock is so far ahead. It asks the queue for nothing."""
        clock = FakeClock(self.clock.now() + ahead)
        parts = SimpleNamespace(store=self.desk.store, clock=clock, inbound=self.desk.inbounds[0])
        context: dict[str, Any] = {"calcom": parts, STOPPING: asyncio.Event()}
        return await sweep_deliveries(context)


@pytest.fixture
async def shift(mongodb_url: str, database_name: str) -> AsyncIterator[Shift]:
    clock = FakeClock()
    desk = await open_desk(mongodb_url, database_name, clock)
    yield Shift(desk, FakeQueue(), clock)
    await desk.mongo.close()


async def test_a_job_that_redis_lost_is_done_by_the_sweep_once(shift: Shift) -> None:
    delivery_id = await shift.receive()
    assert shift.queue.jobs == [(PROCESS, (delivery_id,))]
    assert [await shift.sweep(), await shift.sweep()] == [1, 0]
    assert await shift.desk.state_of(delivery_id) == (State.DONE, None)
    assert len(shift.queue.jobs) == 1, "the webhook's alone"


async def test_the_delivery_of_a_worker_that_was_killed_is_taken_as_soon_as_its_lease_ends(
    shift: Shift,
) -> None:
    delivery_id = await shift.receive()
    assert await shift.desk.store.claim(delivery_id, shift.clock.now(), LEASE)
    assert await shift.sweep() == 0
    shift.clock.advance(LEASE)
    assert [await shift.sweep(), await shift.sweep()] == [1, 0]


async def test_an_ended_delivery_that_is_due_again_is_taken_again(shift: Shift) -> None:
    delivery_id = await shift.receive()
    await shift.desk.work_off()
    assert await shift.desk.store.replay_one(delivery_id, shift.clock.now())
    assert await shift.sweep() == 1
