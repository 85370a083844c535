"""All rows of a list that moves while it is read: offsets skip a row where an earlier one changes its place."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from calcom_integration.client.filters import BookingFilter
from calcom_integration.dto.row import BookingRow

TAKE = 250  # the most that Cal.com gives (CALCOM.md D3)
_PASSES = 3


@dataclass(frozen=True, slots=True)
class BookingPage:
    """One page of a list; `total` counts the rows of all pages."""

    rows: tuple[BookingRow, ...]
    total: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a list: each uid once, as last seen, in the order of first sight. Where not `is_complete`, rows kept
    moving and some may be missing: conclude nothing from an absence."""

    rows: tuple[BookingRow, ...]
    pages: int
    is_complete: bool


FetchPage = Callable[[int], Awaitable[BookingPage]]


class PageReader:
    """Reads every page by `fetch(skip)`; again, up to twice, where Cal.com counts rows that were not seen. Keeps of each row
    its uid and when it was written last; `pages` counts, and `is_complete` (see `Reading`) holds once all are read."""

    def __init__(self, fetch: FetchPage, asked: BookingFilter) -> None:
        self._fetch, self._asked = fetch, asked
        self._seen: dict[str, datetime | None] = {}
        self.pages = 0
        self.is_complete = False

    async def read(self) -> AsyncIterator[tuple[BookingRow, ...]]:
        """The rows of each page that `asked` holds, a row again only where it was written since."""
        for _ in range(_PASSES):
            totals: list[int] = []
            async for page in self._one_pass():
                totals.append(page.total)
                yield tuple(row for row in page.rows if self._is_news(row) and self._asked.holds(row))
            if min(totals) == max(totals) <= len(self._seen):
                self.is_complete = True
                return

    async def _one_pass(self) -> AsyncIterator[BookingPage]:
        """Each page; Cal.com prepares the next one while the reader is at work on this one."""
        skip = 0
        coming: asyncio.Future[BookingPage] | None = asyncio.ensure_future(self._fetch(skip))
        try:
            while coming is not None:
                page = await coming
                self.pages += 1
                skip += len(page.rows)
                has_next = page.has_next and bool(page.rows)
                coming = asyncio.ensure_future(self._fetch(skip)) if has_next else None
                yield page
        finally:
            if coming is not None:
                coming.cancel()

    def _is_news(self, row: BookingRow) -> bool:
        """Whether the row was not seen yet as it is; what it was before it moved is no news."""
        if row.uid in self._seen:
            known = self._seen[row.uid]
            if known == row.updated_at or (known and row.updated_at and row.updated_at < known):
                return False
        self._seen[row.uid] = row.updated_at
        return True


async def read_all(reader: PageReader) -> Reading:
    rows: dict[str, BookingRow] = {}
    async for page in reader.read():
        rows |= {row.uid: row for row in page}
    return Reading(tuple(rows.values()), reader.pages, reader.is_complete)
