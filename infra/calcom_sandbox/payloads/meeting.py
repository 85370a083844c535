"""MEETING_STARTED and MEETING_ENDED: the flat row, no `payload` (CALCOM.md A4)."""

from calcom_sandbox.payloads import newer, people
from calcom_sandbox.payloads.answers import booked_answers
from calcom_sandbox.payloads.context import Context, Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Booking

# Columns of Cal.com's table that nothing here ever fills.
_NEVER_SET: Json = {
    "destinationCalendarId": None,
    "reassignReason": None,
    "reassignById": None,
    "dynamicEventSlugRef": None,
    "dynamicGroupSlugRef": None,
    "smsReminderNumber": None,
    "scheduledJobs": [],
    "isRecorded": False,
    "rating": None,
    "ratingFeedback": None,
    "creationSource": "WEBAPP",
    "references": [],
}


def meeting(ctx: Context, row: Booking) -> Json:
    """The row as it is now; `createdAt` is the booking's, not the delivery's."""
    more = newer.meeting(ctx.organiser) if ctx.line.is_2026 else {}
    responses, _ = booked_answers(ctx.event_type, row.responses or {}, row.location)
    return (
        _NEVER_SET
        | _columns(row)
        | {
            "userId": ctx.organiser.id,
            "userPrimaryEmail": ctx.organiser.email,
            "responses": responses,
            "user": {
                "email": ctx.organiser.email,
                "name": ctx.organiser.name,
                "timeZone": ctx.organiser.timeZone,
                "username": ctx.organiser.username,
                **(newer.user(ctx.organiser) if ctx.line.is_2026 else {}),
            },
            "attendees": [people.attendee_row(attendee, row.id) for attendee in row.attendees],
            "payment": [payment.model_dump() for payment in row.payment],
            **more,
        }
    )


def _columns(row: Booking) -> Json:
    return {
        "id": row.id,
        "uid": row.uid,
        "idempotencyKey": row.idempotency_key,
        "eventTypeId": row.event_type_id,
        "title": row.title,
        "description": row.description,
        "customInputs": {},
        "startTime": with_millis(row.start),
        "endTime": with_millis(row.end),
        "location": row.location,
        "createdAt": with_millis(row.created_at),
        "updatedAt": with_millis(row.updated_at),
        "status": row.status,
        "paid": row.paid,
        "metadata": row.metadata,
        "iCalUID": row.ical_uid,
        "iCalSequence": row.ical_sequence,
        **_outcome(row),
    }


def _outcome(row: Booking) -> Json:
    return {
        "cancellationReason": row.cancellation_reason,
        "rejectionReason": row.rejection_reason,
        "rescheduled": row.rescheduled,
        "fromReschedule": row.from_reschedule,
        "recurringEventId": row.recurring_event_id,
        "noShowHost": row.no_show_host,
        "oneTimePassword": row.one_time_password,
        "cancelledBy": row.cancelled_by,
        "rescheduledBy": row.rescheduled_by,
    }
