"""What can still be booked (CALCOM.md D4), version 2024-09-04."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, PlainValidator
from pydantic_core import PydanticCustomError

from calcom_sandbox.api_v2.access import SLOTS, Version
from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.catalogue import EventType
from calcom_sandbox.orders import TimeZone
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.slots import open_slots
from calcom_sandbox.web.parts import Box

router = APIRouter()
_LONGEST = timedelta(days=366)


def _moment(value: Any) -> date | datetime:
    """A UTC day, or an instant."""
    text = str(value)
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("isIso8601", "must be a valid ISO 8601 date") from None


Moment = Annotated[date | datetime, PlainValidator(_moment)]


class SlotsQuery(BaseModel):
    """Which slots: of one event type, by id or by slug and user, from `start` to `end` inclusive."""

    start: Moment
    end: Moment
    eventTypeId: int | None = None
    eventTypeSlug: str | None = None
    username: str | None = None
    timeZone: TimeZone = "UTC"
    format: Literal["time", "range"] = "time"
    bookingUidToReschedule: str | None = None


@router.get("/slots", dependencies=[Depends(Version(SLOTS))])
async def slots(box: Box, query: Annotated[SlotsQuery, Query()]) -> Json:
    """The free starts by day of the zone asked for, without a key; no `status` before `data`, as recorded."""
    event_type = _event_type(box, query)
    zone, days = ZoneInfo(query.timeZone), dict[str, list[Json]]()
    taken = [row for row in box.store.at(event_type.id) if row.uid != query.bookingUidToReschedule]
    for start in _free(box, event_type, query, taken):
        local = start.astimezone(zone)
        entry = _entry(event_type, start, zone, query.format, taken)
        days.setdefault(local.date().isoformat(), []).append(entry)
    return {"data": days, "status": "success"}


def _event_type(box: Sandbox, query: SlotsQuery) -> EventType:
    mine = query.username == box.catalogue.organiser.username
    for each in box.catalogue.event_types:
        if each.id == query.eventTypeId or (mine and each.slug == query.eventTypeSlug):
            return each
    raise ApiError(404, f"Event Type with ID={query.eventTypeId} does not exist")


def _free(box: Sandbox, event_type: EventType, query: SlotsQuery, taken: list[Booking]) -> Iterator[datetime]:
    first, last = _instant(query.start, time.min), _instant(query.end, time.max)
    if last - first > _LONGEST:
        raise ApiError(400, "The range of slots must not be longer than a year")
    day = first.astimezone(event_type.zone).date()
    near = [row for row in taken if row.end > first and row.start <= last + timedelta(days=1)]
    while day <= last.astimezone(event_type.zone).date():
        for start in open_slots(event_type, day, near, box.now(), with_full=box.line.is_2026):
            if first <= start <= last:
                yield start
        day += timedelta(days=1)


def _instant(moment: date | datetime, edge: time) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, edge, UTC)


def _entry(event_type: EventType, start: datetime, zone: ZoneInfo, form: str, taken: list[Booking]) -> Json:
    end = start + timedelta(minutes=event_type.length)
    spelled = {"start": _spelled(start, zone)} | ({"end": _spelled(end, zone)} if form == "range" else {})
    return spelled | (_seats(event_type.seats, start, taken) if event_type.seats else {})


def _seats(total: int, start: datetime, taken: list[Booking]) -> Json:
    row = next((row for row in taken if row.start == start), None)
    booked = len(row.seats) if row else 0
    counts: Json = {"seatsBooked": booked, "seatsRemaining": max(total - booked, 0), "seatsTotal": total}
    return counts | ({"bookingUid": row.uid} if row else {})


def _spelled(instant: datetime, zone: ZoneInfo) -> str:
    """With the zone's offset, and `Z` for UTC (S-61, S-75)."""
    return instant.astimezone(zone).isoformat(timespec="milliseconds").replace("+00:00", "Z")
