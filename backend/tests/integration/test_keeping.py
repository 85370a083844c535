"""How long deliveries are kept, by the worker's own clock, over the real database."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from calcom_integration.delivery import State
from calcom_integration.store import Keeping
from tests.deliveries import sent
from tests.fakes import FakeClock
from tests.inbound import Desk, open_desk

DAY = timedelta(days=1)
CREATED = sent("created__plain_secret")


@pytest.fixture
async def desk(mongodb_url: str, database_name: str) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name, FakeClock())
    yield desk
    await desk.mongo.close()


async def pass_days(desk: Desk, days: int) -> int:
    """Let the days pass; how much was let go."""
    assert isinstance(desk.clock, FakeClock)
    desk.clock.advance(days * DAY)
    return await Keeping(desk.mongo.database).let_go(desk.clock.now())


async def test_what_ended_well_loses_its_body_first_and_goes_later(desk: Desk) -> None:
    [delivery_id] = await desk.receive([CREATED])
    await desk.work_off()

    assert await pass_days(desk, 89) == 0
    assert await pass_days(desk, 1) == 1
    bare = await desk.store.get(delivery_id)
    assert bare is not None
    assert (bare.state, bare.body) == (State.DONE, None)
    assert await pass_days(desk, 269) == 0
    assert await pass_days(desk, 1) == 1
    assert await desk.store.get(delivery_id) is None


async def test_what_waits_or_failed_stays_whole(desk: Desk) -> None:
    [waiting] = await desk.receive([CREATED])
    assert await pass_days(desk, 10_000) == 0
    await desk.work_off()
    [failed] = await desk.receive([sent("template__form")])
    await desk.work_off()
    assert await pass_days(desk, 10_000) == 2  # the one that waited, its body and the rest of it

    kept = await desk.store.get(failed)
    assert kept is not None
    assert kept.body == sent("template__form").body
    assert await desk.store.get(waiting) is None


async def test_a_delivery_without_its_body_changes_nothing_when_it_is_replayed(desk: Desk) -> None:
    [delivery_id] = await desk.receive([CREATED])
    await desk.work_off()
    before = await desk.appointments()
    await pass_days(desk, 90)
    await desk.store.replay_one(delivery_id, desk.clock.now())
    await desk.work_off()

    assert await desk.state_of(delivery_id) == (State.IGNORED, "sem_conteudo")
    assert await desk.appointments() == before
