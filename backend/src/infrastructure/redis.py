"""The one door to Redis: its clients, locks, the worker's heartbeat. Redis holds nothing that is missed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import timedelta
from typing import Any

from redis.asyncio import ConnectionPool
from redis.asyncio import Redis as Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import LockError, RedisError

from domain.errors import Unavailable
from infrastructure.timings import timed_redis

PATIENCE = 0.25  # seconds that a request may wait for Redis
# How Redis is found to be away: every caller goes on without it.
LOST = (RedisError, OSError)
_HEARTBEAT = "worker:heartbeat"
_WAITING = frozenset({"xread"})


class _TimedRedis(Redis):
    """Bounds every command as a whole (the client's own time-outs make a task for each). Tells the metrics how long it took;
    one that waits for something to happen tells nothing by that."""

    patience: float

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        name = str(args[0]).split()[0].lower()
        with nullcontext() if name in _WAITING else timed_redis(name):
            async with asyncio.timeout(self.patience):
                return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # the client's is bare


def connect(url: str, patience: float = PATIENCE) -> Redis:
    """A lazy pool of connections that gives up after `patience` seconds. Answers are text."""
    redis: _TimedRedis = _TimedRedis.from_url(url, decode_responses=True)
    redis.patience = patience
    return redis


@asynccontextmanager
async def one_exchange(redis: Redis, operation: str) -> AsyncIterator[Pipeline]:
    """Takes commands, and sends them together when the block ends: bounded as a request's command is, and told to the metrics
    by the name `operation`."""
    pipeline = redis.pipeline(transaction=False)
    yield pipeline
    with timed_redis(operation):
        async with asyncio.timeout(PATIENCE):
            await pipeline.execute()


def connection_pool(url: str, patience: float = PATIENCE) -> ConnectionPool:
    """A lazy pool for a library that brings its own client."""
    return ConnectionPool.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)


async def ping(redis: Redis) -> bool:
    try:
        return bool(await redis.ping())
    except LOST:
        return False


class RedisLock:
    """Implements the port Lock. A holder that dies lets go after the ttl; one that is slower than that has lost it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @asynccontextmanager
    async def hold(self, name: str, ttl: timedelta) -> AsyncIterator[bool]:
        """Hold a named lock for the body; False where somebody else holds it. Raises Unavailable without Redis."""
        lock = self._redis.lock(f"lock:{name}", timeout=ttl.total_seconds(), blocking=False)
        try:
            held = await lock.acquire()
        except LOST as error:
            raise Unavailable from error
        try:
            yield held
        finally:
            if held:
                # Expired, or Redis went away: either way it is not ours any more.
                with suppress(LockError, *LOST):
                    await lock.release()


class Heartbeat:
    """A worker says that it lives; silence longer than `ttl` means that none does."""

    def __init__(self, redis: Redis, ttl: timedelta = timedelta(seconds=30)) -> None:
        self._redis, self._ttl = redis, ttl

    async def beat(self) -> None:
        """Raises Unavailable without Redis."""
        try:
            await self._redis.set(_HEARTBEAT, "1", ex=self._ttl)
        except LOST as error:
            raise Unavailable from error

    async def is_alive(self) -> bool:
        """False also where Redis cannot tell."""
        try:
            return bool(await self._redis.exists(_HEARTBEAT))
        except LOST:
            return False
