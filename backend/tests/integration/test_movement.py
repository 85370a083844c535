"""Ready means moving: work that is due and that no worker takes is said by readiness, by the status page and by a gauge."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from application.jobs import Backlog
from application.services.movement import Movement
from entrypoints.bootstrap import build_house
from infrastructure.mongo import Mongo
from infrastructure.redis import Heartbeat, connect
from tests.serving import WAIT, application, settings_of

MINUTE = timedelta(minutes=1)


@dataclass
class Service:
    """The whole application, whose worker beats and takes what the test says."""

    client: httpx.AsyncClient
    mongo: Mongo
    heartbeat: Heartbeat
    redis: Redis

    async def missing(self) -> list[str]:
        return list((await self.client.get("/health/ready")).json()["missing"])

    async def store(self, collection: str, **document: Any) -> None:
        await self.mongo.database[collection].insert_one({"_id": "x1", **document})


@pytest.fixture
async def service(mongodb_url: str, database_name: str, redis_url: str) -> AsyncIterator[Service]:
    mongo = Mongo(mongodb_url, database_name)
    settings = settings_of(mongodb_url, database_name, redis_url)
    async with application(settings) as client, connect(redis_url, WAIT) as redis:
        heartbeat = Heartbeat(redis)
        await heartbeat.beat()
        yield Service(client, mongo, heartbeat, redis)
    await mongo.close()


def ago(span: timedelta) -> datetime:
    return datetime.now(UTC) - span


LATE, SOON = 2 * MINUTE, MINUTE / 2
WORK: dict[str, Any] = {
    "process_delivery": ("calcom_deliveries", {"state": "received"}, "next_attempt_at"),
    "process_import": ("imports", {"state": "lendo"}, "due"),
    "follow_ups": ("appointments", {}, "a_fazer_desde"),
    "push_appointment": ("appointments", {}, "calcom.envio_em"),
}


def due(kind: str, since: timedelta) -> dict[str, Any]:
    _, fields, when = WORK[kind]
    outer, _, inner = when.partition(".")
    return {**fields, outer: {inner: ago(since)} if inner else ago(since)}


@pytest.mark.parametrize("kind", WORK)
async def test_work_that_nobody_takes_makes_the_service_unready_until_somebody_does(
    service: Service, kind: str
) -> None:
    patience = 15 if kind == "process_import" else 1
    await service.store(WORK[kind][0], **due(kind, LATE * patience))
    assert await service.missing() == ["work"]
    await service.heartbeat.beat({"something_else"})
    assert await service.missing() == ["work"]
    await service.heartbeat.beat({kind})
    assert await service.missing() == [], "a backlog that moves is no fault"


@pytest.mark.parametrize("kind", WORK)
async def test_work_that_was_due_a_moment_ago_is_no_fault(service: Service, kind: str) -> None:
    await service.store(WORK[kind][0], **due(kind, SOON))
    assert await service.missing() == []


async def test_a_gauge_tells_it_by_kind(mongodb_url: str, database_name: str, redis_url: str) -> None:
    house = build_house(settings_of(mongodb_url, database_name, redis_url))
    await house.core.mongo.database["calcom_deliveries"].insert_one(
        {"_id": "x1", **due("process_delivery", LATE)}
    )
    await house.measure_movement()
    told = {kind: REGISTRY.get_sample_value("work_stalled", {"kind": kind}) for kind in WORK}
    assert told == {kind: float(kind == "process_delivery") for kind in WORK}
    await house.close()


async def test_who_takes_is_asked_only_where_something_is_overdue() -> None:
    asked: list[str] = []

    async def is_overdue(patience: timedelta) -> bool:
        return patience < MINUTE

    async def has_taken(kind: str) -> bool:
        asked.append(kind)
        return kind == "moves"

    backlogs = [
        Backlog("moves", is_overdue, SOON),
        Backlog("stalls", is_overdue, SOON),
        Backlog("rests", is_overdue),
    ]
    assert await Movement(backlogs, has_taken).stalled() == ["stalls"]
    assert asked == ["moves", "stalls"]
