"""The clock, the queue, and what keeps processes out of each other's way."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware UTC."""


class JobQueue(Protocol):
    async def enqueue(self, name: str, *args: Any, job_id: str | None = None) -> bool:
        """Ask a worker to run `name` soon. A hint only: False where the queue is out of reach."""


class RateLimiter(Protocol):
    async def hit(self, name: str, key: str, limit: int, per: timedelta) -> int | None:
        """Count one hit; seconds to wait where `limit` per `per` is exceeded, else None."""

    async def forget(self, name: str, key: str, limit: int, per: timedelta) -> None:
        """Begin to count anew."""


class Lock(Protocol):
    def hold(self, name: str, ttl: timedelta) -> AbstractAsyncContextManager[bool]:
        """Hold a named lock for the body; False where somebody else holds it. Raises Unavailable where nobody can tell."""
