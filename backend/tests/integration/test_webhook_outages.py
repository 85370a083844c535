"""The webhook while something is away or too much: what was answered with 200 is worked off all the same."""

import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

from entrypoints.stack import servers
from entrypoints.stack.ports import HOST, free_port
from entrypoints.stack.process import await_ready, end, spawn
from infrastructure.redis import PATIENCE
from tests.deliveries import sent
from tests.indexes import make_indexes
from tests.serving import SECRET, WEBHOOK, application, eventually, settings_of, signed, worker_at_work

CREATED = sent("created__plain_secret").body
Deliveries = AsyncCollection[dict[str, Any]]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", SECRET)


@pytest.fixture
async def deliveries(mongodb_url: str, database_name: str) -> AsyncIterator[Deliveries]:
    mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb_url, tz_aware=True)
    yield mongo[database_name]["calcom_deliveries"]
    await mongo.close()


@pytest.fixture(params=["refuses", "is silent"])
def lost_redis(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a Redis that is away: nobody listens, or somebody who never answers."""
    with socket.socket() as silent:
        port = free_port()
        if request.param == "is silent":
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            silent.bind((HOST, port))
            silent.listen(50)
        yield f"redis://{HOST}:{port}/0"


async def test_without_redis_a_delivery_is_taken_and_processed_once_there_is_one(
    mongodb_url: str, database_name: str, redis_url: str, lost_redis: str, deliveries: Deliveries
) -> None:
    async with application(settings_of(mongodb_url, database_name, lost_redis), PATIENCE) as client:
        unsigned = await client.post(WEBHOOK, content=CREATED)
        answer = await client.post(WEBHOOK, content=CREATED, headers=signed(CREATED))
        again = await client.post(WEBHOOK, content=CREATED, headers=signed(CREATED))

    assert unsigned.status_code == 401
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert (again.status_code, again.json()["status"]) == (200, "duplicate")
    async with worker_at_work(settings_of(mongodb_url, database_name, redis_url)):
        await eventually(lambda: _all_done(deliveries, 1))


async def test_without_mongodb_nothing_is_claimed_to_be_stored(tmp_path: Path, redis_url: str) -> None:
    part, log = servers.mongodb(free_port(), tmp_path), tmp_path / "mongodb.log"
    process = spawn(part, log)
    await_ready(process, part, log)
    make_indexes(part.url, "coleta")
    mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(part.url)
    try:
        async with application(settings_of(part.url, "coleta", redis_url)) as client:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            lost = await client.post(WEBHOOK, content=CREATED, headers=signed(CREATED))
            process = spawn(part, log)
            await_ready(process, part, log)
            assert await mongo["coleta"]["calcom_deliveries"].count_documents({}) == 0
            answer = await client.post(WEBHOOK, content=CREATED, headers=signed(CREATED))
    finally:
        await mongo.close()
        end(process, part.grace)

    assert lost.status_code == 503
    assert lost.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == "accepted"


async def test_what_comes_above_the_rate_is_taken_and_gets_a_later_turn(
    mongodb_url: str,
    database_name: str,
    redis_url: str,
    deliveries: Deliveries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALCOM_DELIVERIES_PER_SECOND", "1")
    settings = settings_of(mongodb_url, database_name, redis_url)
    bodies = [_with_uid(f"reserva{number}") for number in range(4)]
    async with application(settings) as client:
        answers = [await client.post(WEBHOOK, content=body, headers=signed(body)) for body in bodies]

    assert {answer.status_code for answer in answers} == {200}
    stored = await deliveries.find().sort("received_at", 1).to_list()
    waits = [(each["next_attempt_at"] - each["received_at"]).total_seconds() for each in stored]
    assert waits[0] == 0
    assert waits[-1] > 0
    async with worker_at_work(settings):
        await eventually(lambda: _all_done(deliveries, len(bodies)))
    done = await deliveries.find().to_list()
    turns = {each["_id"]: each["next_attempt_at"] for each in stored}
    assert all(each["processed_at"] >= turns[each["_id"]] for each in done)


async def _all_done(deliveries: Deliveries, number: int) -> bool:
    return await deliveries.count_documents({"state": "done"}) == number


def _with_uid(uid: str) -> bytes:
    body = json.loads(CREATED)
    body["payload"] |= {"uid": uid, "iCalUID": f"{uid}@Cal.com"}
    return json.dumps(body).encode()
