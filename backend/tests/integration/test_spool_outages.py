"""The running service beside its spool while a MongoDB process is killed and started again."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pymongo import AsyncMongoClient

from entrypoints.stack import servers
from entrypoints.stack.part import Part
from entrypoints.stack.ports import free_port
from entrypoints.stack.process import Process, await_ready, end, spawn
from tests.deliveries import sent
from tests.indexes import make_indexes
from tests.serving import SECRET, WEBHOOK, application, eventually, settings_of, signed

CREATED = sent("created__plain_secret")


async def test_where_neither_can_keep_it_it_is_refused_and_counted(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
        await asyncio.to_thread(make_indexes, url, "coleta")
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


@asynccontextmanager
async def mongodb_on_its_own(folder: Path) -> AsyncIterator[tuple[str, Process, Callable[[], None]]]:
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
