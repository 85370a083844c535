"""A booking row as API v2 tells it (CALCOM.md D3). Only `uid` is required: published answers leave out everything else."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic.alias_generators import to_camel

from calcom_integration.dto.lenient import Flag, Instant, Object, Text, Whole, objects
from domain.booking.news import seat_key


class _Part(BaseModel):
    # Hidden input: an error must not quote what a patient wrote.
    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=to_camel, hide_input_in_errors=True
    )


class RowAttendee(_Part):
    """One person of a row; on a seated row one seat, with its own answers and metadata."""

    name: Text = None
    email: Text = None
    phone_number: Text = None
    time_zone: Text = None
    absent: Flag = None
    seat_uid: Text = None
    booking_fields_responses: Object = None
    metadata: Object = None


def _attendees(value: Any) -> tuple[RowAttendee, ...]:
    return tuple(RowAttendee.model_validate(item) for item in objects(value))


class BookingRow(_Part):
    """Instants are aware UTC, `duration` is in minutes, `status` one of Cal.com's lower-case words. Answers are raw, by
    slug, without labels. `seat_uid` is told only to whoever takes or moves a seat."""

    uid: Annotated[str, Field(min_length=1)]
    id: Whole = None
    title: Text = None
    status: Text = None
    start: Instant = None
    end: Instant = None
    duration: Whole = None
    created_at: Instant = None
    updated_at: Instant = None
    event_type_id: Whole = None
    event_type: Object = None
    location: Text = None
    absent_host: Flag = None
    attendees: Annotated[tuple[RowAttendee, ...], PlainValidator(_attendees)] = ()
    booking_fields_responses: Object = None
    metadata: Object = None
    ics_uid: Text = None
    rescheduled_from_uid: Text = None
    rescheduled_to_uid: Text = None
    recurring_booking_uid: Text = None
    seat_uid: Text = None
    cancellation_reason: Text = None

    @property
    def is_seated(self) -> bool:
        return self.seat_uid is not None or bool(self.seats)

    @property
    def seats(self) -> tuple[RowAttendee, ...]:
        """The people who sit on it, each with a seat of their own."""
        return tuple(person for person in self.attendees if person.seat_uid)

    def key_of(self, seat: RowAttendee | None) -> str:
        """The key of the row, or of one of its seats (DESIGN.md, rule 9)."""
        return seat_key(self.uid, seat.seat_uid) if seat and seat.seat_uid else self.uid
