"""One bucket for all workers: this process's own and the one on Redis keep the same promises."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from calcom_integration.client import TokenBucket
from entrypoints.stack.ports import free_port
from infrastructure.redis import connect
from infrastructure.token_bucket import OwnTokenBucket, SharedTokenBucket

HOUR = 3600.0
LIMIT = 25  # 5 at once, then one in 180 s
GAP = 180.0


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connect(redis_url, patience=5) as redis:
        yield redis


@pytest.fixture(params=["own", "redis", "without redis"])
async def bucket(request: pytest.FixtureRequest) -> AsyncIterator[TokenBucket]:
    if request.param == "own":
        yield OwnTokenBucket(LIMIT, HOUR)
        return
    away = f"redis://127.0.0.1:{free_port()}/0"
    url = request.getfixturevalue("redis_url") if request.param == "redis" else away
    async with connect(url, patience=5) as redis:
        yield SharedTokenBucket(redis, "calcom", LIMIT, HOUR)


async def waits(bucket: TokenBucket, times: int) -> list[float]:
    return [await bucket.take(HOUR) for _ in range(times)]


async def test_a_fifth_at_once_and_the_rest_at_an_even_pace(bucket: TokenBucket) -> None:
    assert await waits(bucket, 5) == [0.0] * 5
    sixth, seventh = await waits(bucket, 2)
    assert 0 < sixth <= GAP
    assert GAP < seventh <= 2 * GAP


async def test_a_turn_too_far_off_is_not_given_out(bucket: TokenBucket) -> None:
    await waits(bucket, 5)
    assert await bucket.take(1.0) > 1.0
    assert await bucket.take(HOUR) <= GAP


async def test_a_pause_holds_everybody_and_ends_without_a_burst(bucket: TokenBucket) -> None:
    await bucket.pause(1000.0)
    await bucket.pause(10.0)
    first, second = await waits(bucket, 2)
    assert 1000.0 - GAP < first <= 1000.0
    assert first + GAP / 2 < second <= 1000.0 + GAP


async def test_no_window_holds_more_than_the_limit() -> None:
    now = [0.0]
    bucket = OwnTokenBucket(100, 60.0, lambda: now[0])
    given: list[float] = []
    for _ in range(400):
        wait = await bucket.take(HOUR)
        now[0] += wait
        given.append(now[0])
    assert max(sum(start <= at < start + 60 for at in given) for start in given) <= 100


async def test_processes_share_it(redis: Redis) -> None:
    one, other = (SharedTokenBucket(redis, "calcom", LIMIT, HOUR) for _ in range(2))
    assert await waits(one, 3) + await waits(other, 2) == [0.0] * 5
    assert await one.take(HOUR) > 0
    await other.pause(2000.0)
    assert await one.take(HOUR) > 1000.0
    assert await SharedTokenBucket(redis, "other", LIMIT, HOUR).take(HOUR) == 0.0


async def test_it_leaves_nothing_behind_once_it_is_full(redis: Redis) -> None:
    await SharedTokenBucket(redis, "calcom", LIMIT, HOUR).take(HOUR)
    [key] = await redis.keys("*")
    assert 0 < await redis.pttl(key) <= GAP * 1000


async def test_it_tells_how_many_turns_are_left_at_once(bucket: TokenBucket) -> None:
    assert await bucket.left() == 5
    await waits(bucket, 3)
    assert await bucket.left() == 2
    await waits(bucket, 3)
    assert await bucket.left() == 0
    await bucket.pause(1000.0)
    assert await bucket.left() == 0
