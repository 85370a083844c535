"""A booking row as API v2 tells it (CALCOM.md D3). Only `uid` is required: published answers leave out everything else."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from calcom_integration.dto.lenient import (
    email_address,
    flag,
    instant,
    mapping,
    objects,
    own_id,
    person_name,
    text,
    whole,
)
from calcom_integration.dto.part import Field, Part
from domain.booking.news import seat_key


class RowAttendee(Part):
    """One person of a row; on a seated row one seat, with its own answers and metadata."""

    name = Field(person_name)
    email = Field(email_address)
    phone_number = Field(text)
    absent = Field(flag)
    seat_uid = Field(own_id)
    booking_fields_responses = Field(mapping)
    metadata = Field(mapping)


class BookingRow(Part):
    """Instants are aware UTC, `status` is one of Cal.com's lower-case words. Answers are raw, by slug, without labels; `people`
    are the attendees as they came. `seat_uid` is told only to whoever takes or moves a seat. Whoever reads another field
    here, or reads one in another way, makes another `mapping.tokens.READING` of it."""

    id = Field(whole)
    status = Field(text)
    start = Field(instant)
    end = Field(instant)
    created_at = Field(instant)
    updated_at = Field(instant)
    event_type_id = Field(whole)
    event_type = Field(mapping)
    location = Field(text)
    people = Field(objects, "attendees")
    booking_fields_responses = Field(mapping)
    metadata = Field(mapping)
    ics_uid = Field(text)
    rescheduled_from_uid = Field(own_id)
    rescheduled_to_uid = Field(own_id)
    recurring_booking_uid = Field(own_id)
    seat_uid = Field(own_id)
    cancellation_reason = Field(text)

    def __init__(self, told: Mapping[str, Any], read_at: datetime | None = None) -> None:
        """`read_at` is when the answer was given (UTC). Raises ValueError where it tells no uid."""
        super().__init__(told)
        self.read_at = read_at
        uid = own_id(told.get("uid"))
        if uid is None:
            raise ValueError("a row without a uid")
        self.uid = uid

    @property
    def event_type_slug(self) -> str | None:
        """The slug of its event type."""
        return text((self.event_type or {}).get("slug"))

    @property
    def is_seated(self) -> bool:
        return self.seat_uid is not None or bool(self.seats)

    @cached_property
    def attendees(self) -> tuple[RowAttendee, ...]:
        return tuple(map(RowAttendee, self.people))

    @cached_property
    def seats(self) -> tuple[RowAttendee, ...]:
        """The people who sit on it, each with a seat of their own."""
        has_any = any(RowAttendee.seat_uid.key in person for person in self.people)
        return tuple(person for person in self.attendees if person.seat_uid) if has_any else ()

    @cached_property
    def keys(self) -> list[str]:
        """The keys of the row's seats, or its own."""
        return [self.key_of(seat) for seat in self.seats or (None,)]

    def key_of(self, seat: RowAttendee | None) -> str:
        """The key of the row, or of one of its seats (DESIGN.md, rule 9)."""
        return seat_key(self.uid, seat.seat_uid) if seat and seat.seat_uid else self.uid
