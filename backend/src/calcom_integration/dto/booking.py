"""The booking in a delivery, field by field (CALCOM.md A5). No field is required, none of a wrong type is an error."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic.alias_generators import to_camel

from calcom_integration.dto.lenient import (
    Email,
    Flag,
    Id,
    Instant,
    LongText,
    Name,
    Object,
    Text,
    Whole,
    objects,
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class Attendee(_Part):
    """One person of a booking; the first is the booker."""

    email: Email = None
    name: Name = None
    first_name: Name = None
    last_name: Name = None
    phone_number: Text = None
    no_show: Flag = None


def _attendees(value: Any) -> tuple[Attendee, ...]:
    return tuple(Attendee.model_validate(item) for item in objects(value))


class Booking(_Part):
    """`payload` of a booking event, or the flat row of a MEETING_*. Times are aware UTC, `length` is in minutes."""

    own_uid: Id = Field(None, alias="uid")
    booking_uid: Id = None
    booking_id: Whole = None
    row_id: Whole = Field(None, alias="id")
    status: Text = None
    type: Text = None
    event_type_id: Whole = None
    event_title: Text = None
    event_type_title: Text = None
    start_time: Instant = None
    end_time: Instant = None
    length: Whole = None
    attendees: Annotated[tuple[Attendee, ...], PlainValidator(_attendees)] = ()
    responses: Object = None
    user_fields_responses: Object = None
    custom_inputs: Object = None
    additional_notes: LongText = None
    sms_reminder_number: Text = None
    location: Text = None
    metadata: Object = None
    team: Object = None
    seats_per_time_slot: Whole = None
    attendee_seat_id: Id = None
    recurring_event: Object = None
    reschedule_uid: Id = None
    ical_uid: Text = Field(None, alias="iCalUID")
    ical_sequence: Whole = Field(None, alias="iCalSequence")
    cancellation_reason: Text = None
    rejection_reason: Text = None
    request_reschedule: Flag = None

    @property
    def uid(self) -> str | None:
        """The row's uid; a no-show calls it `bookingUid`."""
        return self.own_uid or self.booking_uid

    @property
    def number(self) -> int | None:
        """The row's number; a MEETING_* calls it `id`."""
        return self.booking_id or self.row_id or None

    @property
    def is_seated(self) -> bool:
        return self.seats_per_time_slot is not None or self.attendee_seat_id is not None
