"""The one door to the job queue (ARQ is in maintenance only: a swap is this file and the worker's entry point)."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Any, cast
from uuid import uuid4

from arq.constants import default_queue_name, expires_extra_ms, job_key_prefix
from arq.jobs import serialize_job

from infrastructure.redis import LOST, PATIENCE, connect

_REST = 1.0  # seconds without a try after a failure

# What ARQ's own client does, at once: it watches the job's key, asks for it, writes and lets go, which is four exchanges and
# was a tenth of a webhook's cost (docs/performance.md). A job that waits or runs has both entries, and keeps them.
_ASK = """
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
return redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[4])
"""


class ArqJobQueue:
    """Asks ARQ's workers for jobs. Never raises, and holds the caller up for `patience` seconds at most: a job is only a hint
    (DESIGN.md, 4)."""

    def __init__(self, redis_url: str, patience: float = PATIENCE) -> None:
        self._redis = connect(redis_url, patience)
        self._resting_until = 0.0

    async def enqueue(self, name: str, *args: Any, job_id: str | None = None) -> bool:
        """Ask for job `name`; a job of the same id that waits or runs is enough. False where Redis did not take it."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._resting_until:
            return False
        try:
            await self._ask(job_id or uuid4().hex, name, args)
        except LOST:
            self._resting_until = loop.time() + _REST
            return False
        return True

    async def _ask(self, job_id: str, name: str, args: tuple[Any, ...]) -> None:
        now = time.time_ns() // 1_000_000
        job = serialize_job(name, args, {}, None, now)
        keys = (f"{job_key_prefix}{job_id}", default_queue_name)
        values: tuple[Any, ...] = (job, expires_extra_ms, now, job_id)
        await cast(Awaitable[int], self._redis.eval(_ASK, len(keys), *keys, *values))

    async def close(self) -> None:
        await self._redis.aclose()
