"""The inbox beside its spool: whatever MongoDB does, a signed delivery is taken, and is there once in the end."""

import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from calcom_integration.delivery import Delivery, State
from calcom_integration.inbox import Inbox
from calcom_integration.pace import Pace
from calcom_integration.spool import Drainer, Spool, unpack
from calcom_integration.store import DeliveryStore
from domain.errors import Unavailable
from domain.history import Actor, Cause, HistoryEntry
from entrypoints.stack.ports import HOST
from infrastructure.mongo import Mongo
from tests.deliveries import sent
from tests.fakes import FakeQueue
from tests.inbound import Desk, open_desk
from tests.spooled import SEAL, a_spool

CREATED = sent("created__plain_secret")
SOON = 0.2  # seconds


class Moody:
    """A store that fails as it is told, before it or after it."""

    def __init__(self, store: DeliveryStore) -> None:
        self.store, self.asked = store, 0
        self.before: Exception | None = None
        self.after: Exception | None = None

    async def add(self, delivery: Delivery) -> str | None:
        self.asked += 1
        if self.before:
            raise self.before
        earlier = await self.store.add(delivery)
        if self.after:
            raise self.after
        return earlier

    async def is_held(self, digest: str) -> bool:
        return await self.store.is_held(digest)


class Slow:
    """A store that does not answer the first time, whether or not it did what it was told."""

    def __init__(self, store: DeliveryStore, silent: DeliveryStore, is_carried_out: bool) -> None:
        self.store, self.silent, self.is_carried_out, self.asked = store, silent, is_carried_out, 0

    async def add(self, delivery: Delivery) -> str | None:
        self.asked += 1
        if self.asked > 1:
            return await self.store.add(delivery)
        if self.is_carried_out:
            await self.store.add(delivery)
        return await self.silent.add(delivery)


class Intake:
    """An inbox with a spool beside its store."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.store, self.queue = desk, Moody(desk.store), FakeQueue()
        self.spool: Spool = a_spool(folder)
        self.inbox = self.inbox_over(self.store)
        self.drainer = Drainer(self.spool, self.inbox.bring_in, desk.mongo.ping)

    def inbox_over(self, store: Any, patience: float = 60) -> Inbox:
        return Inbox(store, self.queue, self.desk.clock, Pace(1000), self.spool, patience)

    async def stored(self) -> list[dict[str, Any]]:
        return await self.desk.mongo.database["calcom_deliveries"].find().to_list()


@pytest.fixture
async def intake(mongodb_url: str, database_name: str, tmp_path: Path) -> AsyncIterator[Intake]:
    desk = await open_desk(mongodb_url, database_name)
    yield Intake(desk, tmp_path)
    await desk.mongo.close()


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError("not authorized")])
async def test_what_mongodb_refuses_at_once_goes_to_disk_and_keeps_its_id(
    intake: Intake, error: Exception
) -> None:
    intake.store.before = error
    receipt = await intake.inbox.receive(CREATED.body, CREATED.headers)
    again = await intake.inbox.receive(CREATED.body, CREATED.headers)

    assert (receipt.status, again.status) == ("accepted", "duplicate")
    assert receipt.delivery_id == again.delivery_id
    assert intake.store.asked == 2  # an error that comes at once keeps nobody waiting
    assert intake.queue.jobs == []
    intake.store.before = None
    assert await intake.drainer.drain() == 1
    [document] = await intake.stored()
    assert (document["_id"], document["state"]) == (receipt.delivery_id, "received")
    await intake.desk.work_off()
    assert await intake.desk.state_of(receipt.delivery_id) == (State.DONE, None)


async def test_what_lies_there_is_what_the_inbox_would_have_stored(intake: Intake) -> None:
    intake.store.before = Unavailable()
    body = json.loads(CREATED.body)
    body["payload"]["oneTimePassword"] = "abre-tudo"
    told = json.dumps(body).encode()
    await intake.inbox.receive(told, {"user-agent": "Cal", "x-cal-signature-256": "f" * 64})

    [path] = intake.spool.folder.waiting()
    lying = unpack(path.read_bytes(), SEAL)
    assert lying.body is not None
    assert b"abre-tudo" not in lying.body
    assert lying.headers == {"user-agent": "Cal"}
    assert (lying.trigger, lying.uid) == ("BOOKING_CREATED", body["payload"]["uid"])


async def test_an_insert_that_was_carried_out_and_never_answered_is_there_once(intake: Intake) -> None:
    intake.store.after = Unavailable()
    receipt = await intake.inbox.receive(CREATED.body, CREATED.headers)
    assert len(await intake.stored()) == 1

    intake.store.after = None
    assert await intake.drainer.drain() == 1
    assert [each["_id"] for each in await intake.stored()] == [receipt.delivery_id]
    assert (await intake.spool.state()).waiting == 0


async def test_a_silent_mongodb_is_waited_for_once_then_left_alone_until_a_probe_finds_it(
    intake: Intake,
) -> None:
    with silence() as url:
        away = Mongo(url, "coleta")
        store = Moody(DeliveryStore(away.database, intake.desk.store._retention))
        inbox = intake.inbox_over(store, SOON)
        bodies = [json.dumps({"n": n}).encode() for n in range(5)]
        receipts = [await inbox.receive(body, {}) for body in bodies]
        await away.close()

    assert [receipt.status for receipt in receipts] == ["accepted"] * 5
    assert store.asked == 1
    assert await intake.stored() == []
    assert await intake.drainer.drain() == 5
    await intake.inbox_over(intake.store).receive(CREATED.body, CREATED.headers)
    assert intake.store.asked == 5 + 1
    assert len(await intake.stored()) == 6


@pytest.mark.parametrize("is_carried_out", [False, True])
async def test_without_room_on_disk_mongodb_is_waited_for_after_all(
    intake: Intake, is_carried_out: bool
) -> None:
    """It is slow, and the first attempt, given up after too short a time, may have been carried out all the same."""
    intake.spool.folder.max_bytes = 0
    with silence() as url:
        away = Mongo(url, "coleta")
        slow = Slow(
            intake.desk.store, DeliveryStore(away.database, intake.desk.store._retention), is_carried_out
        )
        receipt = await intake.inbox_over(slow, SOON).receive(CREATED.body, CREATED.headers)
        await away.close()

    assert receipt.status == "accepted"
    assert [each["_id"] for each in await intake.stored()] == [receipt.delivery_id]


async def test_news_of_what_was_erased_meanwhile_ends_as_the_inboxs_would(intake: Intake) -> None:
    await intake.desk.receive([CREATED])
    await intake.desk.work_off()
    [visit] = await intake.desk.appointments()
    intake.store.before = Unavailable()
    again = replace(CREATED, body=CREATED.body + b" ")
    receipt = await intake.inbox.receive(again.body, again.headers)
    now = intake.desk.clock.now()
    await intake.desk.repository.remove(
        visit, HistoryEntry("h1", visit.id, now, Actor("usuario", "Ana"), Cause("exclusao"), ())
    )

    intake.store.before = None
    await intake.drainer.drain()
    await intake.desk.work_off()
    assert await intake.desk.state_of(receipt.delivery_id) == (State.IGNORED, "apagado")
    assert await intake.desk.appointments() == []


@contextmanager
def silence() -> Iterator[str]:
    """The URL of a MongoDB whose port takes connections and never answers."""
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen(50)
        yield f"mongodb://{HOST}:{silent.getsockname()[1]}/?directConnection=true"
