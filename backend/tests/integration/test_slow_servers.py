"""A server that is only slow is not called away, except a Redis by what may not wait for it: the webhook's answer."""

import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient
from redis.asyncio import Redis

from application.ports import Changed
from domain.errors import Unavailable
from entrypoints.stack.ports import HOST, free_port
from infrastructure.change_stream import StreamPublisher
from infrastructure.queue import ArqJobQueue, drop_old_queue
from infrastructure.redis import PATIENCE, UNHURRIED, Heartbeat, connect, ping
from tests.certificates import certificates
from tests.deliveries import sent
from tests.serving import SECRET, WAIT, WEBHOOK, application, eventually, settings_of, signed, worker_at_work
from tests.slow_link import slow_link

# Longer than the webhook waits, well within what the others give one exchange.
SLOW = 2 * PATIENCE
assert SLOW < UNHURRIED / 2


def each_time(_connection: int) -> float:
    return SLOW


def only_at_first(connection: int) -> float:
    """The first connection carries nothing for longer than one exchange may take: only another try finds the server."""
    return 600 if connection == 0 else 0


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connect(redis_url, WAIT) as redis:
        yield redis


@pytest.fixture(params=[each_time, only_at_first])
async def slow_url(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[str]:
    async with slow_link(redis_url, request.param) as url:
        yield url


@pytest.fixture(params=["refuses", "is silent"])
def dead_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with socket.socket() as silent:
        port = free_port()
        if request.param == "is silent":
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            silent.bind((HOST, port))
            silent.listen(50)
        yield f"redis://{HOST}:{port}/0"


@asynccontextmanager
async def hurried(url: str) -> AsyncIterator[Redis]:
    """As the API connects: readiness and health ask over the connections whose commands the webhook waits for."""
    async with connect(url, PATIENCE) as redis:
        yield redis


async def test_a_slow_redis_answers(slow_url: str) -> None:
    async with hurried(slow_url) as redis:
        assert await ping(redis)


async def test_a_slow_redis_hears_and_knows_the_heartbeat(slow_url: str, redis: Redis) -> None:
    async with hurried(slow_url) as slow:
        await Heartbeat(slow).beat()
    assert await Heartbeat(redis).is_alive()
    async with hurried(slow_url) as slow:
        assert await Heartbeat(slow).is_alive()


async def test_a_dead_redis_is_away(dead_url: str) -> None:
    async with hurried(dead_url) as dead:
        assert not await ping(dead)
        assert not await Heartbeat(dead).is_alive()
        with pytest.raises(Unavailable):
            await Heartbeat(dead).beat()


async def test_readiness_misses_nothing_behind_a_slow_link(
    mongodb_url: str, database_name: str, redis_url: str, redis: Redis
) -> None:
    await Heartbeat(redis).beat()
    async with (
        slow_link(redis_url, each_time) as url,
        application(settings_of(mongodb_url, database_name, url), PATIENCE) as client,
    ):
        answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["missing"]) == (200, [])


async def test_readiness_names_a_dead_redis(mongodb_url: str, database_name: str, dead_url: str) -> None:
    async with application(settings_of(mongodb_url, database_name, dead_url), PATIENCE) as client:
        answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["missing"]) == (503, ["redis", "worker"])


async def test_the_webhooks_answer_does_not_wait_for_a_slow_redis(redis_url: str, redis: Redis) -> None:
    async with slow_link(redis_url, each_time) as url:
        queue = ArqJobQueue(url, PATIENCE)
        assert not await queue.enqueue("work", 1)
        await queue.close()
    assert await redis.keys("coleta:jobs:*") == []


async def test_a_sweep_does(redis_url: str, redis: Redis) -> None:
    async with slow_link(redis_url, each_time) as url:
        queue = ArqJobQueue(url, UNHURRIED)
        assert await queue.enqueue("work", 1)
        await queue.close()
    assert await redis.keys("coleta:jobs:*")


async def test_changes_are_told_over_a_slow_link(slow_url: str, redis: Redis) -> None:
    async with hurried(slow_url) as slow:
        publisher = StreamPublisher(slow)
        await publisher.publish(Changed("a1", 1, "entrega"))

        async def is_there() -> bool:
            return bool(await redis.xlen("appointment_changes"))

        await eventually(is_there)
        await publisher.settled()


async def test_a_worker_starts_over_a_slow_link_and_works_off_what_the_webhook_could_not_ask_for(
    mongodb_url: str, database_name: str, redis_url: str, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", SECRET)
    body = sent("created__plain_secret").body
    async with slow_link(redis_url, each_time) as url:
        settings = settings_of(mongodb_url, database_name, url, demo_accounts=True)
        async with application(settings, PATIENCE) as client:
            answer = await client.post(WEBHOOK, content=body, headers=signed(body))
            assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
            async with worker_at_work(settings), AsyncMongoClient[dict[str, object]](mongodb_url) as mongo:

                async def is_done() -> bool:
                    return (
                        await mongo[database_name]["calcom_deliveries"].count_documents({"state": "done"})
                        == 1
                    )

                await eventually(Heartbeat(redis).is_alive)
                await eventually(is_done)


async def test_a_start_waits_for_a_mongodb_that_is_slow_at_first(
    mongodb_url: str, database_name: str, redis_url: str
) -> None:
    """The driver gives up on a first connection that carries nothing, and the start does not."""
    async with (
        slow_link(mongodb_url, only_at_first) as url,
        application(settings_of(url, database_name, redis_url)) as client,
    ):
        assert (await client.get("/health/live")).status_code == 200


async def test_a_worker_is_given_time_to_connect_over_tls(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certificates(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.authority))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(made.good)
    more_than_a_second = 1.5
    async with (
        slow_link(redis_url, lambda _: 0, tls) as near,
        slow_link(near, lambda _: more_than_a_second) as url,
    ):
        await drop_old_queue(url.replace("redis://", "rediss://"))
