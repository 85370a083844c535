"""Which slots can be booked, in the zone of the event type."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from calcom_sandbox.catalogue import EventType, load_catalogue
from calcom_sandbox.rows import Attendee, Booking, Seat
from calcom_sandbox.slots import day_slots, days, open_slots, places_left

WEDNESDAY = date(2026, 11, 25)
NINE = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
BEFORE = NINE - timedelta(days=1)


def event_type(**settings: Any) -> EventType:
    return EventType(1, "coleta", "Coleta", "Rua 1", **settings)


def row(start: datetime, people: int = 1) -> Booking:
    return Booking(
        id=1,
        event_type_id=1,
        title="",
        description="",
        start=start,
        end=start + timedelta(minutes=30),
        status="ACCEPTED",
        location="",
        responses=None,
        attendees=[Attendee(id=n, email=f"{n}@example.com", name="", time_zone="UTC") for n in range(people)],
        seats=[Seat(attendee_id=n) for n in range(people)],
        ical_uid="",
        created_at=start,
        updated_at=start,
    )


@pytest.mark.parametrize(
    ("zone", "first_hour_utc"),
    [("America/Sao_Paulo", 11), ("America/Manaus", 12), ("America/Noronha", 10)],
)
def test_a_day_runs_from_eight_to_half_past_five_where_the_visit_is(zone: str, first_hour_utc: int) -> None:
    slots = day_slots(event_type(time_zone=zone), WEDNESDAY)
    assert slots[0] == datetime(2026, 11, 25, first_hour_utc, tzinfo=UTC)
    assert slots[-1] - slots[0] == timedelta(hours=9, minutes=30)
    assert len(slots) == 20


def test_fourteen_days_begin_with_today_at_the_place() -> None:
    late_evening_in_sao_paulo = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    offered = days(event_type(), late_evening_in_sao_paulo)
    assert offered[0] == WEDNESDAY
    assert len(offered) == 14


def test_past_and_taken_slots_are_not_offered() -> None:
    offered = open_slots(event_type(), WEDNESDAY, [row(NINE + timedelta(hours=1))], NINE)
    assert offered[0] == NINE + timedelta(minutes=30)
    assert NINE + timedelta(hours=1) not in offered


def test_a_visit_that_overlaps_takes_both_slots() -> None:
    offered = open_slots(event_type(), WEDNESDAY, [row(NINE + timedelta(minutes=15))], BEFORE)
    assert {NINE, NINE + timedelta(minutes=30)}.isdisjoint(offered)


def test_seats_are_offered_until_the_last_is_taken() -> None:
    seated = event_type(seats=3)
    assert [places_left(seated, NINE, [row(NINE, people)]) for people in (1, 2, 3)] == [2, 1, 0]
    assert places_left(seated, NINE + timedelta(minutes=15), [row(NINE)]) == 0


def test_the_catalogue_keeps_the_ids_that_the_unit_list_maps() -> None:
    catalogue = load_catalogue()
    assert {each.id: each.slug for each in catalogue.event_types} == {
        1: "coleta-paulista",
        2: "coleta-moema",
        3: "coleta-confirmacao",
        4: "coleta-manaus",
        5: "coleta-semanal",
        6: "campanha-vacina",
        7: "exame-particular",
        8: "coleta-noronha",
    }
    assert catalogue.organiser.username == "clinica-demo"
