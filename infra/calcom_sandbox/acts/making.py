"""New booking rows, shared by booking and rescheduling."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from calcom_sandbox.catalogue import EventType
from calcom_sandbox.errors import SeatsTaken, SlotTaken
from calcom_sandbox.ids import new_uid
from calcom_sandbox.orders import Order
from calcom_sandbox.rows import Attendee, Booking, Payment, Seat, Status
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.slots import places_left

_PLACE = {"location": {"optionValue": "", "value": "inPerson"}}


@dataclass(frozen=True)
class Origin:
    """What a new row takes over beside the answers: the booker's zone and language, and the place's answer."""

    time_zone: str
    locale: str
    answers_place: bool

    def stored(self, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers as the row keeps them."""
        return answers | _PLACE if self.answers_place else answers


def ordered(event_type: EventType, order: Order) -> Origin:
    """The origin of a new booking."""
    return Origin(order.time_zone or event_type.time_zone, order.language, order.answers_place)


def kept(row: Booking, seat: Seat | None = None) -> Origin:
    """The origin of a booking, or of one seat, that moves on."""
    person = row.attendee(seat.attendee_id) if seat else row.attendees[0]
    answers = seat.responses if seat else row.responses or {}
    return Origin(person.time_zone, person.locale, "location" in answers)


def require_place(
    box: Sandbox, event_type: EventType, start: datetime, leaving: Booking | None = None
) -> None:
    """Raise SlotTaken unless the start can be booked; `leaving` is a row about to give its slot up."""
    taken = [row for row in box.store.at(event_type.id) if leaving is None or row.id != leaving.id]
    if places_left(event_type, start, taken) <= 0:
        raise SeatsTaken if event_type.seats else SlotTaken


def title(box: Sandbox, event_type: EventType, name: str) -> str:
    """The booking title as the pt-BR instance writes it."""
    return f"{event_type.title} entre {box.catalogue.organiser.name} e {name}"


def booker(box: Sandbox, answers: dict[str, Any], origin: Origin) -> Attendee:
    """The attendee row of the person who books."""
    return Attendee(
        id=box.store.next_id("attendee"),
        email=answers["email"],
        name=answers["name"],
        time_zone=origin.time_zone,
        locale=origin.locale,
        phone_number=answers.get("attendeePhoneNumber") or None,
    )


def party(box: Sandbox, answers: dict[str, Any], origin: Origin) -> list[Attendee]:
    """Booker and guests; a guest has no name and Cal.com's default language."""
    zone = origin.time_zone
    guests = [
        Attendee(id=box.store.next_id("attendee"), email=email, name="", time_zone=zone, locale="en")
        for email in answers.get("guests", [])
    ]
    return [booker(box, answers, origin), *guests]


def new_row(
    box: Sandbox,
    event_type: EventType,
    start: datetime,
    answers: dict[str, Any],
    origin: Origin,
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
        "responses": origin.stored(answers),
        "attendees": party(box, answers, origin),
        "ical_uid": box.line.ical_uid(uid),
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
