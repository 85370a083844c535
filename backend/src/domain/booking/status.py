"""What was said of a row's status, and when: of each status the latest instant, a join by construction (rule 1)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import IntEnum

NEVER = datetime.min.replace(tzinfo=UTC)


class RowStatus(IntEnum):
    """Of two that were said at the same instant the higher one stands (rule 1)."""

    PENDING = 1
    ACCEPTED = 2
    REJECTED = 3
    CANCELLED = 4

    @property
    def is_open(self) -> bool:
        return self <= RowStatus.ACCEPTED


# When each status was said last (UTC).
Said = Mapping[RowStatus, datetime]
# A status with the instant at which it was said, so that the larger one of two stands.
Saying = tuple[datetime, RowStatus]


def latest(said: Said) -> Saying | None:
    """What was said last; None where nothing was."""
    return max(((at, status) for status, at in said.items()), default=None)


def join_said(one: Said, other: Said) -> dict[RowStatus, datetime]:
    """Of each status the later instant."""
    both = sorted({*one, *other})
    return {status: max(said[status] for said in (one, other) if status in said) for status in both}


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two instants, where either is known."""
    return max((at for at in (one, other) if at is not None), default=None)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two instants, where either is known."""
    return min((at for at in (one, other) if at is not None), default=None)
