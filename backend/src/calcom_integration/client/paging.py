"""All rows of a list that moves while it is read: offsets skip a row where an earlier one changes its place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

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


async def read_all(fetch: FetchPage, asked: BookingFilter) -> Reading:
    """Read every page by `fetch(skip)`; again, up to twice, where Cal.com counts rows that were not seen."""
    seen: dict[str, BookingRow] = {}
    pages = 0
    for _ in range(_PASSES):
        totals = await _one_pass(fetch, seen)
        pages += len(totals)
        if min(totals) == max(totals) <= len(seen):
            return _reading(seen, asked, pages, is_complete=True)
    return _reading(seen, asked, pages, is_complete=False)


async def _one_pass(fetch: FetchPage, seen: dict[str, BookingRow]) -> list[int]:
    """The total that each page told; `seen` gains its rows."""
    totals: list[int] = []
    skip, has_next = 0, True
    while has_next:
        page = await fetch(skip)
        for row in page.rows:
            seen[row.uid] = _later(seen.get(row.uid), row)
        totals.append(page.total)
        skip += len(page.rows)
        has_next = page.has_next and bool(page.rows)
    return totals


def _later(one: BookingRow | None, other: BookingRow) -> BookingRow:
    if one is None or one.updated_at is None or other.updated_at is None:
        return other
    return other if other.updated_at >= one.updated_at else one


def _reading(seen: dict[str, BookingRow], asked: BookingFilter, pages: int, *, is_complete: bool) -> Reading:
    return Reading(tuple(row for row in seen.values() if asked.holds(row)), pages, is_complete)
