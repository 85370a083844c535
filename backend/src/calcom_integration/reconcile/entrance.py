"""How a run's rows go in: by the door, some at a time, each one's outcome told to the report."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from application.services.appointment_service import Applied
from calcom_integration.door import Door
from calcom_integration.dto.row import BookingRow
from calcom_integration.reconcile.report import Report
from calcom_integration.refresh import Refresh
from calcom_integration.run import DriftKind
from domain.booking.news import BookingNews
from domain.errors import DomainError, Unavailable
from domain.history import Actor, Cause

ACTOR = Actor("reconciliacao", "Reconciliação")
_AT_ONCE = 8

Item = TypeVar("Item")
Start = Callable[[Callable[[Item], Awaitable[None]], Item], Awaitable[None]]


@asynccontextmanager
async def few_at_once() -> AsyncIterator[Start[Any]]:
    """What begins an act on an item, as soon as there is room for it. All have ended when the body is left, also where the
    body fails; the first error of an act ends it all."""
    room = asyncio.Semaphore(_AT_ONCE)

    async def carry_out(act: Callable[[Item], Awaitable[None]], item: Item) -> None:
        try:
            await act(item)
        finally:
            room.release()

    async def start(act: Callable[[Item], Awaitable[None]], item: Item) -> None:
        await room.acquire()
        group.create_task(carry_out(act, item))

    failure: Exception | None = None
    try:
        async with asyncio.TaskGroup() as group:
            try:
                yield start
            except Exception as error:
                failure = error  # what has begun is written, woken and told before
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    if failure:
        raise failure


async def each_of(items: Iterable[Item], act: Callable[[Item], Awaitable[None]]) -> None:
    """`act` on every item, a few at once; the first error ends it all."""
    async with few_at_once() as start:
        for item in list(items):
            await start(act, item)


class Entrance:
    """What a rule of the clinic's refuses is left to a person; whatever else fails ends the run."""

    def __init__(self, door: Door, refresh: Refresh, report: Report, cause: Cause) -> None:
        self._door, self._refresh, self._report, self._cause = door, refresh, report, cause

    async def let_in(self, row: BookingRow, after: Mapping[str, str] | None = None) -> None:
        """The row as it was read; `after`: see `Door.apply_row`."""
        await self._tell(row.uid, self._let_in(row, after))

    async def refresh(self, row: BookingRow) -> None:
        """A row that was read and closes what is open here: it may have been moved."""
        await self._tell(row.uid, self._refreshed(row))

    async def look_up(self, uid: str) -> bool:
        """Whether Cal.com has the booking; what it says of it goes in."""
        is_found = True

        async def look() -> None:
            nonlocal is_found
            refreshed = await self._refresh.uid(uid, self._cause, ACTOR)
            is_found = refreshed.found
            self._told(uid, refreshed.applied, DriftKind.MOVED_ON)

        await self._tell(uid, look())
        return is_found

    async def close(self, news: BookingNews) -> None:
        """News of ours: a seat was left."""
        await self._tell(news.key, self._close(news))

    async def link(self, news: BookingNews) -> None:
        """News of ours: a seat was come to from another."""
        await self._tell(news.key, self._link(news))

    async def _let_in(self, row: BookingRow, after: Mapping[str, str] | None) -> None:
        applied = await self._door.apply_row(row, self._cause, ACTOR, after)
        for key, each in zip(row.keys, applied, strict=True):
            self._report.applied(key, each)

    async def _refreshed(self, row: BookingRow) -> None:
        refreshed = await self._refresh.row(row, self._cause, ACTOR)
        self._told(row.uid, refreshed.applied, DriftKind.DIFFERENT)

    async def _close(self, news: BookingNews) -> None:
        applied = await self._door.apply(news, self._cause, ACTOR)
        self._report.applied(news.key, applied, DriftKind.SEAT_LEFT)

    async def _link(self, news: BookingNews) -> None:
        applied = await self._door.apply(news, self._cause, ACTOR)
        self._report.applied(news.key, applied, DriftKind.MOVED_ON)

    def _told(self, uid: str, applied: Iterable[Applied], kind: DriftKind) -> None:
        """One outcome for all that was read of a booking: the one that staff see, where there is one."""
        outcomes = sorted(applied, key=lambda each: (each.is_visible, each.is_new), reverse=True)
        for first in outcomes[:1]:
            self._report.applied(uid, first, kind)

    async def _tell(self, key: str, way: Awaitable[None]) -> None:
        try:
            await way
        except Unavailable:
            raise
        except DomainError as error:
            self._report.left(key, DriftKind.UNREADABLE, None, error.code)
