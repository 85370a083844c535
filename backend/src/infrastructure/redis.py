"""The one door to Redis: its clients, and the worker's heartbeat. Redis holds nothing that is missed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from typing import Any, TypeVar, cast

from redis.asyncio import ConnectionPool
from redis.asyncio import Redis as Redis
from redis.asyncio.client import Pipeline
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import ReadOnlyError, RedisError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from domain.errors import Unavailable
from infrastructure.timings import timed_redis

PATIENCE = 0.25  # seconds that the webhook's answer, and whatever else a person waits for, may wait for Redis
# Seconds for one exchange that no answer waits for: over TLS and to another region the first one alone takes longer than that.
UNHURRIED = 1.5
_TRIES = 2  # before a server is called away; both together end within what `/health/ready` gives each part
# How Redis is found to be away: every caller goes on without it.
LOST = (RedisError, OSError)
_BETWEEN = 0.25  # seconds
_HEARTBEAT = "worker:heartbeat"
_TAKEN = "worker:taken:"
_LATELY = 4  # heartbeats' lives: what takes long says so only at its end
_WAITING = frozenset({"xread"})
T = TypeVar("T")


class _LeavesReplicas:
    """A connection that is closed by the answer READONLY: its server was demoted, and the next one to be made looks the
    primary up by its name."""

    async def read_response(self, *args: Any, **options: Any) -> Any:
        connection = cast(AbstractConnection, super())
        try:
            return await connection.read_response(*args, **options)
        except ReadOnlyError as error:
            await connection.disconnect(nowait=True)
            raise ConnectionLost("the server is a replica now") from error


def _leaving_replicas(pool: ConnectionPool) -> ConnectionPool:
    kind = pool.connection_class
    pool.connection_class = type(kind.__name__, (_LeavesReplicas, kind), {})
    return pool


class _TimedRedis(Redis):
    """Bounds every command as a whole (the client's own time-outs make a task for each). Tells the metrics how long it took;
    one that waits for something to happen tells nothing by that."""

    patience: float

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        name = str(args[0]).split()[0].lower()
        with nullcontext() if name in _WAITING else timed_redis(name):
            async with asyncio.timeout(self.patience):
                return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # the client's is bare


def connect(url: str, patience: float = PATIENCE, *, is_text: bool = True) -> Redis:
    """A lazy pool of connections that gives up after `patience` seconds. Answers are text, or bytes."""
    pool = ConnectionPool.from_url(url, decode_responses=is_text)
    redis = cast(_TimedRedis, _TimedRedis.from_pool(_leaving_replicas(pool)))
    redis.patience = patience
    return redis


@retry(
    stop=stop_after_attempt(_TRIES),
    wait=wait_fixed(_BETWEEN),
    retry=retry_if_exception_type(LOST),
    reraise=True,
)
async def _asked(redis: Redis, question: Callable[[Redis], Awaitable[T]]) -> T:
    """The answer to what may be asked twice, over the connections of `redis` but without its hurry. Raises one of LOST."""
    unhurried = _TimedRedis(connection_pool=redis.connection_pool)
    unhurried.patience = UNHURRIED
    return await question(unhurried)


@asynccontextmanager
async def one_exchange(redis: Redis, operation: str) -> AsyncIterator[Pipeline]:
    """Takes commands, and sends them together when the block ends: within UNHURRIED, and timed under the name `operation`."""
    pipeline = redis.pipeline(transaction=False)
    yield pipeline
    with timed_redis(operation):
        async with asyncio.timeout(UNHURRIED):
            await pipeline.execute()


def connection_pool(url: str, patience: float = PATIENCE) -> ConnectionPool:
    """A lazy pool for a library that brings its own client."""
    pool = ConnectionPool.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)
    return _leaving_replicas(pool)


async def ping(redis: Redis) -> bool:
    """Whether Redis answers, if only slowly; False after some seconds at most."""
    try:
        return bool(await _asked(redis, lambda client: client.ping()))
    except LOST:
        return False


class Heartbeat:
    """A worker says that it lives, and what kinds of work it took lately; silence longer than `ttl` means that none does."""

    def __init__(self, redis: Redis, ttl: timedelta = timedelta(seconds=30)) -> None:
        self._redis, self._ttl = redis, ttl

    async def beat(self, taken: Collection[str] = ()) -> None:
        """`taken`: the kinds of which something was taken since the last beat. Raises Unavailable without Redis."""
        try:
            await _set(self._redis, _HEARTBEAT, self._ttl)
            for kind in taken:
                await _set(self._redis, _TAKEN + kind, _LATELY * self._ttl)
        except LOST as error:
            raise Unavailable from error

    async def has_taken(self, kind: str) -> bool:
        """Whether some worker took work of that kind lately. False also where Redis cannot tell."""
        return await self._has(_TAKEN + kind)

    async def is_alive(self) -> bool:
        """False also where Redis cannot tell."""
        return await self._has(_HEARTBEAT)

    async def _has(self, key: str) -> bool:
        try:
            return bool(await _asked(self._redis, lambda client: client.exists(key)))
        except LOST:
            return False


async def _set(redis: Redis, key: str, ttl: timedelta) -> None:
    await _asked(redis, lambda client: client.set(key, "1", ex=ttl))
