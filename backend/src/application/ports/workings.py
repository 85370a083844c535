"""The clock, the queue, and what keeps processes out of each other's way."""

from datetime import datetime, timedelta
from typing import Any, Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware UTC."""


class JobQueue(Protocol):
    async def enqueue(self, name: str, *args: Any) -> bool:
        """Ask a worker to run `name` with these arguments (text, numbers) soon; one that waits already is enough. A hint
        only: False where the queue is out of reach."""


class RateLimiter(Protocol):
    async def hit(self, name: str, key: str, limit: int, per: timedelta) -> int | None:
        """Count one hit; seconds to wait where `limit` per `per` is exceeded, else None."""

    async def forget(self, name: str, key: str, limit: int, per: timedelta) -> None:
        """Begin to count anew."""
