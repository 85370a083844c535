"""Instants and their projection at the unit: the one place where a date and an hour come from an instant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "America/Sao_Paulo"
# No honest day or instant is outside; at the edges of the calendar there is no instant in every zone.
YEARS = range(1970, 2200)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A visit's true time: two aware UTC instants."""

    inicio: datetime
    fim: datetime


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The IANA zone `name`, or the clinic's default where the name is unknown (Cal.com does not validate zones: CALCOM.md F)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(DEFAULT_ZONE)


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone's."""
    return zone(name).key == name


def projection(instant: datetime, fuso: str) -> tuple[date, str]:
    """The local date and `HH:MM` of a UTC `instant` in the zone `fuso`."""
    local = instant.astimezone(zone(fuso))
    return local.date(), local.strftime("%H:%M")


def local_day(instant: datetime, fuso: str) -> date:
    """The date alone, in a quarter of the time: for thousands of instants."""
    return instant.astimezone(zone(fuso)).date()


def instant(day: date, hour: str, fuso: str) -> datetime:
    """The UTC instant of local `day` and `hour` (`HH:MM`) in `fuso`; of a repeated hour the first, a skipped one moves on."""
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=zone(fuso)).astimezone(UTC)
