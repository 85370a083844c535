"""A booked visit, the edits that staff make to it, and what is heard of its booking, for tests of the domain."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.appointment import Appointment, Status
from domain.booking.chain import Chain, join_chains
from domain.booking.push import Act, Push
from domain.booking.row import Fact, Row, RowStatus
from domain.booking.view import view_of
from domain.editing import Edit, edited
from domain.merge import BOOKING_OWNS, CLINIC_OWNS, Incoming, UnitRef, merge
from domain.pushing import (
    in_flight,
    next_order,
    taken,
)
from domain.slots import Slot
from tests.builders import NOW, a_row, an_appointment
from tests.lists import UNITS

PAULISTA = UNITS[0]
UNIT = UnitRef(PAULISTA.nome_unidade, PAULISTA.nome_marca, PAULISTA.fuso)
TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)
SLOT = Slot(TEN, TEN + timedelta(minutes=30))
LEASE = NOW + timedelta(minutes=2)
HOLDING = replace(PAULISTA, reserva_horario=True)
MOVED: dict[str, Any] = {"data_agendamento": date(2026, 12, 2), "hora_agendamento": "09:00"}
MOVED_SLOT = Slot(datetime(2026, 12, 2, 12, tzinfo=UTC), datetime(2026, 12, 2, 12, 30, tzinfo=UTC))
CANCELLED: dict[str, Any] = {"status": Status.CANCELADO, "motivo_cancelamento": "viagem"}


def hear(appointment: Appointment, row: Row, at: datetime = NOW) -> Appointment:
    chain = join_chains(appointment.side.chain, Chain({row.key: row}))
    view = view_of(chain)
    texts = dict.fromkeys((*BOOKING_OWNS, *CLINIC_OWNS)) | {
        "tags": (),
        "nome_paciente": "Maria da Conceição Souza",
        "paciente_ausente": view.absent,
    }
    told = Incoming(view.word, view.slot, UNIT, texts, frozenset(), view.open_ends)
    return merge(replace(appointment, booking=replace(appointment.side, chain=chain)), told, at)


def booked(status: RowStatus = RowStatus.ACCEPTED) -> Appointment:
    blank = an_appointment(nome_unidade=PAULISTA.nome_unidade, nome_marca=PAULISTA.nome_marca)
    return hear(blank, a_row("uid1", status=status))


def edit(before: Appointment, at: datetime = NOW, unit: Any = PAULISTA, **changes: Any) -> Appointment:
    return edited(before, Edit(changes=changes, by="Ana", at=at, unit=unit))


def sent(appointment: Appointment) -> tuple[Appointment, Push]:
    order = next_order(appointment)
    assert order is not None
    after = taken(appointment, order, NOW, LEASE)
    flight = in_flight(after)
    assert flight is not None
    return after, flight


def act_of(appointment: Appointment) -> Act | None:
    order = next_order(appointment)
    return order.act if order else None


def moved_row(key: str = "uid2", **over: Any) -> Row:
    slot = Fact(MOVED_SLOT, 0, NOW + timedelta(minutes=1))
    return a_row(key, **({"older": frozenset({"uid1"}), "slot": slot} | over))
