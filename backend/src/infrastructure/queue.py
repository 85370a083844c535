"""The one door to the job queue (ARQ is in maintenance only: a swap is this file and the worker's entry point)."""

import asyncio
from typing import Any

from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from infrastructure.timings import timed_redis

_PATIENCE = 0.25  # seconds that an answer may wait for Redis
_REST = 1.0  # seconds without a try after a failure


class ArqJobQueue:
    """Asks ARQ's workers for jobs. Never raises, and never holds the caller up: a job is only a hint (DESIGN.md, 4)."""

    def __init__(self, redis_url: str) -> None:
        self._pool = ConnectionPool.from_url(redis_url)
        self._arq = ArqRedis(self._pool)
        self._resting_until = 0.0

    async def enqueue(self, name: str, *args: Any, job_id: str | None = None) -> bool:
        """Ask for job `name`; a job of the same id that waits or runs is enough. False where Redis did not take it."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._resting_until:
            return False
        try:
            with timed_redis("enqueue"):
                # Once for the asking, once for the client's tidying up after it, which asks Redis too. The client's own
                # time-outs make a task for every command: a tenth of a webhook's cost (docs/performance.md).
                async with asyncio.timeout(2 * _PATIENCE), asyncio.timeout(_PATIENCE):
                    await self._arq.enqueue_job(name, *args, _job_id=job_id)
        except (RedisError, OSError, TimeoutError):
            self._resting_until = loop.time() + _REST
            return False
        return True

    async def close(self) -> None:
        await self._arq.aclose()
        await self._pool.aclose()
