"""Bodies are stored sealed, over the real database: nothing readable, nothing lost by a key, and every body under the newest
key in the end."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes
from typing import Any

import pytest

from calcom_integration.delivery import State
from calcom_integration.store import Bodies, DeliveryStore, Resealing
from calcom_integration.store.resealing import Resealed
from infrastructure.sealing import AesGcmSeal
from tests.deliveries import sent
from tests.fakes import FakeClock
from tests.inbound import MAX_ATTEMPTS, Desk, open_desk

CREATED = sent("created__plain_secret")
OLD_KEY, NEW_KEY = token_bytes(32), token_bytes(32)
OLD, NEW, BOTH = AesGcmSeal([OLD_KEY]), AesGcmSeal([NEW_KEY]), AesGcmSeal([NEW_KEY, OLD_KEY])


@dataclass
class Office:
    """Desks over one database, each with the keys of another time."""

    open: Callable[[AesGcmSeal | None], Awaitable[Desk]]
    clock: FakeClock


@pytest.fixture
async def office(mongodb_url: str, database_name: str) -> AsyncIterator[Office]:
    clock, desks = FakeClock(), []

    async def open_with(seal: AesGcmSeal | None) -> Desk:
        def store(database: Any, retention: timedelta) -> DeliveryStore:
            return DeliveryStore(database, retention, seal)

        desks.append(await open_desk(mongodb_url, database_name, clock, store_type=store))  # type: ignore[arg-type]  # makes one
        return desks[-1]

    yield Office(open_with, clock)
    for desk in desks:
        await desk.mongo.close()


async def test_nothing_of_a_body_can_be_read_in_the_database(office: Office) -> None:
    desk = await office.open(OLD)
    [delivery_id] = await desk.receive([CREATED])
    await desk.work_off()

    document = await desk.mongo.database["calcom_deliveries"].find_one({"_id": delivery_id})
    assert document is not None
    attendee = json.loads(CREATED.body)["payload"]["attendees"][0]
    assert attendee["name"] not in repr(document)
    assert attendee["email"] not in repr(document)
    assert await desk.state_of(delivery_id) == (State.DONE, None)
    assert json.loads(await body_of(desk, delivery_id))["payload"]["attendees"][0] == attendee


async def test_a_body_without_its_key_waits_for_it_and_then_for_a_person(office: Office) -> None:
    first, blind = await office.open(OLD), await office.open(NEW)
    [delivery_id] = await first.receive([CREATED])
    for attempt in range(MAX_ATTEMPTS):
        assert (await blind.state_of(delivery_id))[0] is State.RECEIVED, attempt
        await blind.work_off()
        office.clock.advance(timedelta(minutes=5))
    assert await blind.state_of(delivery_id) == (State.FAILED, "chave_desconhecida")
    locked = await blind.store.get(delivery_id)
    assert locked is not None
    assert (locked.is_locked, locked.body) == (True, None)
    assert await blind.appointments() == []

    await first.store.replay_one(delivery_id, office.clock.now())
    await first.work_off()
    assert await first.state_of(delivery_id) == (State.DONE, None)
    assert len(await first.appointments()) == 1


async def test_a_deploy_that_brings_the_key_within_minutes_needs_nobody(office: Office) -> None:
    first, blind = await office.open(OLD), await office.open(None)
    [delivery_id] = await first.receive([CREATED])
    await blind.work_off()
    office.clock.advance(timedelta(minutes=1))
    await first.work_off()

    assert await first.state_of(delivery_id) == (State.DONE, None)


async def test_everything_is_sealed_anew_and_what_came_open_too(office: Office) -> None:
    plain, old, new = await office.open(None), await office.open(OLD), await office.open(NEW)
    await plain.receive([sent("created__guests")])
    await old.receive([CREATED])
    database = old.mongo.database
    without_old = Resealing(database, Bodies(NEW))
    with_old = Resealing(database, Bodies(BOTH))

    assert (await without_old.opens_all(), await with_old.opens_all()) == (False, True)
    assert await without_old.run() == Resealed(done=1, locked=1)
    assert await with_old.run() == Resealed(done=1, locked=0)
    assert await without_old.run() == Resealed(done=0, locked=0)
    assert await without_old.opens_all()
    stored = [each async for each in database["calcom_deliveries"].find({})]
    assert {each["sealed_with"] for each in stored} == {NEW.key_id}
    assert not any("body" in each for each in stored)
    await new.work_off()
    assert len(await new.appointments()) == 2


async def body_of(desk: Desk, delivery_id: str) -> bytes:
    delivery = await desk.store.get(delivery_id)
    assert delivery is not None
    assert delivery.body is not None
    return delivery.body
