"""The rows Cal.com keeps, one class per table. Rows never change: an act puts a changed copy."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from calcom_sandbox.ids import new_uid

Status = Literal["ACCEPTED", "PENDING", "CANCELLED", "REJECTED"]
Trigger = Literal[
    "BOOKING_CREATED",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_PAID",
    "BOOKING_RESCHEDULED",
    "BOOKING_REQUESTED",
    "BOOKING_CANCELLED",
    "BOOKING_REJECTED",
    "BOOKING_NO_SHOW_UPDATED",
    "FORM_SUBMITTED",
    "MEETING_ENDED",
    "MEETING_STARTED",
    "RECORDING_READY",
    "INSTANT_MEETING",
    "RECORDING_TRANSCRIPTION_GENERATED",
    "OOO_CREATED",
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
    "FORM_SUBMITTED_NO_EVENT",
]


class Row(BaseModel):
    """A frozen table row."""

    model_config = ConfigDict(frozen=True)


class Attendee(Row):
    """A person of a booking; the first is the booker, guests follow without a name."""

    id: int
    email: str
    name: str
    time_zone: str
    phone_number: str | None = None
    locale: str = "pt-BR"
    no_show: bool = False


class Seat(Row):
    """One place of a seated booking, with the answers of the person who sits on it."""

    reference_uid: str = Field(default_factory=lambda: str(uuid4()))
    attendee_id: int
    responses: dict[str, Any] = {}
    metadata: dict[str, Any] = {}


class Payment(Row):
    """A payment asked for; `amount` in cents."""

    id: int
    external_id: str = Field(default_factory=lambda: str(uuid4()))
    amount: int
    currency: str
    success: bool = False


class Booking(Row):
    """One booking row. Instants are aware UTC; `responses` is None for seated rows (CALCOM.md A5).

    `ical_sequence` stays 0 in 5.4's table while deliveries announce 1 (CALCOM.md L: 0, 1, 1); in 6.2 it grows with each move.
    """

    id: int
    uid: str = Field(default_factory=new_uid)
    idempotency_key: str = Field(default_factory=lambda: str(uuid4()))
    event_type_id: int
    title: str
    description: str | None
    start: datetime
    end: datetime
    status: Status
    location: str
    responses: dict[str, Any] | None
    metadata: dict[str, Any] = {}
    attendees: list[Attendee]
    seats: list[Seat] = []
    payment: list[Payment] = []
    paid: bool = False
    ical_uid: str
    ical_sequence: int = 0
    created_at: datetime
    updated_at: datetime
    from_reschedule: str | None = None
    rescheduled: bool | None = None
    rescheduled_by: str | None = None
    recurring_event_id: str | None = None
    cancellation_reason: str | None = None
    cancelled_by: str | None = None
    rejection_reason: str | None = None
    one_time_password: str | None = None
    no_show_host: bool = False

    @property
    def open(self) -> bool:
        """Whether the visit still stands, confirmed or not."""
        return self.status in ("ACCEPTED", "PENDING")

    @property
    def length(self) -> timedelta:
        """How long the visit takes."""
        return self.end - self.start

    def seat(self, reference_uid: str) -> Seat | None:
        """The seat with this reference, if it is on this row."""
        return next((seat for seat in self.seats if seat.reference_uid == reference_uid), None)

    def attendee(self, attendee_id: int) -> Attendee:
        """The attendee row with this id. Raises KeyError."""
        return {attendee.id: attendee for attendee in self.attendees}[attendee_id]


class Webhook(Row):
    """A subscription of the user, or of one event type; without a `secret` deliveries carry a literal instead of a signature
    (CALCOM.md A1, A2, A7)."""

    id: str = Field(default_factory=lambda: str(uuid4()))
    subscriber_url: str
    active: bool
    triggers: list[Trigger]
    payload_template: str | None = None
    secret: str | None = None
    event_type_id: int | None = None

    def wants(self, trigger: str) -> bool:
        """Whether it gets this event; the test button's PING is no trigger and reaches every active one."""
        return self.active and (trigger in self.triggers or trigger == "PING")


class ScheduledTrigger(Row):
    """A MEETING_* delivery, its text frozen when the booking was made (CALCOM.md A4, L)."""

    booking_id: int
    trigger: Literal["MEETING_STARTED", "MEETING_ENDED"]
    due: datetime
    body: str
