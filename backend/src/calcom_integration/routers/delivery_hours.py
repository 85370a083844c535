"""Deliveries and their lag by the hour: pure."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calcom_integration.delivery import Arrival, State

HOURS = 24
_HOUR = timedelta(hours=1)
_STUCK = (State.FAILED, State.DEAD)


@dataclass(slots=True)
class Hour:
    """The deliveries that came in one hour, or in several: how many, how many ended unread, and the lags in seconds of those
    that ended well."""

    start: datetime
    received: int = 0
    stuck: int = 0
    lags: list[float] = field(default_factory=list)

    def count(self, arrival: Arrival) -> None:
        self.received += 1
        if arrival.state in _STUCK:
            self.stuck += 1
        elif arrival.processed_at is not None:
            self.lags.append(max((arrival.processed_at - arrival.received_at).total_seconds(), 0.0))


def first_hour(now: datetime) -> datetime:
    """When the first of the last 24 hours began; the one that `now` is in is the last."""
    return now.replace(minute=0, second=0, microsecond=0) - (HOURS - 1) * _HOUR


async def by_hour(arrivals: AsyncIterator[Arrival], first: datetime) -> list[Hour]:
    """The 24 hours from `first`, the empty ones too."""
    hours = [Hour(first + number * _HOUR) for number in range(HOURS)]
    async for each in arrivals:
        number = (each.received_at - first) // _HOUR
        if 0 <= number < HOURS:
            hours[number].count(each)
    return hours


def quantile(values: list[float], share: float) -> float | None:
    """The value that `share` of them do not exceed (nearest rank); None of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else None
