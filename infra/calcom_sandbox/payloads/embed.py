"""What a page inside Cal.com's widget says to the page around it (EMBED.md, CALCOM.md G). All of it is what a browser says,
so that nobody may believe it."""

from collections.abc import Sequence
from typing import Literal

from calcom_sandbox.payloads.context import Context, Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Booking

# What became of the form that led to a booking's page.
Done = Literal["booked", "rescheduled", "cancelled"]
Message = tuple[str, Json]

BOOKER: tuple[Message, ...] = (("navigatedToBooker", {}),)
_NAMES = {"booked": "bookingSuccessful", "rescheduled": "rescheduleBookingSuccessful"}


def messages(context: Context, row: Booking, done: Done, series: Sequence[Booking] = ()) -> list[Message]:
    """What the page of a booking that was just made, moved or cancelled says: the old twin before the new one."""
    if done == "cancelled":
        # Cal.com tells the row as it was before (EMBED.md).
        return [("bookingCancelled", {**_around(context), "booking": _booking(row) | {"status": "ACCEPTED"}})]
    return [(_NAMES[done], _first(context, row)), (f"{_NAMES[done]}V2", _second(row, series))]


def _first(context: Context, row: Booking) -> Json:
    return {
        **_around(context),
        "booking": _booking(row),
        "date": with_millis(row.start),
        "duration": int(row.length.total_seconds() // 60),
        "confirmed": row.status == "ACCEPTED",
    }


def _second(row: Booking, series: Sequence[Booking]) -> Json:
    told = {
        "uid": row.uid,
        "title": row.title,
        **_times(row),
        "eventTypeId": row.event_type_id,
        "status": row.status,
        "paymentRequired": bool(row.payment) and not row.paid,
        "isRecurring": bool(series),
    }
    return told | ({"allBookings": [_times(each) for each in series]} if series else {})


def _around(context: Context) -> Json:
    organiser, event_type = context.organiser, context.event_type
    return {
        "organizer": {"name": organiser.name, "email": organiser.email, "timeZone": organiser.timeZone},
        "eventType": {"id": event_type.id, "slug": event_type.slug, "title": event_type.title},
    }


def _booking(row: Booking) -> Json:
    return {
        "id": row.id,
        "uid": row.uid,
        "title": row.title,
        "status": row.status,
        **_times(row),
        "location": row.location,
        "responses": row.responses,
        "metadata": row.metadata,
        "attendees": [{"name": person.name, "email": person.email} for person in row.attendees],
    }


def _times(row: Booking) -> Json:
    return {"startTime": with_millis(row.start), "endTime": with_millis(row.end)}
