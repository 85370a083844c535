"""What staff may write, and what follows from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.appointment import Appointment, Origin, Status, blank
from domain.booking.row import RowStatus
from domain.booking.side import BookingSide
from domain.booking.view import Word
from domain.editing import Edit, created, edited
from domain.errors import Invalid
from domain.pending import Pending
from domain.slots import Slot
from domain.small_lists import Unit
from tests.builders import NOW, VALID_CPF, a_booking, a_row, an_appointment
from tests.lists import AURORA, PACKAGES, UNITS

PAULISTA, NORONHA = UNITS[0], UNITS[1]
NAMES = {"nome_paciente": "Rosa Lima", "nome_unidade": "Paulista", "nome_marca": AURORA}
AT_EIGHT: dict[str, Any] = {"data_agendamento": date(2026, 12, 1), "hora_agendamento": "08:00"}
SLOT = Slot(datetime(2026, 12, 1, 11, tzinfo=UTC), datetime(2026, 12, 1, 11, 50, tzinfo=UTC))


def edit(before: Appointment, at: datetime = NOW, **changes: Any) -> Appointment:
    """`changes` may name an `Edit`'s own fields too."""
    told: dict[str, Any] = {"unit": PAULISTA}
    told |= {name: changes.pop(name) for name in ("unit", "package", "is_phone_valid") if name in changes}
    return edited(before, Edit(changes=changes, by="Ana", at=at, **told))


def create(unit: Unit = PAULISTA, **changes: Any) -> Appointment:
    return created(
        blank("1", Origin.MANUAL, "Ana", NOW), Edit(changes=NAMES | changes, by="Ana", at=NOW, unit=unit)
    )


def booked(status: Status = Status.AGENDADO, row: RowStatus = RowStatus.ACCEPTED, **over: Any) -> Appointment:
    """Fifty minutes long, at eight at Paulista, as its booking says."""
    word = {RowStatus.PENDING: Word.PENDING, RowStatus.ACCEPTED: Word.ACCEPTED}.get(row, Word.CLOSED)
    side = replace(
        a_booking(a_row("uid1", status=row)), base={"slot": SLOT, "status": word, "paciente_ausente": False}
    )
    times = {**AT_EIGHT, "inicio": SLOT.inicio, "fim": SLOT.fim}
    return an_appointment(**({"status": status, "booking": side} | times | over))


