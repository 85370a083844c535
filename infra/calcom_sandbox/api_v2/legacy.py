"""Bookings in the shapes of 2024-04-15, which a missing or unknown version silently gets (CALCOM.md D2)."""

from collections.abc import Iterable
from typing import get_args

from calcom_sandbox.api_v2.listing import is_upcoming
from calcom_sandbox.payloads import people
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Booking, Status
from calcom_sandbox.sandbox import Sandbox

_PAGE = 10
# Columns of Cal.com's tables that nothing here ever fills.
_BOOKING_NEVER_SET: Json = {
    "customInputs": {},
    "isRecorded": False,
    "routedFromRoutingFormReponse": None,
    "references": [],
    "assignmentReason": [],
    "rescheduler": None,
}
_TYPE_NEVER_SET: Json = {
    "eventName": None,
    "metadata": {},
    "disableGuests": False,
    "seatsShowAvailabilityCount": True,
    "eventTypeColor": None,
    "customReplyToEmail": None,
    "allowReschedulingPastBookings": False,
    "hideOrganizerEmail": False,
    "disableCancelling": False,
    "disableRescheduling": False,
    "schedulingType": None,
    "team": None,
}


def page(box: Sandbox, limit: int | None, cursor: int) -> Json:
    """The old list: upcoming rows; `take`, `skip` and the filters of today mean nothing to it (recorded)."""
    now, size = box.now(), limit or _PAGE
    found = sorted((row for row in box.store.rows() if is_upcoming(row, now)), key=lambda row: row.start)
    after = cursor + size
    return {
        "bookings": [booking(box, row) for row in found[cursor:after]],
        "recurringInfo": _recurring_info(box.store.rows()),
        "totalCount": len(found),
        "nextCursor": after if after < len(found) else None,
    }


def booking(box: Sandbox, row: Booking) -> Json:
    """One row, nearly as the table has it."""
    organiser = box.catalogue.organiser
    host = {"id": organiser.id, "name": organiser.name, "email": organiser.email}
    return (
        _BOOKING_NEVER_SET
        | _columns(row)
        | {
            "userPrimaryEmail": organiser.email,
            "user": host,
            "eventType": _event_type(box, row),
            "payment": [payment.model_dump() for payment in row.payment],
            "attendees": [people.attendee_row(attendee, row.id) for attendee in row.attendees],
            "seatsReferences": [{"referenceUid": each.reference_uid, "attendee": None} for each in row.seats],
        }
    )


def _columns(row: Booking) -> Json:
    return {
        "id": row.id,
        "uid": row.uid,
        "title": row.title,
        "description": row.description,
        "startTime": with_millis(row.start),
        "endTime": with_millis(row.end),
        "createdAt": with_millis(row.created_at),
        "updatedAt": with_millis(row.updated_at),
        "metadata": row.metadata,
        "responses": row.responses,
        "recurringEventId": row.recurring_event_id,
        "location": row.location,
        "status": row.status,
        "paid": row.paid,
        "fromReschedule": row.from_reschedule,
        "rescheduled": row.rescheduled,
    }


def _event_type(box: Sandbox, row: Booking) -> Json:
    event_type = box.event_type(row.event_type_id)
    return _TYPE_NEVER_SET | {
        "id": event_type.id,
        "slug": event_type.slug,
        "title": event_type.title,
        "price": event_type.price,
        "currency": event_type.currency,
        "recurringEvent": event_type.recurrence,
        "seatsShowAttendees": event_type.seats is not None,
        "length": event_type.length,
    }


def _recurring_info(rows: Iterable[Booking]) -> list[Json]:
    """Every series with its starts by status."""
    series: dict[str, list[Booking]] = {}
    for row in rows:
        if row.recurring_event_id:
            series.setdefault(row.recurring_event_id, []).append(row)
    return [_series(key, sorted(visits, key=lambda row: row.start)) for key, visits in series.items()]


def _series(key: str, visits: list[Booking]) -> Json:
    starts: dict[str, list[str]] = {status: [] for status in (*get_args(Status), "AWAITING_HOST")}
    for row in visits:
        starts[row.status].append(with_millis(row.start))
    first = with_millis(visits[0].start)
    return {"recurringEventId": key, "count": len(visits), "firstDate": first, "bookings": starts}
