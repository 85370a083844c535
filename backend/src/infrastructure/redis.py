"""The one door to Redis: its clients, locks, the worker's heartbeat. Redis holds nothing that is missed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import timedelta
from typing import Any, TypeVar

from redis.asyncio import ConnectionPool
from redis.asyncio import Redis as Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import LockError, RedisError
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
_WAITING = frozenset({"xread"})
T = TypeVar("T")


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
    return ConnectionPool.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)


async def ping(redis: Redis) -> bool:
    """Whether Redis answers, if only slowly; False after some seconds at most."""
    try:
        return bool(await _asked(redis, lambda client: client.ping()))
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
            await _asked(self._redis, lambda client: client.set(_HEARTBEAT, "1", ex=self._ttl))
        except LOST as error:
            raise Unavailable from error

    async def is_alive(self) -> bool:
        """False also where Redis cannot tell."""
        try:
            return bool(await _asked(self._redis, lambda client: client.exists(_HEARTBEAT)))
        except LOST:
            return False
