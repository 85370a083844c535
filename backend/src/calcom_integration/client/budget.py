"""The calls that all workers may make together, so that Cal.com has no reason to refuse one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from calcom_integration.client.errors import RateLimited

Sleep = Callable[[float], Awaitable[None]]


class TokenBucket(Protocol):
    """A bucket shared by every process. Implemented outside the integration; all of it in seconds."""

    async def take(self, patience: float) -> float:
        """How long until the caller's turn. The turn is the caller's where that is at most `patience`; else it was not
        given out."""

    async def left(self) -> int:
        """How many turns would be given out at once now."""

    async def pause(self, seconds: float) -> None:
        """Nobody has a turn for so long, from now on."""


class Budget:
    """Waits for a turn, up to `patience` seconds."""

    def __init__(self, bucket: TokenBucket, patience: float, sleep: Sleep = asyncio.sleep) -> None:
        self._bucket, self._patience, self._sleep = bucket, patience, sleep

    async def turn(self) -> None:
        """Return when a call may be made. Raises RateLimited where that would take too long."""
        wait = await self._bucket.take(self._patience)
        if wait > self._patience:
            raise RateLimited(wait)
        if wait > 0:
            await self._sleep(wait)

    async def wait(self) -> float:
        """Seconds until a call may be made; no turn is given out."""
        return max(await self._bucket.take(-1), 0.0)

    async def left(self) -> int:
        """How many calls may be made at once."""
        return await self._bucket.left()

    async def pause(self, seconds: float) -> None:
        await self._bucket.pause(seconds)
