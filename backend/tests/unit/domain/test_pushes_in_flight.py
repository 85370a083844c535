"""What becomes of a push that is on its way: its echo, later edits, looks for it, the time it takes."""

from dataclasses import replace
from datetime import timedelta

from domain.appointment import Status
from domain.booking.chain import Chain, join_chains
from domain.booking.push import Act, PushState
from domain.booking.row import Fact, RowStatus
from domain.pending import Pending
from domain.pushing import (
    NOT_APPLIED,
    carried_out,
    doubted,
    in_flight,
    looked_up,
    push_due,
    refused,
    waiting_since,
)
from domain.slots import Slot
from tests.builders import NOW, a_row, an_appointment
from tests.unit.domain.sides import (
    CANCELLED,
    HOLDING,
    LEASE,
    MOVED,
    MOVED_SLOT,
    SLOT,
    TEN,
    act_of,
    booked,
    edit,
    hear,
    moved_row,
    sent,
)

LONGER = Slot(MOVED_SLOT.inicio, MOVED_SLOT.fim + timedelta(minutes=15))


def test_how_long_a_visit_takes_is_the_booking_s_to_say() -> None:
    flying, push = sent(edit(booked(), **MOVED))
    heard = carried_out(hear(flying, moved_row(slot=Fact(LONGER, 0, NOW + timedelta(minutes=1)))), push)
    assert (heard.slot, heard.side.disagreements, push_due(heard)) == (LONGER, (), None)
    assert heard.side.pushes["slot"].state is PushState.SENT


def test_what_staff_change_while_their_booking_is_made_is_pushed_after_it() -> None:
    flying, push = sent(edit(an_appointment(), unit=HOLDING, **MOVED))
    row = a_row("uid9", slot=Fact(MOVED_SLOT, 0, NOW))
    later = carried_out(hear(edit(flying, unit=HOLDING, hora_agendamento="16:00"), row), push)
    assert (later.hora_agendamento, act_of(later)) == ("16:00", Act.MOVE)
    off = carried_out(hear(edit(flying, unit=HOLDING, **CANCELLED), row), push)
    assert (off.status, act_of(off)) == (Status.CANCELADO, Act.CANCEL)


def test_the_patient_who_moves_on_from_where_staff_moved_the_visit_is_no_conflict() -> None:
    """The answer of staff's move was lost, and so was its webhook: both moves are heard at once."""
    flying, push = sent(edit(booked(), **MOVED))
    later = Fact(Slot(TEN + timedelta(days=3), TEN + timedelta(days=3, minutes=30)), 0, NOW)
    own = moved_row("uid3", older=frozenset({"uid2"}), slot=later)
    chain = join_chains(flying.side.chain, Chain({"uid2": moved_row()}))
    both = hear(replace(flying, booking=replace(flying.side, chain=chain)), own)
    assert (both.slot, both.side.disagreements) == (later.value, ())
    assert push_due(looked_up(both, push, LEASE)) is None
    alone = hear(flying, moved_row("uid3", older=frozenset({"uid1"}), slot=later))
    assert [each.field for each in alone.side.disagreements] == ["slot"]


def test_what_was_asked_of_a_row_that_is_no_more_is_not_looked_for() -> None:
    flying, push = sent(edit(booked(), **MOVED))
    lost = doubted(flying, push, LEASE)
    still = looked_up(lost, push, LEASE)
    flight = in_flight(still)
    assert flight is not None
    assert (flight.state, flight.looks) == (PushState.IN_DOUBT, 1)
    elsewhere = hear(lost, moved_row(slot=Fact(SLOT, 0, NOW + timedelta(minutes=1))))
    assert in_flight(looked_up(elsewhere, push, LEASE)) is None


def test_of_two_open_ends_both_are_cancelled() -> None:
    torn = hear(hear(booked(), moved_row()), moved_row("uid3"))
    flying, push = sent(edit(torn, **CANCELLED))
    done = carried_out(hear(flying, a_row(push.order.key, status=RowStatus.CANCELLED)), push)
    flying, other = sent(done)
    assert {push.order.key, other.order.key} == {"uid2", "uid3"}
    off = carried_out(hear(flying, a_row(other.order.key, status=RowStatus.CANCELLED)), other)
    assert (off.status, push_due(off), off.side.pushes["status"].state) == (
        Status.CANCELADO,
        None,
        PushState.SENT,
    )


def test_a_patient_who_moves_while_staff_confirm_is_confirmed_where_the_visit_is_now() -> None:
    """Found by a storm (seed 41): the new row waits to be confirmed too, and nobody had asked for that yet."""
    flying, push = sent(edit(booked(RowStatus.PENDING), status=Status.AGENDADO))
    moved = hear(flying, moved_row(status=RowStatus.PENDING))
    done = carried_out(moved, push)
    assert Pending.ENVIO_RECUSADO not in done.pendencias
    flying, again = sent(done)
    assert (again.order.act, again.order.key) == (Act.CONFIRM, "uid2")
    stubborn = carried_out(flying, again)
    assert (stubborn.side.pushes["status"].reason, push_due(stubborn)) == (NOT_APPLIED, None)


def test_a_push_waits_from_when_it_could_go() -> None:
    moved = edit(booked(), **MOVED)
    flying, push = sent(moved)
    assert [waiting_since(each) for each in (booked(), moved, flying)] == [None, NOW, NOW]
    assert waiting_since(refused(flying, push, "horario_ocupado", "Ocupado.")) is None
    at = TEN + timedelta(days=2)
    assert waiting_since(edit(booked(), at=at, paciente_ausente=True)) == at
