"""The clocks: this machine's, and the one that all processes go by."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from infrastructure.mongo import Mongo
from persistence.driver_errors import driver_errors

_LEAST = timedelta(
    seconds=1
)  # a smaller difference is left alone: no instant then comes before an earlier one
_LONGEST = timedelta(seconds=2)  # an answer that took longer says too little


class _Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    """Tells whole milliseconds, the finest that MongoDB's dates keep, so that what is stored is what was told."""

    def now(self) -> datetime:
        return _whole(datetime.now(UTC))


class SharedClock:
    """This machine's clock, set by the database's where the two differ: of two workers whose clocks are minutes apart neither
    takes what the other holds (docs/decisions/0015)."""

    def __init__(self, database_time: Callable[[], Awaitable[datetime]], own: _Clock | None = None) -> None:
        self._database_time, self._own = database_time, own or SystemClock()
        self._ahead = timedelta()

    def now(self) -> datetime:
        return self._own.now() + self._ahead

    async def adjust(self) -> None:
        """Ask the database what time it is. Raises Unavailable, and then goes on as before."""
        before = self._own.now()
        told = await self._database_time()
        took = self._own.now() - before
        if took <= _LONGEST:
            ahead = told - (before + took / 2)
            self._ahead = timedelta() if abs(ahead) < _LEAST else _whole_span(ahead)


async def time_of(mongo: Mongo) -> datetime:
    """What the primary's clock says (UTC). Raises Unavailable."""
    async with driver_errors():
        hello = await mongo.database.command("hello")
    told: datetime = hello["localTime"]
    return _whole(told.replace(tzinfo=UTC))  # the driver leaves the zone out of a command's answer


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def _whole_span(span: timedelta) -> timedelta:
    return timedelta(milliseconds=span // timedelta(milliseconds=1))
