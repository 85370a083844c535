"""From a delivery's bytes to a typed event: envelope, trigger, booking (CALCOM.md A4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from calcom_integration.body import NotAnObject, object_of
from calcom_integration.dto.booking import Booking
from calcom_integration.dto.lenient import instant, text
from calcom_integration.errors import Ignored, Unreadable
from calcom_integration.triggers import NO_TRIGGER, Trigger, reason_to_ignore

NOT_JSON = "corpo_ilegivel"
NAMES_NOTHING = "sem_identificador"


@dataclass(frozen=True, slots=True)
class Event:
    """One readable delivery. `sent_at` is the send time (UTC), None where the sender told none (MEETING_* never does)."""

    trigger: Trigger
    sent_at: datetime | None
    booking: Booking

    @property
    def event_type_id(self) -> int | None:
        return self.booking.event_type_id


def read(body: bytes) -> Event:
    """The event in `body`. Raises Ignored where its trigger concerns no appointment, and Unreadable where the body is no
    JSON object or names no booking."""
    try:
        envelope = object_of(body)
    except NotAnObject:
        raise Unreadable(NOT_JSON) from None
    name = text(envelope.get("triggerEvent"))
    if name is None:
        raise Ignored(NO_TRIGGER)
    reason = reason_to_ignore(name)
    if reason is not None:
        raise Ignored(reason)
    return _event(Trigger(name), envelope)


def _event(trigger: Trigger, envelope: Mapping[str, Any]) -> Event:
    booking = Booking.model_validate(_data(envelope))
    if booking.uid is None and booking.number is None:
        raise Unreadable(NAMES_NOTHING)
    return Event(trigger, None if trigger.is_meeting else instant(envelope.get("createdAt")), booking)


def peek(envelope: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Trigger and booking uid of a body's object, as far as it tells them: what a list of deliveries shows. Never raises."""
    data = _data(envelope)
    return text(envelope.get("triggerEvent")), text(data.get("uid")) or text(data.get("bookingUid"))


def _data(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    """The booking's part: MEETING_* and template bodies are flat."""
    payload = envelope.get("payload")
    return payload if payload and isinstance(payload, dict) else envelope
