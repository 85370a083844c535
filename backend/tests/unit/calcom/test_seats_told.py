"""Whose seat is whose on a row of the API, and who has left it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.seats import has_seat, left, seat_of
from domain.booking.news import Person
from domain.booking.row import NEVER, RowStatus
from tests.calcom_api import recorded


def row(*people: dict[str, Any], **over: Any) -> BookingRow:
    return BookingRow({"uid": "uid1", "attendees": list(people), **over})


def sitting(seat: str, name: str, email: str) -> dict[str, Any]:
    return {"seatUid": seat, "name": name, "email": email}


def test_a_recorded_move_tells_the_new_seat() -> None:
    moved = BookingRow(recorded("booking-reschedule-seat2").json()["data"])
    found = seat_of(moved, Person("teo@example.com", "Teo Assento"))
    assert found is not None
    assert found.seat_uid == moved.seat_uid


@pytest.mark.parametrize(
    ("person", "seat"),
    [
        (Person("casa@example.com", "Ana"), "s1"),
        (Person("casa@example.com", "Bia"), "s2"),
        (Person("", "Otto"), "s3"),
        (Person("casa@example.com", "Caio"), None),
        (Person("casa@example.com", "Dora"), None),
    ],
)
def test_a_family_with_one_address_is_told_apart_by_name(person: Person, seat: str | None) -> None:
    """Who gave a phone alone has an address that Cal.com made up (CALCOM.md I30); of two alike nobody is meant."""
    family = row(
        sitting("s1", "Ana", "Casa@example.com"),
        sitting("s2", "Bia", "casa@example.com"),
        sitting("s3", "Otto", "5511933334444@sms.cal.com"),
        sitting("s4", "Dora", "casa@example.com"),
        sitting("s5", "Dora", "casa@example.com"),
    )
    found = seat_of(family, person)
    assert (found and found.seat_uid) == seat


def test_who_has_left_closes_that_seat_alone() -> None:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    shared = row(sitting("s1", "Ana", "a@example.com"), updatedAt=at.isoformat())
    news = left(shared, "s2")
    assert (has_seat(shared, "s1"), has_seat(shared, "s2")) == (True, False)
    assert (news.key, news.status, news.sent_at, news.creates) == (
        "uid1/s2",
        RowStatus.CANCELLED,
        at,
        False,
    )
    assert left(row(), "s2").sent_at == NEVER
