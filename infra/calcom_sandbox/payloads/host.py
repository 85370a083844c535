"""Deliveries that the host's answer or a payment sends: thin, rebuilt from the row (CALCOM.md A10)."""

from calcom_sandbox.payloads import newer, people
from calcom_sandbox.payloads.answers import row_answers
from calcom_sandbox.payloads.context import Context, Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Booking, Payment


def confirmed(ctx: Context, row: Booking) -> Json:
    """CREATED by a confirmation: no `rescheduleUid`, `iCalUID`, and before 6.2 no `metadata` or `organizer.id`."""
    host = people.host if ctx.line.is_2026 else people.host_without_id
    return _thin(ctx, row) | {
        "organizer": host(ctx.organiser, row.start),
        "attendees": [people.known(attendee, row.start) for attendee in row.attendees],
        "requiresConfirmation": True,
        **(newer.confirmed(row) if ctx.line.is_2026 else {}),
    }


def rejected(ctx: Context, row: Booking) -> Json:
    """REJECTED, with the reason where the host gave one."""
    reason = {"rejectionReason": row.rejection_reason} if row.rejection_reason else {}
    return confirmed(ctx, row) | reason


def created_by_payment(ctx: Context, row: Booking) -> Json:
    """CREATED once paid; it comes before PAID (CALCOM.md L)."""
    return _thin(ctx, row) | {
        "organizer": people.host_of_payment(ctx.organiser, row.start),
        "attendees": [people.identity(attendee, row.start) for attendee in row.attendees],
        "requiresConfirmation": None,
        "recurringEvent": None,
    }


def paid(ctx: Context, row: Booking, payment: Payment) -> Json:
    """PAID: the booking's metadata is replaced by the payment's (CALCOM.md I11)."""
    metadata = {
        "identifier": "cal.com",
        "bookingId": row.id,
        "eventTypeId": row.event_type_id,
        "bookerEmail": row.attendees[0].email,
        "eventTitle": ctx.event_type.title,
        "externalId": payment.external_id,
    }
    return created_by_payment(ctx, row) | {"metadata": metadata, "paymentId": payment.id}


def _thin(ctx: Context, row: Booking) -> Json:
    responses, user_fields = row_answers(ctx.event_type, row)
    return {
        "type": ctx.event_type.slug,
        "title": row.title,
        "bookerUrl": ctx.booker_url,
        "startTime": with_millis(row.start),
        "endTime": with_millis(row.end),
        "customInputs": {},
        "userFieldsResponses": user_fields,
        "responses": responses,
        "hideOrganizerEmail": False,
        "location": row.location,
        "uid": row.uid,
        "destinationCalendar": [],
        "customReplyToEmail": None,
        "eventTitle": ctx.event_type.title,
        "eventDescription": ctx.event_type.description,
        "price": ctx.event_type.price,
        "currency": ctx.event_type.currency,
        "length": ctx.event_type.length,
        "bookingId": row.id,
        "eventTypeId": ctx.event_type.id,
        "status": row.status,
    }
