"""What every payload needs beside the row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from calcom_sandbox.catalogue import EventType, Organiser

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """The event type booked, its organiser and the origin of the booking pages."""

    event_type: EventType
    organiser: Organiser
    booker_url: str


def utc_offset(zone: str, at: datetime) -> int:
    """Minutes east of UTC in an IANA zone at an instant (CALCOM.md F)."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
