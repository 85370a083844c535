"""The three-way merge: what the booking moved, what the clinic moved, and what both did."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.appointment import Appointment, Origin, Status
from domain.booking.side import BookingSide
from domain.booking.view import Word
from domain.merge import BOOKING_OWNS, CLINIC_OWNS, Incoming, UnitRef, merge
from domain.pending import Pending
from domain.slots import Slot
from tests.unit.domain.strategies import DAY, slots

AT = datetime(2026, 12, 1, tzinfo=UTC)
UNIT = UnitRef("Paulista", "Aurora", "America/Sao_Paulo")
SLOT = Slot(DAY, DAY + timedelta(minutes=30))
LATER = Slot(DAY + timedelta(days=1), DAY + timedelta(days=1, minutes=30))
NOTHING = dict.fromkeys((*BOOKING_OWNS, *CLINIC_OWNS)) | {"tags": (), "paciente_ausente": False}


def incoming(word: Word = Word.ACCEPTED, slot: Slot = SLOT, unit: UnitRef = UNIT, **texts: Any) -> Incoming:
    told = NOTHING | {"nome_paciente": "Ana", "email": "ana@example.com"} | texts
    return Incoming(word, slot, unit, told, frozenset())


def blank() -> Appointment:
    return Appointment(
        id="1", nome_marca="", nome_unidade="", nome_paciente="", origem=Origin.CALCOM, created_at=AT, updated_at=AT,
        booking=BookingSide(),
    )  # fmt: skip


def booked() -> Appointment:
    return merge(blank(), incoming(), AT)


def conflicts(appointment: Appointment) -> dict[str, tuple[Any, Any]]:
    return {d.field: (d.kept, d.other) for d in appointment.side.disagreements}


words, names = st.sampled_from(list(Word)), st.sampled_from(["Ana", "Bia", "ANA ", "Ána"])
said = st.builds(
    incoming, word=words, slot=slots, nome_paciente=names, cpf=st.none() | st.just("52998224725")
)


@given(st.lists(said, min_size=1, max_size=6))
def test_without_staff_the_appointment_is_what_was_said_last(told: list[Incoming]) -> None:
    step = blank()
    for one in told:
        step = merge(step, one, AT)

    assert step == merge(blank(), told[-1], AT)
    assert not step.side.disagreements


@given(said, said)
def test_a_merge_repeated_changes_nothing(first: Incoming, second: Incoming) -> None:
    once = merge(merge(blank(), first, AT), second, AT)

    assert merge(once, second, AT + timedelta(hours=1)) == once


def test_the_local_date_and_hour_are_the_unit_s() -> None:
    noronha = replace(UNIT, fuso="America/Noronha")
    there = merge(blank(), incoming(unit=noronha), AT)

    assert (str(there.data_agendamento), there.hora_agendamento, there.fuso) == (
        "2026-12-01",
        "10:00",
        "America/Noronha",
    )


def test_what_only_the_clinic_moved_stays() -> None:
    edited = replace(booked(), nome_paciente="Ana Lima", inicio=LATER.inicio, fim=LATER.fim)
    again = merge(edited, incoming(cpf="52998224725"), AT)

    assert (again.nome_paciente, again.slot, again.cpf) == ("Ana Lima", LATER, "52998224725")
    assert conflicts(again) == {}


def test_both_moved_a_text_the_clinic_owns_it_and_the_other_is_kept() -> None:
    edited = replace(booked(), nome_paciente="Ana Lima")
    again = merge(edited, incoming(nome_paciente="Ana Souza"), AT)

    assert again.nome_paciente == "Ana Lima"
    assert conflicts(again) == {"nome_paciente": ("Ana Lima", "Ana Souza")}
    assert Pending.CONFLITO in again.pendencias


def test_both_moved_the_slot_the_booking_owns_it_and_the_clinic_s_is_kept() -> None:
    mine = Slot(DAY + timedelta(days=3), DAY + timedelta(days=3, minutes=30))
    again = merge(replace(booked(), inicio=mine.inicio, fim=mine.fim), incoming(slot=LATER), AT)

    assert again.slot == LATER
    assert conflicts(again) == {"slot": (LATER, mine)}
    assert Pending.CONFLITO_DE_HORARIO in again.pendencias


def test_both_moved_alike_is_no_conflict() -> None:
    edited = replace(booked(), inicio=LATER.inicio, fim=LATER.fim, nome_paciente="Ana Lima")

    assert conflicts(merge(edited, incoming(slot=LATER, nome_paciente="ana  LIMA"), AT)) == {}


def test_normalised_spelling_is_no_move_of_the_clinic() -> None:
    shouted = merge(blank(), incoming(nome_paciente="ANA"), AT)
    again = merge(replace(shouted, nome_paciente="Ana"), incoming(nome_paciente="Ána Lima"), AT)

    assert again.nome_paciente == "Ána Lima"
    assert conflicts(again) == {}


def test_a_new_slot_undoes_the_confirmation_and_asks_for_the_route() -> None:
    confirmed = replace(
        booked(),
        status=Status.CONFIRMADO,
        canal_confirmacao="WhatsApp",
        hora_confirmacao="10:00",
        driver_id="d1",
    )
    moved = merge(confirmed, incoming(slot=LATER), AT)

    assert (moved.status, moved.canal_confirmacao, moved.hora_confirmacao) == (Status.AGENDADO, None, None)
    assert moved.driver_id == "d1"
    assert Pending.LOGISTICA_A_REVER in moved.pendencias


def test_a_collected_visit_is_never_moved_or_closed() -> None:
    collected = replace(booked(), status=Status.COLETADO)
    again = merge(collected, incoming(Word.CLOSED, LATER), AT)

    assert (again.status, again.slot) == (Status.COLETADO, SLOT)
    assert set(conflicts(again)) == {"status", "slot"}


def test_a_cancellation_s_reason_goes_when_the_visit_lives_on() -> None:
    closed = merge(booked(), incoming(Word.CLOSED, motivo_cancelamento="viagem"), AT)
    alive = merge(closed, incoming(slot=LATER), AT)

    assert closed.motivo_cancelamento == "viagem"
    assert (alive.status, alive.motivo_cancelamento) == (Status.AGENDADO, None)


def test_pending_codes_follow_from_what_the_clinic_holds_now() -> None:
    default = replace(UNIT, nome_unidade="?", mapped=False)
    first = merge(blank(), incoming(unit=default), AT)
    mended = replace(first, cpf="52998224725", nome_convenio="Amil", nome_unidade="Moema")
    again = merge(mended, incoming(unit=default, observacoes="portão azul"), AT)

    assert set(first.pendencias) == {
        Pending.CPF_AUSENTE,
        Pending.CONVENIO_AUSENTE,
        Pending.UNIDADE_NAO_MAPEADA,
    }
    assert again.pendencias == ()
