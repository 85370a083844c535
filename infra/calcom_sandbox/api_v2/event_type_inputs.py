"""The bodies of the event-type routes (CALCOM.md D4)."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from calcom_sandbox.api_v2.booking_fields import BookingField, asked
from calcom_sandbox.catalogue import VIDEO, EventType, Question

_FREQUENCIES = {"yearly": 0, "monthly": 1, "weekly": 2, "daily": 3}


class Part(BaseModel):
    """A part of a body without surprises."""

    model_config = ConfigDict(extra="forbid")


class Location(Part):
    """Where it takes place: an address."""

    type: Literal["address"]
    address: str
    public: bool = False


class ConfirmationPolicy(Part):
    """Whether the host confirms each request."""

    disabled: bool = False
    type: Literal["always"] = "always"
    blockUnconfirmedBookingsInBooker: bool = False


class Seats(Part):
    """Several people in one slot."""

    disabled: bool = False
    seatsPerTimeSlot: int = 1
    showAttendeeInfo: bool = True
    showAvailabilityCount: bool = True


class Recurrence(Part):
    """A series."""

    disabled: bool = False
    interval: int = 1
    occurrences: int = 1
    frequency: Literal["yearly", "monthly", "weekly", "daily"] = "weekly"


class EventTypeChange(Part):
    """What of an event type changes; settings beyond these change nothing in the sandbox and are shown again."""

    title: str | None = None
    slug: str | None = None
    description: str | None = None
    lengthInMinutes: Annotated[int, Field(ge=1)] | None = None
    locations: list[Location] | None = None
    bookingFields: list[BookingField] | None = None
    confirmationPolicy: ConfirmationPolicy | None = None
    seats: Seats | None = None
    recurrence: Recurrence | None = None
    minimumBookingNotice: int | None = None
    beforeEventBuffer: int | None = None
    afterEventBuffer: int | None = None
    slotInterval: int | None = None
    disableGuests: bool | None = None
    scheduleId: int | None = None
    successRedirectUrl: str | None = None
    lockTimeZoneToggleOnBookingPage: bool | None = None
    hideCalendarNotes: bool | None = None
    hideOrganizerEmail: bool | None = None
    hidden: bool | None = None

    def columns(self, known: EventType, own: Iterable[Question]) -> dict[str, Any]:
        """The columns of the event type that this body sets; `own` are Cal.com's own questions, as shipped."""
        named = {"title": self.title, "slug": self.slug, "description": self.description}
        columns: dict[str, Any] = {key: value for key, value in named.items() if value is not None}
        if self.lengthInMinutes is not None:
            columns["length"] = self.lengthInMinutes
        if self.locations is not None:
            columns |= _place(self.locations)
        if self.bookingFields is not None:
            columns |= {"questions": asked(own, self.bookingFields), "stored_questions": True}
        return columns | self._rules() | {"settings": known.settings | self._plain_settings()}

    def _rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = {}
        if self.confirmationPolicy is not None:
            rules["requires_confirmation"] = not self.confirmationPolicy.disabled
        if self.seats is not None:
            rules["seats"] = None if self.seats.disabled else self.seats.seatsPerTimeSlot
            rules["seats_show"] = self.seats.model_dump(include={"showAttendeeInfo", "showAvailabilityCount"})
        if self.recurrence is not None:
            rules["recurrence"] = None if self.recurrence.disabled else _rule(self.recurrence)
        return rules

    def _plain_settings(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in SETTINGS if name in self.model_fields_set}


class NewEventType(EventTypeChange):
    """A new event type."""

    title: str
    slug: str
    lengthInMinutes: Annotated[int, Field(ge=1)]


SETTINGS = (
    "minimumBookingNotice",
    "beforeEventBuffer",
    "afterEventBuffer",
    "slotInterval",
    "disableGuests",
    "scheduleId",
    "successRedirectUrl",
    "lockTimeZoneToggleOnBookingPage",
    "hideCalendarNotes",
    "hideOrganizerEmail",
    "hidden",
)


def _place(locations: list[Location]) -> dict[str, Any]:
    """The first place named; none named is a video link (recorded, 6.2)."""
    if not locations:
        return {"location": VIDEO, "is_place_public": False}
    return {"location": locations[0].address, "is_place_public": locations[0].public}


def _rule(recurrence: Recurrence) -> dict[str, int]:
    frequency = _FREQUENCIES[recurrence.frequency]
    return {"freq": frequency, "count": recurrence.occurrences, "interval": recurrence.interval}
