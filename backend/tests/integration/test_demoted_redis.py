"""A Redis that was demoted, or is set up unfit: left by everybody who writes to it, and named by the doctor."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from application.jobs import Job
from application.ports import Changed
from entrypoints.job_runner import JobRunner
from entrypoints.stack import servers
from entrypoints.stack.part import Part
from entrypoints.stack.ports import free_port
from infrastructure.change_stream import StreamPublisher
from infrastructure.queue import ArqJobQueue
from infrastructure.rate_limiter import SharedRateLimiter
from infrastructure.redis import LOST, Heartbeat, connect
from infrastructure.redis_faults import redis_faults
from infrastructure.token_bucket import SharedTokenBucket
from tests.embedded import embedded
from tests.serving import WAIT, eventually

MINUTE = timedelta(minutes=1)


@pytest.fixture
def own_redis_url(tmp_path: Path) -> Iterator[str]:
    """A server of this test alone, for it is set up otherwise and demoted."""
    with embedded(servers.redis, tmp_path) as part:
        yield part.url


@pytest.fixture
async def admin(own_redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(own_redis_url, decode_responses=True) as admin:
        yield admin


async def demote(admin: Redis) -> None:
    """Make it the replica of a server that is not there."""
    await admin.replicaof("127.0.0.1", "1")


async def connections(admin: Redis) -> int:
    """How many there are beside the test's own."""
    return len(await admin.client_list()) - 1


async def test_everybody_who_writes_leaves_a_demoted_server_and_finds_the_primary_by_its_name(
    own_redis_url: str, admin: Redis
) -> None:
    """Here the one name leads to one server, which becomes the primary again."""
    redis, queue = connect(own_redis_url, WAIT), ArqJobQueue(own_redis_url, WAIT)
    limiter, stream = SharedRateLimiter(own_redis_url, WAIT), StreamPublisher(redis)
    bucket = SharedTokenBucket(redis, "calls", 60)
    assert await queue.enqueue("work", 1)
    await limiter.hit("entrar", "ana", 9, MINUTE)
    await redis.set("a", "1")
    assert await connections(admin) == 3

    await demote(admin)
    assert not await queue.enqueue("work", 2)
    with pytest.raises(LOST):
        await redis.set("a", "2")
    await bucket.take(0)
    await limiter.hit("entrar", "ana", 9, MINUTE)
    assert await connections(admin) == 0, "nobody keeps a connection to it"

    await admin.replicaof("NO", "ONE")
    await redis.set("a", "2")
    await Heartbeat(redis).beat()
    await stream.publish(Changed("a1", 1, "entrega"))
    await stream.settled()
    for each in (queue, limiter):
        await each.close()
    await redis.aclose()


async def test_a_worker_that_waits_for_jobs_there_waits_for_them_at_the_primary(
    own_redis_url: str, admin: Redis
) -> None:
    ran: list[int] = []

    async def work(context: dict[str, object], number: int) -> None:
        ran.append(number)

    queue = ArqJobQueue(own_redis_url, WAIT)
    runner = JobRunner(own_redis_url, [Job("work", work, at_once=1, within=MINUTE)], [], {})
    running = asyncio.create_task(runner.run(patience=1))

    async def it_waits() -> bool:
        return any("b" in each["flags"] for each in await admin.client_list())

    async def it_ran() -> bool:
        return ran == [1]

    await eventually(it_waits)
    await demote(admin)
    await admin.replicaof("NO", "ONE")
    assert await queue.enqueue("work", 1)
    await eventually(it_ran)
    runner.stop()
    await running
    await queue.close()


async def test_the_doctor_names_what_makes_a_server_unfit(own_redis_url: str, admin: Redis) -> None:
    async with connect(own_redis_url, WAIT) as redis:
        assert await redis_faults(redis) == []
        await admin.config_set("maxmemory-policy", "allkeys-lru")
        await admin.config_set("appendonly", "no")
        await demote(admin)
        faults = await redis_faults(redis)
    assert [fault.split()[0] for fault in faults] == ["é", "descarta", "não"]
    assert "allkeys-lru" in faults[1]


async def test_the_doctor_names_a_cluster(tmp_path: Path) -> None:
    def cluster(port: int, data: Path) -> Part:
        part = servers.redis(port, data)
        return Part(
            part.name,
            [*part.command, "--cluster-enabled", "yes", "--cluster-port", str(free_port())],
            part.url,
            part.ready,
            port=port,
        )

    with embedded(cluster, tmp_path) as part:
        async with connect(part.url, WAIT) as redis:
            [fault] = await redis_faults(redis)
    assert "cluster" in fault


async def test_the_doctor_names_one_that_is_away() -> None:
    async with connect("redis://127.0.0.1:1/0") as away:
        assert await redis_faults(away) == ["não responde em REDIS_URL"]
