"""The three shapes of BOOKING_CANCELLED (CALCOM.md A10, L)."""

from calcom_sandbox.payloads import newer, people
from calcom_sandbox.payloads.answers import row_answers
from calcom_sandbox.payloads.booker import recurrence
from calcom_sandbox.payloads.context import Context, Json
from calcom_sandbox.payloads.times import with_offset
from calcom_sandbox.rows import Attendee, Booking


def cancelled(
    ctx: Context, row: Booking, reason: str | None, cancelled_by: str | None, *, names_rule: bool = True
) -> Json:
    """The row as it stands before the write, declared CANCELLED; `names_rule` says whether a series is named as one."""
    event = _event(ctx, row) | (recurrence(ctx) if names_rule else {})
    if reason:
        event["cancellationReason"] = reason
    if cancelled_by:
        event["cancelledBy"] = cancelled_by
    return event


def seat_cancelled(ctx: Context, row: Booking, leaver: Attendee, reason: str | None) -> Json:
    """One person left: only `attendees` says who, as a raw row; the answers are the first person's."""
    raw = people.attendee_row(leaver, row.id) | people.identity(leaver, row.start)
    return cancelled(ctx, row, reason, None) | {"attendees": [raw]}


def reschedule_requested(ctx: Context, row: Booking) -> Json:
    """The host asks for another time: `type` is the title; no id, status or event type."""
    responses, user_fields = row_answers(ctx.event_type, row)
    organiser = people.host_asking_for_change(ctx.organiser, row.start)
    return {
        "title": row.title,
        "type": row.title,
        "description": row.description,
        "customInputs": {},
        "userFieldsResponses": user_fields,
        "responses": responses,
        "startTime": with_offset(row.start),
        "endTime": with_offset(row.end),
        "organizer": {"id": ctx.organiser.id, **organiser} if ctx.line.is_2026 else organiser,
        "attendees": [people.known(each, row.start) | {"username": ""} for each in row.attendees],
        "uid": row.uid,
        "location": row.location,
        "destinationCalendar": [],
        "cancellationReason": f"Please reschedule. {row.cancellation_reason or ''}",
        "iCalUID": row.ical_uid,
        "cancelledBy": ctx.organiser.email,
        **({"requestReschedule": True} if ctx.line.is_2026 else {}),
    }


def _event(ctx: Context, row: Booking) -> Json:
    responses, user_fields = row_answers(ctx.event_type, row)
    return {
        "bookerUrl": ctx.booker_url,
        "title": row.title,
        "length": ctx.event_type.length,
        "type": ctx.event_type.slug,
        "additionalNotes": row.description,
        "description": row.description,
        "customInputs": {},
        "eventTypeId": ctx.event_type.id,
        "userFieldsResponses": user_fields,
        "responses": responses,
        "startTime": with_offset(row.start),
        "endTime": with_offset(row.end),
        "organizer": people.host(ctx.organiser, row.start),
        "attendees": [people.known(attendee, row.start) for attendee in row.attendees],
        "uid": row.uid,
        "bookingId": row.id,
        "location": row.location,
        "destinationCalendar": [],
        "seatsPerTimeSlot": ctx.event_type.seats,
        "seatsShowAttendees": ctx.event_type.seats is not None,
        "iCalUID": row.ical_uid,
        "iCalSequence": row.ical_sequence + 1,
        "hideOrganizerEmail": False,
        "customReplyToEmail": None,
        "eventTitle": ctx.event_type.title,
        "eventDescription": ctx.event_type.description,
        "requiresConfirmation": ctx.event_type.requires_confirmation or None,
        "price": None,
        "currency": ctx.event_type.currency,
        "status": "CANCELLED",
        **(newer.CANCELLED if ctx.line.is_2026 else {}),
    }
