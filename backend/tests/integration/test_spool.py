"""The inbox beside its spool: whatever MongoDB does, a signed delivery is taken, and is there once in the end."""

import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pymongo import AsyncMongoClient

from calcom_integration.delivery import Delivery, State
from calcom_integration.inbox import Inbox
from calcom_integration.pace import Pace
from calcom_integration.spool import Drainer, Spool, unpack
from calcom_integration.store import DeliveryStore
from domain.errors import Unavailable
from domain.history import Actor, Cause, HistoryEntry
from entrypoints.stack import servers
from entrypoints.stack.part import Part
from entrypoints.stack.ports import HOST, free_port
from entrypoints.stack.process import Process, await_ready, end, spawn
from infrastructure.mongo import Mongo
from tests.deliveries import sent
from tests.fakes import FakeQueue
from tests.inbound import Desk, open_desk
from tests.serving import SECRET, WEBHOOK, application, eventually, settings_of, signed
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


class Counter:
    """An office with a spool beside its store."""

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
async def counter(mongodb_url: str, database_name: str, tmp_path: Path) -> AsyncIterator[Counter]:
    desk = await open_desk(mongodb_url, database_name)
    yield Counter(desk, tmp_path)
    await desk.mongo.close()


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError("not authorized")])
async def test_what_mongodb_refuses_at_once_goes_to_disk_and_keeps_its_id(
    counter: Counter, error: Exception
) -> None:
    counter.store.before = error
    receipt = await counter.inbox.receive(CREATED.body, CREATED.headers)
    again = await counter.inbox.receive(CREATED.body, CREATED.headers)

    assert (receipt.status, again.status) == ("accepted", "duplicate")
    assert receipt.delivery_id == again.delivery_id
    assert counter.store.asked == 2  # an error that comes at once keeps nobody waiting
    assert counter.queue.jobs == []
    counter.store.before = None
    assert await counter.drainer.drain() == 1
    [document] = await counter.stored()
    assert (document["_id"], document["state"]) == (receipt.delivery_id, "received")
    await counter.desk.work_off()
    assert await counter.desk.state_of(receipt.delivery_id) == (State.DONE, None)


async def test_what_lies_there_is_what_the_inbox_would_have_stored(counter: Counter) -> None:
    counter.store.before = Unavailable()
    body = json.loads(CREATED.body)
    body["payload"]["oneTimePassword"] = "abre-tudo"
    told = json.dumps(body).encode()
    await counter.inbox.receive(told, {"user-agent": "Cal", "x-cal-signature-256": "f" * 64})

    [path] = counter.spool.folder.waiting()
    lying = unpack(path.read_bytes(), SEAL)
    assert lying.body is not None
    assert b"abre-tudo" not in lying.body
    assert lying.headers == {"user-agent": "Cal"}
    assert (lying.trigger, lying.uid) == ("BOOKING_CREATED", body["payload"]["uid"])


async def test_an_insert_that_was_carried_out_and_never_answered_is_there_once(counter: Counter) -> None:
    counter.store.after = Unavailable()
    receipt = await counter.inbox.receive(CREATED.body, CREATED.headers)
    assert len(await counter.stored()) == 1

    counter.store.after = None
    assert await counter.drainer.drain() == 1
    assert [each["_id"] for each in await counter.stored()] == [receipt.delivery_id]
    assert (await counter.spool.state()).waiting == 0


async def test_a_silent_mongodb_is_waited_for_once_then_left_alone_until_a_probe_finds_it(
    counter: Counter,
) -> None:
    with silence() as url:
        away = Mongo(url, "coleta")
        store = Moody(DeliveryStore(away.database, counter.desk.store._retention))
        inbox = counter.inbox_over(store, SOON)
        bodies = [json.dumps({"n": n}).encode() for n in range(5)]
        receipts = [await inbox.receive(body, {}) for body in bodies]
        await away.close()

    assert [receipt.status for receipt in receipts] == ["accepted"] * 5
    assert store.asked == 1
    assert await counter.stored() == []
    assert await counter.drainer.drain() == 5
    await counter.inbox_over(counter.store).receive(CREATED.body, CREATED.headers)
    assert counter.store.asked == 5 + 1
    assert len(await counter.stored()) == 6


