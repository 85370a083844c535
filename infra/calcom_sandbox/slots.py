"""Which slots of a day can still be booked."""

from datetime import UTC, date, datetime, time, timedelta

from calcom_sandbox.catalogue import EventType
from calcom_sandbox.rows import Booking

OPENS, LAST_START = time(8, 0), time(17, 30)
DAYS_AHEAD = 14


def days(event_type: EventType, now: datetime) -> list[date]:
    """The local days on offer: today at the event type's place and the 13 after it."""
    today = now.astimezone(event_type.zone).date()
    return [today + timedelta(days=offset) for offset in range(DAYS_AHEAD)]


def day_slots(event_type: EventType, day: date) -> list[datetime]:
    """Every start of a local day, 08:00 to 17:30 there, as UTC instants."""
    start = datetime.combine(day, OPENS, event_type.zone)
    last = datetime.combine(day, LAST_START, event_type.zone)
    step, slots = timedelta(minutes=event_type.length), []
    while start <= last:
        slots.append(start.astimezone(UTC))
        start += step
    return slots


def open_slots(
    event_type: EventType, day: date, taken: list[Booking], now: datetime, *, with_full: bool = False
) -> list[datetime]:
    """The starts of `day` still to come with a place left, or `with_full` ones where people sit; `taken` are the type's open
    rows."""
    full = {row.start for row in taken if with_full and row.seats}
    return [
        start
        for start in day_slots(event_type, day)
        if start > now and (start in full or places_left(event_type, start, taken) > 0)
    ]


def places_left(event_type: EventType, start: datetime, taken: list[Booking]) -> int:
    """How many people can still book this start: 1 or 0, up to `seats` for a seated type."""
    end = start + timedelta(minutes=event_type.length)
    overlapping = [row for row in taken if row.start < end and start < row.end]
    if event_type.seats is None:
        return 0 if overlapping else 1
    if any(row.start != start for row in overlapping):
        return 0
    return event_type.seats - sum(len(row.seats) for row in overlapping)
