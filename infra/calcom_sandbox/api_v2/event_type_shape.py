"""An event type as API v2 shows it, version 2024-06-14 (recorded)."""

from calcom_sandbox.api_v2.booking_fields import shown
from calcom_sandbox.catalogue import EventType
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


def event_type(box: Sandbox, each: EventType) -> Json:
    """One event type with its questions and rules."""
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
            "locations": [{"type": "address", "address": each.location, "public": False}],
            "bookingFields": [shown(question) for question in each.questions],
            "recurrence": _recurrence(each),
            "price": each.price,
            "currency": each.currency,
            "users": [_user(box)],
            "confirmationPolicy": _confirmation(each),
            "seats": _seats(each),
        }
    )


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
    shown_to_all = {"showAttendeeInfo": True, "showAvailabilityCount": True}
    return {"disabled": False, "seatsPerTimeSlot": each.seats, **shown_to_all}
