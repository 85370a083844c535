"""Which day it is, in every zone at once: a listing's scope is local to each appointment's unit. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from domain.slots import zone

_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class LocalToday:
    """The days that are "today" somewhere, with the zones where it is that day, the earliest first."""

    zones: tuple[tuple[date, tuple[str, ...]], ...]

    @property
    def earliest(self) -> date:
        return self.zones[0][0]

    @property
    def latest(self) -> date:
        return self.zones[-1][0]

    def after(self, day: date) -> list[str]:
        """Zones where `day` is over."""
        return [name for today, names in self.zones if today > day for name in names]

    def not_after(self, day: date) -> list[str]:
        """Zones where `day` is today or still to come."""
        return [name for today, names in self.zones if today <= day for name in names]

    @property
    def disputed(self) -> list[date]:
        """Days that are past in some zones and not in others."""
        return [day for day, _ in self.zones[:-1]]


def local_today(now: datetime) -> LocalToday:
    """`now` is an aware instant. Zones change their day on a quarter of an hour only, so that is how often it is computed."""
    return _at(now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % _QUARTER)


@lru_cache(maxsize=8)
def _at(instant: datetime) -> LocalToday:
    days: dict[date, list[str]] = {}
    for name in sorted(available_timezones()):
        days.setdefault(instant.astimezone(zone(name)).date(), []).append(name)
    return LocalToday(tuple((day, tuple(names)) for day, names in sorted(days.items())))
