"""What the far side's list was read to say, and when (rules 1 and 4).

A reading proves little alone: clocks differ, and news may leave before it is written. Two that agree, far enough apart, are
a word of the first one's time. Of all readings only those are kept that may still be one of such two, so that joining and
keeping give the same in any order.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from domain.booking.status import RowStatus, Saying

APART = timedelta(seconds=180)
# Of how many writes of a row the readings are kept: the newest ones.
_WRITES = 8

Seen = frozenset[datetime]
# What was read of the status: the status, and when the far side wrote the row last (NEVER where it did not say).
StatusRead = Mapping[tuple[RowStatus, datetime], Seen]
# What was read of a person's absence: the e-mail address, and whether the person was absent.
AbsenceRead = Mapping[tuple[str, bool], Seen]
Claim = TypeVar("Claim", bound=Hashable)


def settled(seen: Seen) -> datetime | None:
    """The latest reading that a later one agrees with, far enough after it."""
    last = max(seen)
    return max((at for at in seen if last - at >= APART), default=None)


def join_readings(
    one: Mapping[Claim, Seen], other: Mapping[Claim, Seen], order: Callable[[Claim], Any]
) -> dict[Claim, Seen]:
    """The readings of both, by claim in the given order, without those that can settle nothing any more."""
    both = sorted({*one, *other}, key=order)
    return {claim: _needed(one.get(claim, _NONE) | other.get(claim, _NONE)) for claim in both}


def newest_writes(readings: StatusRead) -> StatusRead:
    """The readings of the newest writes of a row."""
    kept = sorted(readings, key=lambda claim: (claim[1], claim[0]))[-_WRITES:]
    return readings if len(kept) == len(readings) else {claim: readings[claim] for claim in kept}


def read_last(readings: StatusRead) -> RowStatus | None:
    """The status that was read last; None where none was."""
    found = ((max(seen), written, status) for (status, written), seen in readings.items())
    last = max(found, default=None)
    return last[2] if last else None


def status_settled(readings: StatusRead) -> Saying | None:
    """The last word that two readings are."""
    words = ((settled(seen), status) for (status, _), seen in readings.items())
    return max(((at, status) for at, status in words if at is not None), default=None)


_NONE: Seen = frozenset()


def _needed(seen: Seen) -> Seen:
    last, first = max(seen), settled(seen)
    return frozenset(at for at in seen if at == first or last - at < APART)
