"""The webhook's door over the real application: who is let in, what is kept, what is said."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from redis.asyncio import Redis

from tests.deliveries import sent
from tests.indexes import migrated_database
from tests.serving import (
    PREVIOUS_SECRET,
    SECRET,
    WEBHOOK,
    application,
    settings_of,
    signed,
)

CREATED = sent("created__plain_secret").body
UNSIGNED_PER_MINUTE = 3
NOTHING: Mapping[Any, Any] = {}


@dataclass
class Served:
    client: httpx.AsyncClient
    deliveries: AsyncCollection[dict[str, Any]]
    redis_url: str

    async def post(self, body: bytes, headers: Mapping[Any, Any] = NOTHING) -> httpx.Response:
        return await self.client.post(WEBHOOK, content=body, headers=dict(headers))

    async def stored(self, delivery_id: str) -> dict[str, Any]:
        found = await self.deliveries.find_one({"_id": delivery_id})
        assert found is not None
        return found

    async def count(self) -> int:
        return await self.deliveries.count_documents({})


@pytest.fixture(scope="module")
async def application_served(mongodb_url: str, redis_database_url: str) -> AsyncIterator[Served]:
    """One application for all tests here: its start costs seconds."""
    mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb_url)
    with pytest.MonkeyPatch.context() as environment, migrated_database(mongodb_url) as name:
        environment.setenv("CALCOM_WEBHOOK_SECRET", SECRET)
        environment.setenv("CALCOM_WEBHOOK_SECRET_PREVIOUS", PREVIOUS_SECRET)
        environment.setenv("CALCOM_UNSIGNED_PER_MINUTE", str(UNSIGNED_PER_MINUTE))
        async with application(settings_of(mongodb_url, name, redis_database_url)) as client:
            yield Served(client, mongo[name]["calcom_deliveries"], redis_database_url)
    await mongo.close()


@pytest.fixture
async def served(application_served: Served, redis_url: str) -> Served:
    """The application with nothing received and nobody counted."""
    await application_served.deliveries.delete_many({})
    return application_served


@pytest.mark.parametrize("secret", [SECRET, PREVIOUS_SECRET])
async def test_the_current_and_the_previous_secret_are_let_in(served: Served, secret: str) -> None:
    answer = await served.post(CREATED, signed(CREATED, secret))

    assert answer.status_code == 200
    assert answer.json() == {"status": "accepted", "delivery_id": answer.json()["delivery_id"]}
    stored = await served.stored(answer.json()["delivery_id"])
    assert (stored["state"], stored["trigger"]) == ("received", "BOOKING_CREATED")


@pytest.mark.parametrize(
    "signature",
    [
        None,
        b"",
        b"no-secret-provided",
        b"0" * 64,
        "assinatura-inválida".encode(),
        b"\xff\xfe",
        signed(CREATED)["x-cal-signature-256"].upper().encode(),
        signed(CREATED + b" ")["x-cal-signature-256"].encode(),
        signed(CREATED, "")["x-cal-signature-256"].encode(),
    ],
)
async def test_everybody_else_is_refused_counted_and_forgotten(
    served: Served, signature: bytes | None
) -> None:
    before = _refused("signature")
    headers = {b"x-cal-signature-256": signature} if signature is not None else {}

    answer = await served.post(CREATED, headers)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "Assinatura ausente ou inválida."
    assert await served.count() == 0
    exposed = (await served.client.get("/metrics")).text
    assert f'calcom_deliveries_refused_total{{why="signature"}} {before + 1}' in exposed


async def test_unsigned_traffic_is_limited_while_signed_traffic_of_the_same_address_is_not(
    served: Served,
) -> None:
    answers = [await served.post(b"{}") for _ in range(UNSIGNED_PER_MINUTE + 2)]

    assert [answer.status_code for answer in answers] == [401] * UNSIGNED_PER_MINUTE + [429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert (await served.post(CREATED, signed(CREATED))).status_code == 200
    assert await served.count() == 1


async def test_the_same_bytes_are_a_duplicate_of_the_first(served: Served) -> None:
    posts = (served.post(CREATED, signed(CREATED)) for _ in range(6))
    answers = [answer.json() for answer in await asyncio.gather(*posts)]

    assert sorted(answer["status"] for answer in answers) == ["accepted"] + ["duplicate"] * 5
    assert len({answer["delivery_id"] for answer in answers}) == 1
    assert await served.count() == 1


async def test_secrets_are_removed_and_the_digest_is_of_what_was_sent(served: Served) -> None:
    told = json.loads(CREATED)
    told["payload"] |= {
        "oneTimePassword": "abre-tudo",
        "videoCallData": {"type": "daily_video", "id": "sala", "password": "entra-na-sala", "url": "u"},
    }
    body = json.dumps(told, indent=1).encode()

    answer = await served.post(body, signed(body))

    stored = await served.stored(answer.json()["delivery_id"])
    assert b"abre-tudo" not in stored["body"]
    assert b"entra-na-sala" not in stored["body"]
    kept = json.loads(stored["body"])["payload"]
    assert "oneTimePassword" not in kept
    assert kept["videoCallData"] == {"type": "daily_video", "id": "sala", "url": "u"}
    assert stored["digest"] == sha256(body).hexdigest()
    assert "x-cal-signature-256" not in stored["headers"]


async def test_a_verified_request_asks_redis_for_a_job_and_for_nothing_else(served: Served) -> None:
    async with Redis.from_url(served.redis_url, decode_responses=True) as redis:
        await redis.config_resetstat()
        for _ in range(2):  # the second is a duplicate, and needs nobody
            await served.post(CREATED, signed(CREATED))
        signed_asks = _commands(await redis.info("commandstats"))
        await served.post(CREATED)
        asks = _commands(await redis.info("commandstats"))

    assert (signed_asks["eval"], signed_asks["zadd"]) == (1, 1)  # the asking itself
    assert "evalsha" not in signed_asks  # the limiter's way
    assert "evalsha" in asks


def _refused(why: str) -> float:
    return REGISTRY.get_sample_value("calcom_deliveries_refused_total", {"why": why}) or 0.0


def _commands(stats: dict[str, dict[str, Any]]) -> dict[str, int]:
    return {name.removeprefix("cmdstat_"): told["calls"] for name, told in stats.items()}
