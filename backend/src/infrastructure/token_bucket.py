"""A token bucket that all processes share, kept in Redis as one number; this process's own where Redis is away.

It is the generic cell rate algorithm: all that is kept is the instant at which the bucket will be full again. In any window
of `per` seconds at most `limit` turns are given: a fifth of them at once, the rest at an even pace.
"""

import math
import time
from collections.abc import Awaitable, Callable
from typing import cast

from infrastructure.redis import LOST, Redis

_REST = 1.0  # seconds without a try after a failure

_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1e6
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local gap, slack, patience = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local wait = math.max(full - slack - now, 0)
if wait <= patience then
  redis.call('SET', KEYS[1], string.format('%.6f', full + gap), 'PX', math.ceil((full + gap - now) * 1000))
end
return string.format('%.6f', wait)
"""
_UNTIL_FULL = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1e6
return string.format('%.6f', math.max(tonumber(redis.call('GET', KEYS[1]) or '0') - now, 0))
"""
_PAUSE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1e6
local full = now + tonumber(ARGV[1])
if full > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.6f', full), 'PX', math.ceil((full - now) * 1000))
end
return '0'
"""


class OwnTokenBucket:
    """A bucket of this process. `limit` turns in any `per` seconds; `clock` tells seconds."""

    def __init__(self, limit: int, per: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        burst = max(limit // 5, 1)
        self.gap = per / max(limit - burst, 1)
        self.slack = self.gap * (burst - 1)
        self._clock = clock
        self._full = -math.inf

    async def take(self, patience: float) -> float:
        """Seconds until the caller's turn, which is given out only where that is at most `patience`."""
        now = self._clock()
        full = max(self._full, now)
        wait = max(full - self.slack - now, 0.0)
        if wait <= patience:
            self._full = full + self.gap
        return wait

    async def left(self) -> int:
        """How many turns would be given out at once now."""
        return self.left_until(max(self._full - self._clock(), 0.0))

    def left_until(self, seconds: float) -> int:
        """The turns that a bucket has which is full again after `seconds`."""
        return max(math.floor((self.slack - seconds) / self.gap) + 1, 0)

    async def pause(self, seconds: float) -> None:
        """Nobody has a turn for so long; after it the pace is even, without a burst."""
        self._full = max(self._full, self._clock() + seconds + self.slack)


class SharedTokenBucket:
    """The bucket `name` of all processes on one Redis."""

    def __init__(self, redis: Redis, name: str, limit: int, per: float = 60.0) -> None:
        self._own = OwnTokenBucket(limit, per)
        self._key = f"bucket:{name}"
        self._redis = redis
        self._resting_until = 0.0

    async def take(self, patience: float) -> float:
        """Seconds until the caller's turn, which is given out only where that is at most `patience`."""
        shared = await self._run(_TAKE, self._own.gap, self._own.slack, patience)
        return await self._own.take(patience) if shared is None else shared

    async def left(self) -> int:
        """How many turns would be given out at once now."""
        seconds = await self._run(_UNTIL_FULL)
        return await self._own.left() if seconds is None else self._own.left_until(seconds)

    async def pause(self, seconds: float) -> None:
        """Nobody has a turn for so long; after it the pace is even, without a burst."""
        await self._own.pause(seconds)  # in case Redis goes away meanwhile
        await self._run(_PAUSE, seconds + self._own.slack)

    async def _run(self, script: str, *numbers: float) -> float | None:
        """The script's number, or None without Redis."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            answer = await cast(Awaitable[str], self._redis.eval(script, 1, self._key, *map(str, numbers)))
        except LOST:
            self._resting_until = time.monotonic() + _REST
            return None
        return float(answer)
