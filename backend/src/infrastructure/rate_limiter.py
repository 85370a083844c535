"""Rate limits that all processes share, by the `limits` library on Redis; this process's own count where Redis is away."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from infrastructure.redis import PATIENCE, connection_pool
from infrastructure.timings import timed_redis

T = TypeVar("T")

_REST = 1.0  # seconds without a try after a failure


class SharedRateLimiter:
    """Implements the port RateLimiter with moving windows. A question waits `patience` seconds for Redis at most."""

    def __init__(self, redis_url: str, patience: float = PATIENCE) -> None:
        self._pool = connection_pool(redis_url, patience)
        storage = RedisStorage(
            redis_url,
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="limit",
            connection_pool=self._pool,  # type: ignore[arg-type]  # documented, but the annotation leaves it out
        )
        self._shared = MovingWindowRateLimiter(storage)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._resting_until = 0.0

    async def hit(self, name: str, key: str, limit: int, per: timedelta) -> int | None:
        """Count one hit; seconds to wait where `limit` per `per` is exceeded, else None."""
        item = RateLimitItemPerSecond(limit, int(per.total_seconds()))

        async def count(limiter: MovingWindowRateLimiter) -> int | None:
            if await limiter.hit(item, name, key):
                return None
            window = await limiter.get_window_stats(item, name, key)
            return max(1, math.ceil(window.reset_time - time.time()))

        return await self._ask(count)

    async def forget(self, name: str, key: str, limit: int, per: timedelta) -> None:
        item = RateLimitItemPerSecond(limit, int(per.total_seconds()))
        await self._ask(lambda limiter: limiter.clear(item, name, key))

    async def close(self) -> None:
        await self._pool.aclose()

    async def _ask(self, question: Callable[[MovingWindowRateLimiter], Awaitable[T]]) -> T:
        loop = asyncio.get_running_loop()
        if loop.time() >= self._resting_until:
            try:
                with timed_redis("limit"):
                    return await question(self._shared)
            except StorageError:
                self._resting_until = loop.time() + _REST
        return await question(self._own)
