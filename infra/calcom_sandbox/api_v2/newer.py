"""What API v2 of Cal.diy 6.2 shows beside 5.4's words (CALCOM.md M8, recorded)."""

from calcom_sandbox.catalogue import EventType
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox

_EVENT_TYPE: Json = {
    "calVideoSettings": {"sendTranscriptionEmails": True},
    "hidden": False,
    "bookingRequiresAuthentication": False,
    "bookerActiveBookingsLimit": {"disabled": True},
    "disableCancelling": {"disabled": False},
    "disableRescheduling": {"disabled": False},
    "interfaceLanguage": None,
    "allowReschedulingPastBookings": False,
    "allowReschedulingCancelledBookings": False,
    "showOptimizedSlots": False,
}

_OWN_QUESTIONS: dict[str, Json] = {"name": {"label": "your_name"}, "location": {"hidden": False}}


def booking(box: Sandbox, row: Booking, shown: Json, seat_uid: str | None) -> Json:
    """A row as 5.4 shows it, with who follows it and with texts that are empty instead of absent."""
    is_seated = bool(box.event_type(row.event_type_id).seats)
    return (
        {"cancellationReason": "", "rescheduledByEmail": None}
        | ({} if is_seated else {"cancelledByEmail": ""})
        | shown
        | _moves(box, row)
        | {"hosts": [_named(each) for each in shown["hosts"]]}
        | {"attendees": [_person(each, row) for each in shown["attendees"]]}
        | ({} if is_seated else _answers(shown))
        | _first_seat(row, seat_uid)
    )


def event_type(box: Sandbox, each: EventType, shown: Json) -> Json:
    """An event type as 5.4 shows it, with the settings of 2026."""
    address = f"{box.base_url}/{box.catalogue.organiser.username}/{each.slug}"
    asked = [_question(field) for field in shown["bookingFields"] if not _is_unasked_phone(field)]
    return _EVENT_TYPE | shown | {"bookingUrl": address, "bookingFields": asked}


def _is_unasked_phone(field: Json) -> bool:
    """Cal.com's own question for a phone is there only where it is asked."""
    return field["slug"] == "attendeePhoneNumber" and bool(field.get("hidden"))


def _question(field: Json) -> Json:
    """One of Cal.com's own as 6.2 words it; the clinic's as they are."""
    if not field.get("isDefault"):
        return field
    return field | _OWN_QUESTIONS.get(field["slug"], {})


def _moves(box: Sandbox, row: Booking) -> Json:
    """The row that follows (M8), and on that one too who moved the visit."""
    after, before = box.store.successor(row.uid), box.store.find(row.from_reschedule or "")
    moved_by = {"rescheduledByEmail": before.rescheduled_by} if before else {}
    return ({"rescheduledToUid": after.uid} if after else {}) | moved_by


def _named(person: Json) -> Json:
    return person | {"displayEmail": person["email"]}


def _person(shown: Json, row: Booking) -> Json:
    """An attendee; of a seat the e-mail is shown too, and its answers say that there are no guests."""
    if "seatUid" not in shown:
        return _named(shown)
    seat = row.seat(shown["seatUid"])
    email = row.attendee(seat.attendee_id).email if seat else ""
    answers = {**shown["bookingFieldsResponses"], "guests": []}
    return shown | {"email": email, "displayEmail": email, "bookingFieldsResponses": answers}


def _answers(shown: Json) -> Json:
    """The answers, with the addresses as they are shown to people."""
    answers = shown["bookingFieldsResponses"]
    more = {"displayEmail": answers["email"]} if "email" in answers else {}
    guests = {"displayGuests": answers["guests"]} if "guests" in answers else {}
    whole = {"guests": answers["guests"]} if "guests" in answers else {}
    return {"bookingFieldsResponses": answers | more | guests, **whole}


def _first_seat(row: Booking, seat_uid: str | None) -> Json:
    """Whoever takes the first seat of a row learns whose booking it is."""
    return {"isPlatformManagedUserBooking": False} if seat_uid and len(row.seats) == 1 else {}
