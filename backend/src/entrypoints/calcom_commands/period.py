"""Days on the command line: a day is the clinic's, from midnight to midnight."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """UTC; `end` is excluded. None is open."""

    start: datetime | None
    end: datetime | None


def period(first: datetime | None, last: datetime | None, zone: str) -> Period:
    """From the beginning of the day `first` to the end of the day `last`, both naive dates in `zone`. Raises ValueError where
    the last day is before the first."""
    if first and last and last < first:
        raise ValueError("the last day is before the first")
    return Period(_midnight(first, zone), _midnight(last + timedelta(days=1), zone) if last else None)


def _midnight(day: datetime | None, zone: str) -> datetime | None:
    return day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if day else None
