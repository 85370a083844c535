"""The parts on Redis, against a real one, and without one."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from entrypoints.stack.ports import free_port
from infrastructure.rate_limiter import SharedRateLimiter
from infrastructure.redis import Heartbeat, connect, ping
from tests.serving import WAIT

MINUTE = timedelta(minutes=1)


@pytest.fixture
def nowhere() -> str:
    """The URL of a Redis that is not there."""
    return f"redis://127.0.0.1:{free_port()}/0"


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


async def test_the_heartbeat_ends_by_itself(redis: Redis) -> None:
    heart = Heartbeat(redis, ttl=timedelta(seconds=30))
    assert not await heart.is_alive()
    await heart.beat({"push"})
    assert await heart.is_alive()
    assert [await heart.has_taken(kind) for kind in ("push", "import")] == [True, False]
    for key, seconds in (("worker:heartbeat", 30), ("worker:taken:push", 120)):
        assert seconds / 2 < await redis.ttl(key) <= seconds


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