async def test_news_of_what_was_erased_meanwhile_ends_as_the_inboxs_would(counter: Counter) -> None:
    await counter.desk.receive([CREATED])
    await counter.desk.work_off()
    [visit] = await counter.desk.appointments()
    counter.store.before = Unavailable()
    again = replace(CREATED, body=CREATED.body + b" ")
    receipt = await counter.inbox.receive(again.body, again.headers)
    now = counter.desk.clock.now()
    await counter.desk.repository.remove(
        visit, HistoryEntry("h1", visit.id, now, Actor("usuario", "Ana"), Cause("exclusao"), ())
    )

    counter.store.before = None
    await counter.drainer.drain()
    await counter.desk.work_off()
    assert await counter.desk.state_of(receipt.delivery_id) == (State.IGNORED, "apagado")
    assert await counter.desk.appointments() == []


async def test_where_neither_can_keep_it_it_is_refused_and_counted(
    mongodb_url: str, database_name: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    _tell(monkeypatch, tmp_path / "file" / "spool")
    refused, failed = _refused(), _spooled("failed")
    async with (
        mongodb_on_its_own(tmp_path) as (url, process, _again),
        application(settings_of(url, "coleta", redis_url)) as client,
    ):
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        answer = await client.post(WEBHOOK, content=CREATED.body, headers=signed(CREATED.body))

    assert answer.status_code == 503
    assert (_refused(), _spooled("failed")) == (refused + 1, failed + 1)


async def test_the_running_service_takes_everything_while_mongodb_is_gone_and_stores_it_once_it_is_back(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tell(monkeypatch, tmp_path / "spool")
    bodies = [json.dumps({"n": n}).encode() for n in range(12)]
    async with (
        mongodb_on_its_own(tmp_path) as (url, process, start),
        application(settings_of(url, "coleta", redis_url)) as client,
        AsyncMongoClient[dict[str, Any]](url) as mongo,
    ):
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        answers = [await client.post(WEBHOOK, content=each, headers=signed(each)) for each in bodies]
        again = await client.post(WEBHOOK, content=bodies[0], headers=signed(bodies[0]))
        assert {answer.status_code for answer in answers} == {200}
        ids = {answer.json()["delivery_id"] for answer in answers}
        assert again.json() == {"status": "duplicate", "delivery_id": answers[0].json()["delivery_id"]}

        start()
        deliveries = mongo["coleta"]["calcom_deliveries"]

        async def all_there() -> bool:
            return await deliveries.count_documents({}) == len(bodies)

        await eventually(all_there)
        assert {each["_id"] for each in await deliveries.find().to_list()} == ids

        async def nothing_lies_there() -> bool:
            return [each for each in (tmp_path / "spool").iterdir() if each.is_file()] == []

        await eventually(nothing_lies_there)


async def test_an_api_that_starts_while_mongodb_is_away_takes_webhooks_and_makes_ready_later(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tell(monkeypatch, tmp_path / "spool")
    async with (
        mongodb_on_its_own(tmp_path) as (url, process, start),
        AsyncMongoClient[dict[str, Any]](url) as mongo,
    ):
        settings, database = settings_of(url, "coleta", redis_url), mongo["coleta"]
        async with application(settings):
            await database["units"].delete_many({})
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        async with application(settings) as client:
            answer = await client.post(WEBHOOK, content=CREATED.body, headers=signed(CREATED.body))
            ready = await client.get("/health/ready")
            assert (answer.json()["status"], ready.status_code) == ("accepted", 503)
            assert "mongodb" in ready.json()["missing"]

            start()

            async def is_all_there() -> bool:
                stored = await database["calcom_deliveries"].count_documents({})
                return stored == 1 and await database["units"].count_documents({}) > 0

            await eventually(is_all_there)


@contextmanager
def silence() -> Iterator[str]:
    """The URL of a MongoDB whose port takes connections and never answers."""
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen(50)
        yield f"mongodb://{HOST}:{silent.getsockname()[1]}/?directConnection=true"


@asynccontextmanager
async def mongodb_on_its_own(folder: Path) -> AsyncIterator[tuple[str, Process, Any]]:
    """A MongoDB process that the test may kill; the third of what is given starts it again."""
    part, log = servers.mongodb(free_port(), folder), folder / "mongodb.log"
    started = [_started(part, log)]
    try:
        yield part.url, started[0], lambda: started.append(_started(part, log))
    finally:
        end(started[-1], part.grace)


def _started(part: Part, log: Path) -> Process:
    process = spawn(part, log)
    await_ready(process, part, log)
    return process


def _tell(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("SPOOL_DIR", str(folder))


def _refused() -> float:
    return REGISTRY.get_sample_value("calcom_deliveries_refused_total", {"why": "store"}) or 0.0


def _spooled(result: str) -> float:
    return REGISTRY.get_sample_value("calcom_spool_deliveries_total", {"result": result}) or 0.0
