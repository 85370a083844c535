"""A booking row as API v2 shows it, version 2024-08-13 (CALCOM.md D3): absent keys where the row holds nothing.

A row that was rescheduled away reads just `cancelled`: no `rescheduledToUid` in 5.4.15 (CALCOM.md L); 6.2 names it (M8).
"""

from calcom_sandbox.api_v2 import newer
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Attendee, Booking, Seat
from calcom_sandbox.sandbox import Sandbox


def booking(box: Sandbox, row: Booking, seat_uid: str | None = None) -> Json:
    """The row: plain, one of a series, or seated; `seat_uid` is the seat that a booker just took."""
    shown = _shown(box, row, seat_uid)
    return newer.booking(box, row, shown, seat_uid) if box.line.is_2026 else shown


def _shown(box: Sandbox, row: Booking, seat_uid: str | None) -> Json:
    if box.event_type(row.event_type_id).seats:
        mine = {"seatUid": seat_uid} if seat_uid else {}
        return _common(box, row) | _series(row) | {"attendees": _seated_people(row)} | mine
    answers = row.responses or {}
    guests = {"guests": answers["guests"]} if answers.get("guests") else {}
    return (
        _common(box, row)
        | _series(row)
        | guests
        | {
            "metadata": {key: value for key, value in row.metadata.items() if key != "videoCallUrl"},
            "attendees": [_person(each) | _phone(row, each) for each in row.attendees],
            "bookingFieldsResponses": answers,
        }
    )


def _common(box: Sandbox, row: Booking) -> Json:
    event_type = box.event_type(row.event_type_id)
    return {
        "id": row.id,
        "uid": row.uid,
        "title": row.title,
        "description": row.description,
        "hosts": [_host(box)],
        "status": row.status.lower(),
        **_story(row),
        "start": with_millis(row.start),
        "end": with_millis(row.end),
        "duration": int(row.length.total_seconds() // 60),
        "eventTypeId": event_type.id,
        "eventType": {"id": event_type.id, "slug": event_type.slug},
        "meetingUrl": row.location,
        "location": row.location,
        "absentHost": row.no_show_host,
        "createdAt": with_millis(row.created_at),
        "updatedAt": with_millis(row.updated_at),
        "rating": None,
        "icsUid": row.ical_uid,
    }


def _host(box: Sandbox) -> Json:
    organiser = box.catalogue.organiser
    return {
        "id": organiser.id,
        "name": organiser.name,
        "email": organiser.email,
        "username": organiser.username,
        "timeZone": organiser.timeZone,
    }


def _story(row: Booking) -> Json:
    """Why and by whom; a key only where there is something to tell."""
    told = {
        "cancellationReason": row.cancellation_reason,
        "cancelledByEmail": row.cancelled_by,
        "reschedulingReason": (row.responses or {}).get("rescheduledReason"),
        "rescheduledByEmail": row.rescheduled_by,
        "rescheduledFromUid": row.from_reschedule,
    }
    return {key: value for key, value in told.items() if value}


def _series(row: Booking) -> Json:
    return {"recurringBookingUid": row.recurring_event_id} if row.recurring_event_id else {}


def _person(attendee: Attendee) -> Json:
    return {
        "name": attendee.name,
        "email": attendee.email,
        "timeZone": attendee.time_zone,
        "language": attendee.locale,
        "absent": attendee.no_show,
    }


def _phone(row: Booking, attendee: Attendee) -> Json:
    """The phone, which the shape of a series leaves out (5.4 output.service)."""
    shown = attendee.phone_number and not row.recurring_event_id
    return {"phoneNumber": attendee.phone_number} if shown else {}


def _seated_people(row: Booking) -> list[Json]:
    return [_person(row.attendee(seat.attendee_id)) | _seat(seat) for seat in row.seats]


def _seat(seat: Seat) -> Json:
    """A seat with its answers, without the e-mail, as recorded."""
    answers = {slug: value for slug, value in seat.responses.items() if slug != "email"}
    return {"seatUid": seat.reference_uid, "bookingFieldsResponses": answers, "metadata": seat.metadata}
