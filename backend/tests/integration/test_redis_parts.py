"""The parts on Redis, against a real one, and without one."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from arq.connections import ArqRedis
from arq.worker import Worker, func
from redis.asyncio import Redis

from domain.errors import Unavailable
from entrypoints.stack.ports import free_port
from entrypoints.worker import PromptWorker
from infrastructure.queue import ArqJobQueue
from infrastructure.rate_limiter import SharedRateLimiter
from infrastructure.redis import Heartbeat, RedisLock, connect, ping
from tests.serving import WAIT

MINUTE = timedelta(minutes=1)


@pytest.fixture
def nowhere() -> str:
    """The URL of a Redis that is not there."""
    return f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
async def queue(redis_url: str) -> AsyncIterator[ArqJobQueue]:
    queue = ArqJobQueue(redis_url, WAIT)
    yield queue
    await queue.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connect(redis_url, WAIT) as redis:
        yield redis


@pytest.fixture
async def limiters(redis_url: str) -> AsyncIterator[list[SharedRateLimiter]]:
    """Two processes' limiters."""
    limiters = [SharedRateLimiter(redis_url, WAIT), SharedRateLimiter(redis_url, WAIT)]
    yield limiters
    for limiter in limiters:
        await limiter.close()


async def test_a_job_waits_once_under_its_id(queue: ArqJobQueue, redis_url: str) -> None:
    assert await queue.enqueue("processar", "d1", job_id="processar:d1")
    assert await queue.enqueue("processar", "d1", job_id="processar:d1")
    async with ArqRedis.from_url(redis_url) as arq:
        jobs = await arq.queued_jobs()
    assert [(job.function, job.args) for job in jobs] == [("processar", ("d1",))]


async def test_a_job_that_runs_is_not_asked_for_again_until_it_is_done(
    queue: ArqJobQueue, redis_url: str
) -> None:
    ran: list[str] = []

    async def work(ctx: dict[Any, Any], *names: Any, **_more: Any) -> None:
        ran.extend(names)
        assert await queue.enqueue("work", "while it runs", job_id="work:1")

    async with ArqRedis.from_url(redis_url) as arq:
        for name in ("first", "second"):
            assert await queue.enqueue("work", name, job_id="work:1")
            worker = Worker([func(work, name="work", keep_result=0)], redis_pool=arq, burst=True)
            await worker.main()
        assert await arq.keys("arq:job:*") == await arq.queued_jobs() == []
    assert ran == ["first", "second"]


async def test_workers_that_start_jobs_side_by_side_carry_each_out_once_and_no_more_at_once_than_they_may(
    queue: ArqJobQueue, redis_url: str
) -> None:
    ran: dict[str, list[int]] = {"one": [], "other": []}
    under_way = Counter[str]()
    most = Counter[str]()
    both_are_full = asyncio.Event()

    async def work(ctx: dict[Any, Any], number: int) -> None:
        name = ctx["name"]
        under_way[name] += 1
        most[name] = max(most[name], under_way[name])
        if under_way["one"] >= 10 and under_way["other"] >= 10:
            both_are_full.set()
        await both_are_full.wait()  # whichever is slower to begin on a busy machine
        under_way[name] -= 1
        ran[name].append(number)

    for number in range(60):
        assert await queue.enqueue("work", number)
    async with ArqRedis.from_url(redis_url) as arq:
        workers = [
            PromptWorker(
                [func(work, name="work", keep_result=0)],
                redis_pool=arq,
                burst=True,
                max_jobs=10,
                poll_delay=0.01,
                ctx={"name": name},
            )
            for name in ran
        ]
        await asyncio.gather(*(worker.main() for worker in workers))
    assert sorted([*ran["one"], *ran["other"]]) == list(range(60))
    assert most == {"one": 10, "other": 10}


async def test_without_redis_a_job_is_refused_and_not_tried_again_at_once(nowhere: str) -> None:
    queue = ArqJobQueue(nowhere)
    assert not await queue.enqueue("processar", "d1")
    assert not await queue.enqueue("processar", "d2")
    await queue.close()


async def test_the_limit_is_shared_by_processes_and_counts_each_key(
    limiters: list[SharedRateLimiter],
) -> None:
    one, other = limiters
    assert await one.hit("entrar", "ana", 2, MINUTE) is None
    assert await other.hit("entrar", "ana", 2, MINUTE) is None
    wait = await one.hit("entrar", "ana", 2, MINUTE)
    assert wait is not None
    assert 0 < wait <= 60
    assert await one.hit("entrar", "bia", 2, MINUTE) is None
    assert await one.hit("sair", "ana", 2, MINUTE) is None


async def test_a_forgotten_key_begins_anew(limiters: list[SharedRateLimiter]) -> None:
    limiter = limiters[0]
    await limiter.hit("entrar", "ana", 1, MINUTE)
    await limiter.forget("entrar", "ana", 1, MINUTE)
    assert await limiter.hit("entrar", "ana", 1, MINUTE) is None


async def test_without_redis_a_process_limits_by_itself(nowhere: str) -> None:
    limiter = SharedRateLimiter(nowhere)
    assert await limiter.hit("entrar", "ana", 1, MINUTE) is None
    assert await limiter.hit("entrar", "ana", 1, MINUTE) is not None


async def test_a_lock_has_one_holder(redis: Redis) -> None:
    lock = RedisLock(redis)
    async with (
        lock.hold("rodada", MINUTE) as first,
        lock.hold("rodada", MINUTE) as second,
        lock.hold("outra", MINUTE) as other,
    ):
        assert (first, second, other) == (True, False, True)
    async with lock.hold("rodada", MINUTE) as again:
        assert again


async def test_a_lost_lock_does_not_break_the_body(redis: Redis) -> None:
    async with RedisLock(redis).hold("rodada", MINUTE) as held:
        await redis.flushdb()
    assert held


async def test_without_redis_nobody_holds_a_lock(nowhere: str) -> None:
    with pytest.raises(Unavailable):
        async with RedisLock(connect(nowhere)).hold("rodada", MINUTE):
            pytest.fail("the lock was not held")


async def test_the_heartbeat_ends_by_itself(redis: Redis) -> None:
    heart = Heartbeat(redis, ttl=timedelta(seconds=30))
    assert not await heart.is_alive()
    await heart.beat()
    assert await heart.is_alive()
    assert 0 < await redis.ttl("worker:heartbeat") <= 30


async def test_ping(redis: Redis, nowhere: str) -> None:
    assert await ping(redis)
    assert not await ping(connect(nowhere))
    assert not await Heartbeat(connect(nowhere)).is_alive()


async def test_a_redis_that_hangs_holds_nobody_up_and_mixes_no_answers(redis: Redis, redis_url: str) -> None:
    await redis.set("one", "1")
    async with connect(redis_url) as hurried, Redis(connection_pool=hurried.connection_pool) as unhurried:
        await redis.client_pause(5000)
        with pytest.raises(TimeoutError):
            await hurried.get("one")
        assert [await unhurried.get("two"), await unhurried.get("one")] == [None, "1"], "once it goes on"
