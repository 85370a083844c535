"""Deliveries that a booker's own act sends: CREATED, REQUESTED, PAYMENT_INITIATED, RESCHEDULED."""

from dataclasses import dataclass

from calcom_sandbox.payloads import newer, people
from calcom_sandbox.payloads.answers import booked_answers
from calcom_sandbox.payloads.context import Context, Json
from calcom_sandbox.payloads.times import zulu
from calcom_sandbox.rows import Attendee, Booking, Seat


@dataclass(frozen=True)
class Party:
    """Whom a delivery is about: the whole row, or the one person of a seat."""

    title: str
    answers: Json
    attendees: list[Attendee]


def whole(row: Booking) -> Party:
    """Everybody on the row."""
    return Party(row.title, row.responses or {}, row.attendees)


def of_seat(row: Booking, seat: Seat, title: str) -> Party:
    """The person on one seat."""
    attendee = row.attendee(seat.attendee_id)
    return Party(title, seat.responses, [attendee])


def booked(ctx: Context, row: Booking) -> Json:
    """A new booking; PENDING rows show their one-time password (CALCOM.md L)."""
    event = _event(ctx, row, whole(row))
    return event | {"iCalUID": row.ical_uid, "iCalSequence": row.ical_sequence} | recurrence(ctx)


def payment_initiated(event: Json, payment_id: int) -> Json:
    """The same event while payment is awaited: it says ACCEPTED although the row is PENDING."""
    return event | {"status": "ACCEPTED", "paymentId": payment_id}


def requested(ctx: Context, row: Booking, old: Booking | None = None) -> Json:
    """A booking, new or moved from `old`, that awaits the host's answer."""
    if ctx.line.is_2026:
        return newer.requested(ctx, booked(ctx, row), row)
    return booked(ctx, row) if old is None else rescheduled(ctx, row, old)


def rescheduled(ctx: Context, row: Booking, old: Booking) -> Json:
    """A reschedule: a new uid, its predecessor's one step back, no `iCalUID` (CALCOM.md L)."""
    by = {"rescheduledBy": old.rescheduled_by} if old.rescheduled_by else {}
    return (
        _event(ctx, row, whole(row))
        | recurrence(ctx)
        | by
        | {"iCalSequence": old.ical_sequence + 1, "appsStatus": [], "rescheduleId": old.id}
        | _predecessor(old)
    )


def seat_taken(ctx: Context, row: Booking, party: Party, seat: Seat, ical_uid: str) -> Json:
    """One seat booked: shared uid and id, an own seat reference and calendar uid (CALCOM.md A10)."""
    keys = {"attendeeSeatId": seat.reference_uid, "iCalUID": ical_uid, "iCalSequence": 0}
    return _event(ctx, row, party) | keys | {"metadata": seat.metadata}


def seat_rescheduled(seat_event: Json, old: Booking, joined: Booking | None) -> Json:
    """A seat moved: `rescheduleUid` is the row that others still sit on; no `rescheduleId`.

    Into a slot that already had a row (`joined`), Cal.com names that row's uid with the old row's
    id and adds the old times (5.4 handleSeats).
    """
    event = seat_event | {"iCalSequence": 1, "rescheduleUid": old.uid}
    return event if joined is None else event | _predecessor(old) | {"bookingId": old.id}


def everybody(event: Json, row: Booking) -> Json:
    """The event with all who sit on the row, as 6.2 lists them where a seat joins others (CALCOM.md M12)."""
    return event | {"attendees": [people.booker(each, row.start) for each in row.attendees]}


def seated_moved(ctx: Context, row: Booking, old: Booking) -> Json:
    """The host moved all seats: new times under the same uid, everybody named (CALCOM.md L)."""
    first = row.attendees[0]
    answers = {"name": first.name, "email": first.email}
    event = _event(ctx, row, Party(row.title, answers, row.attendees))
    attendees = [people.identity(attendee, row.start) for attendee in row.attendees]
    keys = {"attendees": attendees, "iCalUID": row.ical_uid, "iCalSequence": 1}
    return event | keys | _predecessor(old)


def recurrence(ctx: Context) -> Json:
    """The rule of a recurring type; the series' key is not told (CALCOM.md A10)."""
    return {"recurringEvent": ctx.event_type.recurrence} if ctx.event_type.recurrence else {}


def _predecessor(old: Booking) -> Json:
    return {
        "rescheduleUid": old.uid,
        "rescheduleStartTime": zulu(old.start),
        "rescheduleEndTime": zulu(old.end),
    }


def _event(ctx: Context, row: Booking, party: Party) -> Json:
    notes = party.answers.get("notes", "")
    responses, user_fields = booked_answers(ctx.event_type, party.answers, row.location)
    return {
        "bookerUrl": ctx.booker_url,
        "title": party.title,
        "startTime": zulu(row.start),
        "endTime": zulu(row.end),
        "additionalNotes": notes,
        "description": ctx.event_type.description or notes,
        **_type_settings(ctx),
        "organizer": people.host(ctx.organiser, row.start),
        "attendees": [people.booker(attendee, row.start) for attendee in party.attendees],
        "customInputs": {},
        "responses": responses,
        "userFieldsResponses": user_fields,
        "location": row.location,
        "destinationCalendar": None,
        "requiresConfirmation": row.one_time_password is not None,
        "oneTimePassword": row.one_time_password,
        "uid": row.uid,
        "bookingId": row.id,
        "metadata": row.metadata,
        "status": row.status,
        **(newer.BOOKER if ctx.line.is_2026 else {}),
    }


def _type_settings(ctx: Context) -> Json:
    return {
        "type": ctx.event_type.slug,
        "eventTypeId": ctx.event_type.id,
        "hideCalendarNotes": False,
        "hideCalendarEventDetails": False,
        "hideOrganizerEmail": False,
        "schedulingType": None,
        "seatsPerTimeSlot": ctx.event_type.seats,
        "seatsShowAttendees": True,
        "seatsShowAvailabilityCount": True,
        "customReplyToEmail": None,
        "eventTitle": ctx.event_type.title,
        "eventDescription": ctx.event_type.description,
        "price": ctx.event_type.price,
        "currency": ctx.event_type.currency,
        "length": ctx.event_type.length,
    }
