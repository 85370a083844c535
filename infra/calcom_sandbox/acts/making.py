"""New booking rows, shared by booking and rescheduling."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from calcom_sandbox.catalogue import EventType
from calcom_sandbox.errors import SlotTaken
from calcom_sandbox.ids import new_uid
from calcom_sandbox.rows import Attendee, Booking, Payment, Status
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.slots import places_left


def require_place(
    box: Sandbox, event_type: EventType, start: datetime, leaving: Booking | None = None
) -> None:
    """Raise SlotTaken unless the start can be booked; `leaving` is a row about to give its slot up."""
    taken = [row for row in box.store.at(event_type.id) if leaving is None or row.id != leaving.id]
    if places_left(event_type, start, taken) <= 0:
        raise SlotTaken


def title(box: Sandbox, event_type: EventType, name: str) -> str:
    """The booking title as the pt-BR instance writes it."""
    return f"{event_type.title} entre {box.catalogue.organiser.name} e {name}"


def booker(box: Sandbox, answers: dict[str, Any], time_zone: str) -> Attendee:
    """The attendee row of the person who books."""
    return Attendee(
        id=box.store.next_id("attendee"),
        email=answers["email"],
        name=answers["name"],
        time_zone=time_zone,
        phone_number=answers.get("attendeePhoneNumber") or None,
    )


def party(box: Sandbox, answers: dict[str, Any], time_zone: str) -> list[Attendee]:
    """Booker and guests; a guest has no name and Cal.com's default language."""
    guests = [
        Attendee(id=box.store.next_id("attendee"), email=email, name="", time_zone=time_zone, locale="en")
        for email in answers.get("guests", [])
    ]
    return [booker(box, answers, time_zone), *guests]


def new_row(
    box: Sandbox,
    event_type: EventType,
    start: datetime,
    answers: dict[str, Any],
    time_zone: str,
    status: Status,
    **columns: Any,
) -> Booking:
    """A row for one visit, not yet stored; `columns` replace defaults."""
    uid, now = new_uid(), box.now()
    defaults: dict[str, Any] = {
        "id": box.store.next_id("booking"),
        "uid": uid,
        "event_type_id": event_type.id,
        "title": title(box, event_type, answers["name"]),
        "description": answers.get("notes", ""),
        "start": start.astimezone(UTC),
        "end": start.astimezone(UTC) + timedelta(minutes=event_type.length),
        "status": status,
        "location": event_type.location,
        "responses": answers | {"location": {"optionValue": "", "value": "inPerson"}},
        "attendees": party(box, answers, time_zone),
        "ical_uid": f"{uid}@Cal.com",
        "created_at": now,
        "updated_at": now,
        "one_time_password": str(uuid4()) if status == "PENDING" else None,
    }
    return Booking(**(defaults | columns))


def payment_due(box: Sandbox, event_type: EventType) -> list[Payment]:
    """The payment asked for at booking, if the type has a price."""
    if not event_type.price:
        return []
    payment_id = box.store.next_id("payment")
    return [Payment(id=payment_id, amount=event_type.price, currency=event_type.currency)]
