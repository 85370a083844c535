"""Rows of which the last reading contradicts what stands here: two readings that agree settle it (DESIGN.md, rule 1)."""

from collections.abc import Collection
from datetime import datetime

from application.booked import BookedRows
from calcom_integration.reconcile.entrance import Entrance
from domain.booking.news import BookingNews, Rank
from domain.booking.row import RowStatus

# Each is a call of its own.
_LOOKS = 100


async def look_up(booked: BookedRows, listed: Collection[str], entrance: Entrance, now: datetime) -> int:
    """Read those again whose booking was not among the `listed`; how many bookings. `now` is UTC."""
    keys = await booked.doubtful(_LOOKS)
    unlisted = [key for key in keys if _uid(key) not in listed]
    gone = {uid for uid in sorted(set(map(_uid, unlisted))) if not await entrance.look_up(uid)}
    standing = await booked.by_keys([key for key in unlisted if _uid(key) in gone])
    for key, each in standing.items():
        if not each.is_open:
            await entrance.close(_gone(key, now))
    return len(set(map(_uid, unlisted)))


def _gone(key: str, now: datetime) -> BookingNews:
    """The reading that a closed row is unknown there by now: it is not in doubt any more. An open one is left to a person (see
    `absent`)."""
    uid, _, seat = key.partition("/")
    closed = RowStatus.CANCELLED
    return BookingNews(
        uid=uid, seat=seat or None, rank=Rank.READ_BACK, creates=False, status=closed, read_at=now
    )


def _uid(key: str) -> str:
    return key.partition("/")[0]
