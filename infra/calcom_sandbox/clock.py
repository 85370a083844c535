"""The time of day, injected so that tests can hold it, and adjustable so that demonstrations can hurry."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


class RunningClock:
    """The sandbox's clock: `speed` seconds for each second of its source, from whatever moment it was set to."""

    def __init__(self, source: Clock, speed: float = 1) -> None:
        self._source, self._first_speed = source, speed
        self.reset()

    def __call__(self) -> datetime:
        """The instant it shows, UTC."""
        return self._shown + (self._source() - self._began) * self.speed

    def reset(self) -> None:
        """Show what the source shows, at the first speed."""
        self._shown = self._began = self._source()
        self.speed = self._first_speed

    def set(self, now: datetime | None = None, speed: float | None = None) -> None:
        """Show another instant, run at another speed, or both; what is None stays."""
        self._shown, self._began = now or self(), self._source()
        self.speed = self.speed if speed is None else speed
