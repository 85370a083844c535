"""What every payload needs beside the row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from calcom_sandbox.catalogue import EventType, Organiser
from calcom_sandbox.lines import Line

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """The event type booked, its organiser, the origin of the booking pages, and which Cal.com says it."""

    event_type: EventType
    organiser: Organiser
    booker_url: str
    line: Line


def utc_offset(zone: str, at: datetime) -> int:
    """Minutes east of UTC in an IANA zone at an instant (CALCOM.md F)."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
