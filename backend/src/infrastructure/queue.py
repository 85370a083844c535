"""The job queue on Redis: for each job's name a sorted set of arguments, as JSON (docs/decisions/0013).

A job is a hint: whoever takes one takes it out, and one that is lost is found by the sweeps, for what is due stands in
MongoDB. So no entry says that a worker is at something, and a worker that dies leaves nothing behind here.
"""

import asyncio
import json
import time
from typing import Any

from infrastructure.redis import LOST, PATIENCE, connect

_REST = 1.0  # seconds without a try after a failure
_CONNECT_WITHIN = 5.0  # seconds: TLS to another region takes more than one
_PREFIX = "coleta:jobs:1:"  # the number changes with the form of what is kept
# The queue of versions that used ARQ: pickled, so it is never read. What it asked for is due in MongoDB.
_OLD = "arq:queue"


class RedisJobQueue:
    """Asks workers for jobs. Never raises, and holds the caller up for `patience` seconds at most."""

    def __init__(self, redis_url: str, patience: float = PATIENCE) -> None:
        self._redis = connect(redis_url, patience)
        self._resting_until = 0.0

    async def enqueue(self, name: str, *args: Any) -> bool:
        """Ask for job `name`; one with the same arguments that waits is enough. False where Redis did not take it."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._resting_until:
            return False
        try:
            await self._redis.zadd(_PREFIX + name, {json.dumps(args): time.time()}, nx=True)
        except LOST:
            self._resting_until = loop.time() + _REST
            return False
        return True

    async def close(self) -> None:
        await self._redis.aclose()


class RedisJobSource:
    """Where a worker takes jobs from. Every call raises one of LOST without Redis."""

    def __init__(self, redis_url: str, wait: float = 2.0) -> None:
        """`wait`: seconds after which `take` says that there is nothing."""
        self._redis, self._wait = connect(redis_url, wait + _CONNECT_WITHIN, is_text=False), wait

    async def take(self, name: str) -> list[Any] | None:
        """Take out the arguments of the job `name` that was asked for first; None where none is asked for, or where what is
        there is no list."""
        found = await self._redis.bzpopmin([_PREFIX + name], timeout=self._wait)
        return _arguments(found[1]) if found else None

    async def drop_old(self) -> None:
        """Drop what an earlier version's queue holds, unread."""
        await self._redis.unlink(_OLD)

    async def leave(self) -> None:
        """Close all connections: the next call looks the server up by its name again."""
        await self._redis.connection_pool.disconnect()

    async def close(self) -> None:
        await self._redis.aclose()


def _arguments(text: bytes) -> list[Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) else None
