"""Domain objects for tests, valid as they come; name what the test is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from domain.appointment import Appointment, Origin
from domain.booking.chain import Chain
from domain.booking.row import Fact, Row, RowStatus
from domain.booking.side import BookingSide
from domain.client import Client, Union
from domain.slots import Slot, instant
from domain.users import Role, User

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
VALID_CPF = "52998224725"


def an_appointment(**over: Any) -> Appointment:
    """A manual appointment. With a date and an hour, its instants follow (30 minutes) unless they are given."""
    fields: dict[str, Any] = {
        "id": str(uuid4()),
        "nome_marca": "Laboratório Aurora",
        "nome_unidade": "Paulista",
        "nome_paciente": "Maria da Conceição Souza",
        "origem": Origin.MANUAL,
        "created_at": NOW,
        "updated_at": NOW,
    }
    appointment = Appointment(**(fields | over))
    day, hour = appointment.data_agendamento, appointment.hora_agendamento
    if day is None or hour is None or "inicio" in over:
        return appointment
    inicio = instant(day, hour, appointment.fuso)
    return replace(appointment, inicio=inicio, fim=inicio + timedelta(minutes=30))


def a_row(key: str, **over: Any) -> Row:
    """An accepted row of a booking, at ten o'clock UTC; `number` gives it the far side's number. `status` (said now) and
    `reschedule_requested` stand for what was said of it."""
    number, status = over.pop("number", None), over.pop("status", RowStatus.ACCEPTED)
    asked = NOW if over.pop("reschedule_requested", False) else None
    inicio = datetime(2026, 12, 1, 10, tzinfo=UTC)
    fields: dict[str, Any] = {
        "key": key,
        "uid": key.split("/")[0],
        "said": {} if status is None else {status: NOW},
        "asked": asked,
        "slot": Fact(Slot(inicio, inicio + timedelta(minutes=30)), 0, NOW),
        "facts": {"numero": Fact(number, 4, NOW)} if number else {},
        "born": NOW,
    }
    return Row(**(fields | over))


def a_booking(*rows: Row) -> BookingSide:
    return BookingSide(chain=Chain({row.key: row for row in rows}))


def a_user(role: Role = Role.ATENDENTE, **over: Any) -> User:
    fields: dict[str, Any] = {
        "id": str(uuid4()),
        "name": f"Pessoa {role}",
        "email": f"{role}@example.com",
        "role": role,
        "password_hash": "nenhuma",
        "created_at": NOW,
    }
    return User(**(fields | over))


def a_client(**over: Any) -> Client:
    fields: dict[str, Any] = {
        "id": str(uuid4()),
        "nome": "Maria Souza",
        "contato_em": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "versao": 1,
    }
    return Client(**(fields | over))


def a_union(survivor: Client, absorbed: Client, **over: Any) -> Union:
    fields: dict[str, Any] = {"taken": (), "visits": (), "by": "u", "at": NOW}
    return Union(survivor_id=survivor.id, absorbed=absorbed, **(fields | over))