def faults(before: Appointment, **changes: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        edit(before, **changes)
    return set(refused.value.errors)


def test_a_new_appointment_takes_its_time_from_its_unit() -> None:
    made = create(**AT_EIGHT, unit=NORONHA)
    assert (made.inicio, made.fuso) == (datetime(2026, 12, 1, 10, tzinfo=UTC), "America/Noronha")
    assert made.fim == datetime(2026, 12, 1, 10, 45, tzinfo=UTC)
    assert (made.status, made.cadastrado_por, made.agendado_por) == (Status.PENDENTE, "Ana", None)
    assert made.pendencias == (Pending.CONVENIO_AUSENTE, Pending.CPF_AUSENTE)


def test_a_date_without_an_hour_has_no_instant() -> None:
    made = create(data_agendamento=date(2026, 12, 1))
    assert (made.slot, made.data_agendamento) == (None, date(2026, 12, 1))
    cleared = edit(create(**AT_EIGHT), data_agendamento=None)
    assert (cleared.data_agendamento, cleared.hora_agendamento, cleared.slot) == (None, None, None)


def test_an_hour_that_a_zone_skips_is_told_as_the_instant_is() -> None:
    skipped = replace(PAULISTA, fuso="America/Santiago")
    made = create(data_agendamento=date(2026, 9, 6), hora_agendamento="00:30", unit=skipped)
    assert made.hora_agendamento == "01:30"


@pytest.mark.parametrize(
    ("before", "changes", "wrong"),
    [
        (create(), {"nome_paciente": None}, {"nome_paciente"}),
        (create(), {"nome_unidade": "Outra", "unit": None}, {"nome_unidade"}),
        (create(), {"hora_agendamento": "08:00"}, {"hora_agendamento"}),
        (create(), {"status": Status.AGENDADO}, {"data_agendamento"}),
        (create(data_agendamento=date(2026, 12, 1)), {"status": Status.CONFIRMADO}, {"hora_agendamento"}),
        (create(), {"status": Status.COLETADO}, {"data_agendamento"}),
        (create(), {"canal_confirmacao": "WhatsApp"}, {"canal_confirmacao"}),
        (create(), {"motivo_cancelamento": "viagem"}, {"motivo_cancelamento"}),
        (create(**AT_EIGHT), {"paciente_ausente": True}, {"paciente_ausente"}),
        (create(), {"paciente_ausente": True}, {"paciente_ausente"}),
        (create(), {"package": PACKAGES[0], "logistics_package_id": "p1", "driver_id": "d2"}, {"driver_id"}),
        (booked(), {"data_agendamento": None}, {"data_agendamento"}),
        (booked(), {"hora_agendamento": None}, {"hora_agendamento"}),
        (booked(), {"status": Status.CANCELADO}, {"motivo_cancelamento"}),
        (booked(Status.COLETADO), {"status": Status.CANCELADO, "motivo_cancelamento": "x"}, {"status"}),
        (booked(Status.COLETADO), {"hora_agendamento": "09:00"}, {"data_agendamento"}),
    ],
)
def test_what_is_refused(before: Appointment, changes: dict[str, Any], wrong: set[str]) -> None:
    assert faults(before, **changes) == wrong


def test_what_an_edit_does_not_touch_is_not_judged() -> None:
    odd = an_appointment(status=Status.AGENDADO, nome_marca="")
    assert edit(odd, cip="1", unit=None).cip == "1"
    assert edit(odd) is odd


def test_a_package_sets_the_other_three_and_changing_one_leaves_it() -> None:
    sent = edit(create(), logistics_package_id="p1", package=PACKAGES[0])
    assert (sent.driver_id, sent.collector_id, sent.car_id) == ("d1", "c1", "k1")
    other = edit(sent, driver_id="d2")
    assert (other.driver_id, other.collector_id, other.logistics_package_id) == ("d2", "c1", None)


def test_a_new_slot_by_staff_undoes_the_confirmation_and_asks_for_the_route() -> None:
    confirmed = edit(create(**AT_EIGHT, driver_id="d1"), status=Status.CONFIRMADO)
    assert (confirmed.data_confirmacao, confirmed.hora_confirmacao) == (date(2026, 11, 23), "12:00")
    moved = edit(confirmed, hora_agendamento="09:00")
    assert (moved.status, moved.data_confirmacao, moved.agendado_por) == (Status.AGENDADO, None, "Ana")
    assert Pending.LOGISTICA_A_REVER in moved.pendencias
    for settling in ({"car_id": "k2"}, {"status": Status.CONFIRMADO}):
        assert Pending.LOGISTICA_A_REVER not in edit(moved, **settling).pendencias


def test_a_slot_that_the_patient_confirms_at_once_stays_confirmed() -> None:
    confirmed = edit(create(**AT_EIGHT), status=Status.CONFIRMADO)
    again = edit(confirmed, hora_agendamento="09:00", canal_confirmacao="Telefone")
    assert (again.status, again.canal_confirmacao) == (Status.CONFIRMADO, "Telefone")


def test_moving_an_absent_patient_to_the_future_is_a_new_chance() -> None:
    absent = edit(create(**AT_EIGHT), at=NOW + timedelta(days=30), paciente_ausente=True)
    assert absent.paciente_ausente
    later = edit(absent, at=NOW + timedelta(days=30), data_agendamento=date(2027, 3, 1))
    assert not later.paciente_ausente


def test_a_booking_keeps_its_length_and_its_instants_through_a_change_of_unit() -> None:
    moved = edit(booked(), hora_agendamento="10:00")
    assert moved.slot == Slot(SLOT.inicio + timedelta(hours=2), SLOT.fim + timedelta(hours=2))
    elsewhere = edit(booked(), nome_unidade="Noronha", nome_marca="Bem Coletar", unit=NORONHA)
    assert (elsewhere.slot, elsewhere.hora_agendamento, elsewhere.fuso) == (SLOT, "09:00", "America/Noronha")
    unbooked = edit(create(**AT_EIGHT), nome_unidade="Noronha", nome_marca="Bem Coletar", unit=NORONHA)
    assert (unbooked.hora_agendamento, unbooked.inicio) == ("08:00", SLOT.inicio - timedelta(hours=1))


def test_codes_follow_from_what_staff_gave() -> None:
    odd = an_appointment(
        pendencias=(
            *(Pending.CPF_INVALIDO, Pending.CONFLITO, Pending.UNIDADE_NAO_MAPEADA, Pending.TAG_DESCONHECIDA),
        )
    )
    mended = edit(odd, cpf=VALID_CPF, nome_convenio="Amil", nome_unidade="Paulista", tags=())
    assert mended.pendencias == (Pending.CONFLITO,)
    assert edit(mended, cpf=None).pendencias == (Pending.CONFLITO, Pending.CPF_AUSENTE)
    phoned = edit(mended, telefone="12", is_phone_valid=False)
    assert phoned.pendencias == (Pending.CONFLITO, Pending.TELEFONE_INVALIDO)
    assert edit(phoned, telefone=None).pendencias == (Pending.CONFLITO,)


def test_a_new_text_undoes_its_parts() -> None:
    normalised = replace(create(), endereco_completo="Rua A, 1", endereco_normalizado={"rua": "Rua A"})
    assert edit(normalised, endereco_completo="Rua B, 2").endereco_normalizado is None


def test_what_staff_meant_for_the_booking_is_kept_until_it_is_so() -> None:
    moved = edit(booked(), hora_agendamento="10:00")
    assert set(moved.side.intents) == {"slot"}
    assert (moved.side.intents["slot"].by, moved.side.intents["slot"].at) == ("Ana", NOW)
    assert edit(moved, hora_agendamento="08:00").side.intents == {}
    cancelled = edit(booked(), status=Status.CANCELADO, motivo_cancelamento="viagem")
    assert set(cancelled.side.intents) == {"status"}
    absent = edit(booked(), at=SLOT.fim, paciente_ausente=True)
    assert set(absent.side.intents) == {"paciente_ausente"}
    assert set(edit(booked(Status.PENDENTE, RowStatus.PENDING), status=Status.AGENDADO).side.intents) == {
        "status"
    }


@pytest.mark.parametrize(
    "changes", [{"status": Status.CONFIRMADO}, {"nome_paciente": "Outra"}, {"status": Status.AUTORIZACAO}]
)
def test_what_a_booking_cannot_be_told_is_no_intent(changes: dict[str, Any]) -> None:
    assert edit(booked(), **changes).side.intents == {}
    assert edit(create(**AT_EIGHT), hora_agendamento="09:00").booking is None


def test_a_visit_brought_back_leaves_its_closed_booking_behind() -> None:
    closed = booked(Status.CANCELADO, RowStatus.CANCELLED, motivo_cancelamento="viagem")
    back = edit(closed, status=Status.AGENDADO, hora_agendamento="10:00")
    assert back.booking == BookingSide(previous=(closed.side.chain,))
    assert (back.calcom_booking_id, back.motivo_cancelamento) == (None, None)
    assert back.slot == Slot(SLOT.inicio + timedelta(hours=2), SLOT.inicio + timedelta(hours=2, minutes=30))
    assert edit(closed, observacoes="x").side.chain == closed.side.chain
