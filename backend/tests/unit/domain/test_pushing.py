"""What the booking is to be told, in which order, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.appointment import Status
from domain.booking.push import Act, PushState
from domain.booking.row import Fact, RowStatus
from domain.booking.view import Word
from domain.pending import Pending
from domain.pushing import (
    NOT_APPLIED,
    carried_out,
    doubted,
    in_flight,
    looked_up,
    next_order,
    push_due,
    put_off,
    reconsidered,
    refused,
    shown,
)
from domain.ways_out import NothingRefused, Way, decided, settled
from tests.builders import NOW, a_row, an_appointment
from tests.lists import ZONES
from tests.unit.domain.sides import (
    CANCELLED,
    HOLDING,
    LEASE,
    MOVED,
    MOVED_SLOT,
    PAULISTA,
    SLOT,
    TEN,
    act_of,
    booked,
    edit,
    hear,
    moved_row,
    sent,
)


@pytest.mark.parametrize(
    ("row", "changes", "act"),
    [
        (RowStatus.ACCEPTED, {"observacoes": "portão azul"}, None),
        (RowStatus.ACCEPTED, MOVED, Act.MOVE),
        (RowStatus.ACCEPTED, CANCELLED, Act.CANCEL),
        (RowStatus.PENDING, CANCELLED, Act.DECLINE),
        (RowStatus.PENDING, {"status": Status.AGENDADO}, Act.CONFIRM),
        (RowStatus.PENDING, {"status": Status.CONFIRMADO}, Act.CONFIRM),
        (RowStatus.PENDING, {"status": Status.AUTORIZACAO}, None),
        (RowStatus.ACCEPTED, {"status": Status.ALTERAR}, None),
        (RowStatus.ACCEPTED, {"status": Status.COLETADO}, None),
        (RowStatus.ACCEPTED, MOVED | CANCELLED, Act.CANCEL),
    ],
)
def test_what_staff_mean_for_the_booking(row: RowStatus, changes: dict[str, Any], act: Act | None) -> None:
    after = edit(booked(row), **changes)
    assert act_of(after) is act
    assert (push_due(after) is None) == (act is None)


def test_what_came_from_the_booking_is_never_pushed_back() -> None:
    assert push_due(hear(booked(), moved_row())) is None


def test_an_absence_waits_for_the_start_that_the_booking_knows() -> None:
    at = TEN + timedelta(days=2)
    after = edit(booked(), at=at, paciente_ausente=True)
    assert (act_of(after), push_due(after)) == (Act.MARK_ABSENT, at)


def test_the_new_time_goes_before_the_confirmation() -> None:
    after = edit(booked(RowStatus.PENDING), **MOVED, status=Status.AGENDADO)
    assert act_of(after) is Act.MOVE


def test_the_echo_of_a_push_moves_the_base_only() -> None:
    flying, _ = sent(edit(booked(), **MOVED))
    again = edit(flying, hora_agendamento="15:00")
    heard = hear(again, moved_row())
    assert (heard.hora_agendamento, heard.side.base["slot"]) == ("15:00", MOVED_SLOT)
    assert not heard.side.disagreements
    order = next_order(heard)
    assert order is not None
    assert (order.act, order.key, order.value) == (Act.MOVE, "uid2", heard.slot)
    assert heard.side.pushes["slot"].state is PushState.SENT


def test_a_cancel_by_staff_while_the_confirmation_flies_stands() -> None:
    flying, _ = sent(edit(booked(RowStatus.PENDING), status=Status.AGENDADO))
    heard = hear(edit(flying, **CANCELLED), a_row("uid1"))
    assert (heard.status, act_of(heard)) == (Status.CANCELADO, Act.CANCEL)


def test_a_visit_brought_back_while_its_cancel_flies_leaves_the_booking_behind() -> None:
    flying, _ = sent(edit(booked(), **CANCELLED))
    back = edit(flying, status=Status.AGENDADO)
    heard = hear(back, a_row("uid1", status=RowStatus.CANCELLED))
    assert (heard.status, heard.calcom_booking_id) == (Status.AGENDADO, None)
    assert Pending.SEM_RESERVA in heard.pendencias
    assert [chain.names for chain in heard.side.previous] == [("uid1",)]


def test_the_patient_s_own_move_beats_one_of_staff_that_was_not_sent() -> None:
    heard = hear(edit(booked(), hora_agendamento="15:00"), moved_row())
    assert heard.slot == MOVED_SLOT
    assert [each.field for each in heard.side.disagreements] == ["slot"]
    assert push_due(heard) is None


def test_a_refused_push_waits_for_a_person_and_for_nothing_else() -> None:
    flying, push = sent(edit(booked(), **MOVED))
    stuck = refused(flying, push, "horario_ocupado", "O horário já está ocupado.")
    assert push_due(stuck) is None
    assert Pending.ENVIO_RECUSADO in stuck.pendencias
    seen = shown(stuck)
    assert seen is not None
    assert (seen.state, seen.reason) == (PushState.REFUSED, "horario_ocupado")
    assert act_of(edit(stuck, hora_agendamento="16:00")) is Act.MOVE
    assert act_of(edit(stuck, **CANCELLED)) is Act.CANCEL


def test_ways_out_of_a_refusal() -> None:
    flying, push = sent(edit(booked(), **MOVED))
    stuck = refused(flying, push, "horario_ocupado", "O horário já está ocupado.")
    retried, kept, undone = (decided(stuck, way) for way in (Way.RETRY, Way.KEEP, Way.UNDO))
    assert (act_of(retried), retried.slot) == (Act.MOVE, MOVED_SLOT)
    assert (push_due(kept), kept.slot) == (None, MOVED_SLOT)
    assert (push_due(undone), undone.slot) == (None, SLOT)
    for each in (retried, kept, undone):
        assert Pending.ENVIO_RECUSADO not in each.pendencias
        with pytest.raises(NothingRefused):
            decided(each, Way.KEEP)


def test_an_undone_cancel_is_scheduled_again() -> None:
    flying, push = sent(edit(booked(), **CANCELLED))
    undone = decided(refused(flying, push, "fora_do_prazo", "Tarde demais."), Way.UNDO)
    assert (undone.status, undone.motivo_cancelamento) == (Status.AGENDADO, None)


def test_put_off_and_in_doubt_come_back_when_they_are_due() -> None:
    flying, push = sent(edit(booked(), **MOVED))
    later = NOW + timedelta(minutes=5)
    waiting = put_off(flying, push, later, "http_503")
    assert (push_due(waiting), in_flight(waiting)) == (later, None)
    _, again = sent(waiting)
    assert again.attempts == 2
    lost = doubted(flying, push, later)
    assert push_due(lost) == later
    flight = in_flight(looked_up(lost, push, LEASE))
    assert flight is not None
    assert flight.looks == 1


def test_a_push_that_changed_nothing_is_not_sent_for_ever() -> None:
    flying, push = sent(edit(booked(), **MOVED))
    done = carried_out(flying, push)
    assert push_due(done) is None
    assert done.side.pushes["slot"].reason == NOT_APPLIED


def test_after_a_refusal_the_booking_s_news_decides_what_is_asked_next() -> None:
    flying, push = sent(edit(booked(RowStatus.PENDING), **MOVED, status=Status.AGENDADO))
    moved_by_the_patient = reconsidered(
        hear(flying, a_row("uid1")), push, "ja_remarcada", "Já foi remarcada."
    )
    assert moved_by_the_patient.side.pushes["slot"].state is PushState.REFUSED
    elsewhere = hear(flying, moved_row(slot=Fact(SLOT, 0, NOW + timedelta(minutes=1))))
    order = next_order(reconsidered(elsewhere, push, "ja_remarcada", "Já foi remarcada."))
    assert order is not None
    assert (order.act, order.key) == (Act.MOVE, "uid2")


def test_the_booking_owns_whether_it_is_open() -> None:
    flying, _ = sent(edit(booked(RowStatus.PENDING), **CANCELLED))
    accepted = hear(flying, a_row("uid1"))
    assert (accepted.status, act_of(accepted)) == (Status.AGENDADO, None)
    assert [each.field for each in accepted.side.disagreements] == ["status"]


def test_a_unit_that_holds_its_hours_books_what_staff_enter() -> None:
    fresh = an_appointment()
    held = edit(fresh, unit=HOLDING, **MOVED)
    order = next_order(held)
    assert order is not None
    assert (order.act, order.key, order.value) == (Act.BOOK, "", held.slot)
    assert next_order(edit(fresh, **MOVED)) is None
    assert next_order(edit(held, unit=HOLDING, status=Status.CANCELADO)) is None
    later = edit(held, unit=HOLDING, hora_agendamento="15:00")
    order = next_order(later)
    assert order is not None
    assert order.value == later.slot


def test_the_booking_that_we_made_does_not_answer_for_the_patient() -> None:
    held = edit(
        an_appointment(nome_unidade="Paulista", nome_marca=PAULISTA.nome_marca), unit=HOLDING, **MOVED
    )
    flying, push = sent(held)
    heard = hear(flying, a_row("uid9", slot=Fact(MOVED_SLOT, 0, NOW)))
    assert (heard.status, heard.slot, heard.calcom_booking_id) == (Status.PENDENTE, MOVED_SLOT, "uid9")
    assert not heard.side.disagreements
    assert push_due(carried_out(heard, push)) is None


def test_an_hour_that_could_not_be_held_can_be_given_up() -> None:
    flying, push = sent(edit(an_appointment(), unit=HOLDING, **MOVED, status=Status.AGENDADO))
    stuck = refused(flying, push, "horario_ocupado", "O horário já está ocupado.")
    given_up = decided(stuck, Way.UNDO)
    assert (given_up.status, given_up.data_agendamento, given_up.slot) == (Status.PENDENTE, None, None)
    assert push_due(decided(stuck, Way.KEEP)) is None


def test_settling_for_the_clinic_pushes_what_it_wanted() -> None:
    torn = hear(edit(booked(), hora_agendamento="15:00"), moved_row())
    ours = settled(torn, "slot", "clinica", "Ana", NOW, ZONES)
    assert (ours.hora_agendamento, act_of(ours)) == ("15:00", Act.MOVE)
    theirs = settled(torn, "slot", "booking", "Ana", NOW, ZONES)
    assert (theirs.slot, push_due(theirs)) == (MOVED_SLOT, None)
    for each in (ours, theirs):
        assert not each.side.disagreements
        assert Pending.CONFLITO_DE_HORARIO not in each.pendencias


def test_words_of_the_booking_are_taken_as_statuses() -> None:
    collected = replace(booked(), status=Status.COLETADO)
    torn = hear(collected, a_row("uid1", status=RowStatus.CANCELLED))
    assert [each.other for each in torn.side.disagreements] == [Word.CLOSED]
    assert settled(torn, "status", "clinica", "Ana", NOW, ZONES).status is Status.COLETADO
