"""The bookings behind an appointment, as staff read them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from application.ports import Write
from domain.appointment import Appointment, Status
from domain.booking.row import Fact, RowStatus
from domain.users import Role
from tests.builders import NOW, VALID_CPF, a_booking, a_row, an_appointment
from tests.unit.domain.sides import booked, edit, hear, moved_row

LIST = "/api/v1/appointments"
CAL = "https://cal.example.com"
REASON = {"motivo_cancelamento": Fact(f"CPF {VALID_CPF}, viagem", 0, NOW)}


async def stored(house: Any, appointment: Appointment) -> str:
    await house.repository.commit(Write(put=appointment, expected=0))
    return appointment.id


async def test_a_chain_is_told_oldest_first_with_what_became_of_each(house: Any, sign_in: Any) -> None:
    moved = hear(booked(), moved_row())
    client = await sign_in(Role.ATENDENTE)
    told = (await client.get(f"{LIST}/{await stored(house, moved)}/booking")).json()
    assert told["anteriores"] == []
    assert [(row["situacao"], row["atual"], row["url"]) for row in told["reservas"]] == [
        ("remarcada", False, f"{CAL}/booking/uid1"),
        ("aceita", True, f"{CAL}/booking/uid2"),
    ]
    first, second = told["reservas"]
    assert (first["inicio"], first["fim"]) == ("2026-12-01T10:00:00Z", "2026-12-01T10:30:00Z")
    assert second["inicio"] > first["inicio"]
    assert datetime.fromisoformat(first["criada_em"]) == NOW


@pytest.mark.parametrize(
    ("row", "situation"),
    [
        ({"status": RowStatus.PENDING}, "pendente"),
        ({"status": None}, "pendente"),
        ({"status": RowStatus.REJECTED}, "recusada"),
        ({"status": RowStatus.CANCELLED}, "cancelada"),
        ({"status": RowStatus.CANCELLED, "reschedule_requested": True}, "a_remarcar"),
    ],
)
async def test_each_situation(house: Any, sign_in: Any, row: dict[str, Any], situation: str) -> None:
    client = await sign_in(Role.LOGISTICA)
    appointment_id = await stored(house, an_appointment(booking=a_booking(a_row("uid1", **row))))
    told = (await client.get(f"{LIST}/{appointment_id}/booking")).json()
    assert [each["situacao"] for each in told["reservas"]] == [situation]


async def test_a_replaced_row_that_was_accepted_afterwards_shows_that_it_stands(
    house: Any, sign_in: Any
) -> None:
    client = await sign_in(Role.LOGISTICA)
    old = a_row("uid1", number=1, accepted=NOW + timedelta(hours=1))
    rows = (old, a_row("uid2", number=2, older=frozenset({"uid1"})))
    appointment_id = await stored(house, an_appointment(booking=a_booking(*rows)))
    told = (await client.get(f"{LIST}/{appointment_id}/booking")).json()
    assert [(each["situacao"], each["atual"]) for each in told["reservas"]] == [
        ("aceita", False),
        ("aceita", True),
    ]


async def test_a_booking_that_staff_left_behind_stands_apart(house: Any, sign_in: Any) -> None:
    closed = hear(booked(), a_row("uid1", status=RowStatus.CANCELLED, facts=REASON))
    reopened = edit(closed, status=Status.AGENDADO)
    client = await sign_in(Role.LOGISTICA)
    told = (await client.get(f"{LIST}/{await stored(house, reopened)}/booking")).json()
    assert told["reservas"] == []
    ((left,),) = told["anteriores"]
    assert (left["situacao"], left["atual"]) == ("cancelada", False)
    assert left["motivo"] == "CPF ***.***.247-25, viagem"


async def test_an_appointment_without_a_booking_has_none(house: Any, sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    told = (await client.get(f"{LIST}/{await stored(house, an_appointment())}/booking")).json()
    assert told == {"reservas": [], "anteriores": []}


@pytest.mark.parametrize(
    ("state", "moved_at"),
    [
        ({"status": RowStatus.ACCEPTED}, f"{CAL}/reschedule/seat"),
        ({"status": RowStatus.CANCELLED, "reschedule_requested": True}, f"{CAL}/reschedule/seat"),
        ({"status": RowStatus.CANCELLED}, None),
    ],
)
async def test_a_booking_can_be_moved_while_it_is_open_or_the_clinic_asked_to_move_it(
    house: Any, sign_in: Any, state: dict[str, Any], moved_at: str | None
) -> None:
    row = a_row("uid1/seat", **state)
    appointment = an_appointment(booking=a_booking(row))
    client = await sign_in(Role.ATENDENTE)
    body = (await client.get(f"{LIST}/{await stored(house, appointment)}")).json()
    assert (body["calcom_url"], body["reagendar_url"]) == (f"{CAL}/booking/uid1", moved_at)
