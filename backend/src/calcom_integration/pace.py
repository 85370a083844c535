"""The rate at which signed deliveries are worked off: a leaky bucket in this process, without a round trip."""

from datetime import datetime, timedelta


class Pace:
    """Deliveries above `per_second` (averaged over one second's worth) get a later turn, never a refusal."""

    def __init__(self, per_second: float) -> None:
        self._gap = timedelta(seconds=1 / per_second)
        self._burst = timedelta(seconds=1)
        self._next: datetime | None = None

    def turn(self, now: datetime) -> datetime:
        """When (UTC) a delivery that arrives at `now` is due: `now` itself while the rate holds."""
        level = max(self._next or now, now)
        self._next = level + self._gap
        return now if level - now < self._burst else level - self._burst
