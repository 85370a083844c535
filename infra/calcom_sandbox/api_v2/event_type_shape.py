"""An event type as API v2 shows it, version 2024-06-14 (recorded)."""

from calcom_sandbox.api_v2 import newer
from calcom_sandbox.api_v2.booking_fields import shown
from calcom_sandbox.catalogue import VIDEO, EventType
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.sandbox import Sandbox

_FREQUENCIES = ("yearly", "monthly", "weekly", "daily")
# Settings that change nothing here, as a new event type has them.
_AS_NEW: Json = {
    "disableGuests": False,
    "slotInterval": None,
    "minimumBookingNotice": 0,
    "beforeEventBuffer": 0,
    "afterEventBuffer": 0,
    "metadata": {},
    "lockTimeZoneToggleOnBookingPage": False,
    "forwardParamsSuccessRedirect": True,
    "successRedirectUrl": None,
    "isInstantEvent": False,
    "scheduleId": None,
    "onlyShowFirstAvailableSlot": False,
    "offsetStart": 0,
    "bookingWindow": {"disabled": True},
    "requiresBookerEmailVerification": False,
    "hideCalendarNotes": False,
    "useDestinationCalendarEmail": False,
    "hideCalendarEventDetails": False,
    "hideOrganizerEmail": False,
}


def event_type(box: Sandbox, each: EventType, *, with_hidden: bool = True) -> Json:
    """One event type with its rules and questions, `with_hidden` ones or, as in a list, without (CALCOM.md M5, recorded in 5.4
    too)."""
    shown_here = _shown(box, each, with_hidden=with_hidden)
    return newer.event_type(box, each, shown_here) if box.line.is_2026 else shown_here


def _shown(box: Sandbox, each: EventType, *, with_hidden: bool) -> Json:
    asked = [question for question in each.questions if with_hidden or not question.hidden]
    return (
        _AS_NEW
        | each.settings
        | {
            "id": each.id,
            "ownerId": box.catalogue.organiser.id,
            "lengthInMinutes": each.length,
            "title": each.title,
            "slug": each.slug,
            "description": each.description or "",
            "locations": _locations(each),
            "bookingFields": [shown(question) for question in asked],
            "recurrence": _recurrence(each),
            "price": each.price,
            "currency": each.currency,
            "users": [_user(box)],
            "confirmationPolicy": _confirmation(each),
            "seats": _seats(each),
        }
    )


def _locations(each: EventType) -> list[Json]:
    """Its address; a type made without one has none, and every booking of it gets a video link (recorded, 6.2)."""
    is_place = each.location != VIDEO
    return [{"type": "address", "address": each.location, "public": each.is_place_public}] if is_place else []


def _user(box: Sandbox) -> Json:
    organiser = box.catalogue.organiser
    return {
        "id": organiser.id,
        "name": organiser.name,
        "username": organiser.username,
        "avatarUrl": None,
        "brandColor": None,
        "darkBrandColor": None,
        "weekStart": "Sunday",
        "metadata": {},
    }


def _recurrence(each: EventType) -> Json | None:
    rule = each.recurrence
    if rule is None:
        return None
    frequency = _FREQUENCIES[rule["freq"]]
    return {
        "disabled": False,
        "interval": rule["interval"],
        "occurrences": rule["count"],
        "frequency": frequency,
    }


def _confirmation(each: EventType) -> Json:
    asked = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
    return asked if each.requires_confirmation else {"disabled": True}


def _seats(each: EventType) -> Json:
    if each.seats is None:
        return {"disabled": True}
    seen = {name: each.seats_show.get(name, True) for name in ("showAttendeeInfo", "showAvailabilityCount")}
    return {"disabled": False, "seatsPerTimeSlot": each.seats, **seen}
