"""What Cal.com refuses: read back first, for the booking may be as it was asked to be, or stand somewhere else by now."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from calcom_integration.outbound import Outbound
from calcom_sandbox.acts import cancelling, hosting, paying, rescheduling, seating
from calcom_sandbox.lines import LINE_6_2
from calcom_sandbox.orders import Move
from domain.appointment import Appointment, Status
from domain.booking.push import PushState
from domain.pending import Pending
from domain.ways_out import Way
from tests.pushing import (
    CANCELLED,
    CONFIRMED,
    MOVED,
    PAID,
    SHARED,
    TERMS,
    Front,
    open_front,
    push_of,
)


@pytest.fixture
async def front(mongodb_url: str, database_name: str) -> AsyncIterator[Front]:
    async with open_front(mongodb_url, database_name) as front:
        yield front


@pytest.fixture
async def newer_front(mongodb_url: str, database_name: str) -> AsyncIterator[Front]:
    async with open_front(mongodb_url, database_name, line=LINE_6_2) as front:
        yield front


def elsewhere(front: Front) -> Move:
    return Move(start=front.bench.now.replace(month=12, day=2, hour=12), rescheduled_by="maria@example.com")


def uid_of(appointment: Appointment) -> str:
    return str(appointment.calcom_booking_id).split("/")[0]


def is_stuck(appointment: Appointment, field: str, reason: str) -> bool:
    push = push_of(appointment, field)
    said = (push.state, push.reason, bool(push.detail)) == (PushState.REFUSED, reason, True)
    return said and Pending.ENVIO_RECUSADO in appointment.pendencias


async def test_a_slot_that_somebody_has_taken(front: Front) -> None:
    await front.booked(name="Bia", start="2026-12-01T12:00:00Z")
    first = await front.booked()
    await front.edit(first, **MOVED)
    await front.push()

    stuck = await front.named()
    assert is_stuck(stuck, "slot", "horario_ocupado")
    assert push_of(stuck, "slot").detail == "O horário já está ocupado no Cal.com."
    assert (stuck.hora_agendamento, front.asked) == ("09:00", ["reschedule"])
    front.later(hours=1)
    await front.push()
    assert front.asked == ["reschedule"]  # a person decides, nobody else asks again

    await cancelling.cancel(front.bench.box, uid_of(await front.named("Bia")))
    await front.decide(stuck, Way.RETRY)
    await front.push()
    after = await front.named()
    assert (push_of(after, "slot").state, Pending.ENVIO_RECUSADO in after.pendencias) == (
        PushState.SENT,
        False,
    )


@pytest.mark.parametrize("is_heard", [True, False])
async def test_the_patient_cancelled_meanwhile(front: Front, is_heard: bool) -> None:
    """Both wanted it off: nothing is left to be said."""
    first = await front.booked()
    await cancelling.cancel(front.bench.box, uid_of(first))
    await front.edit(first, **CANCELLED)
    if not is_heard:
        front.bench.lose()
    await front.push()
    after = await front.named()
    assert (after.status, push_of(after, "status").state) == (Status.CANCELADO, PushState.SENT)
    assert Pending.ENVIO_RECUSADO not in after.pendencias
    await front.still()


async def test_the_patient_cancelled_what_staff_move(front: Front) -> None:
    first = await front.booked()
    await cancelling.cancel(front.bench.box, uid_of(first))
    front.bench.lose()
    await front.edit(first, **MOVED)
    await front.push()

    after = await front.named()
    assert (after.status, after.side.pushes, front.asked) == (Status.CANCELADO, {}, ["reschedule"])
    assert Pending.ENVIO_RECUSADO not in after.pendencias
    await front.still()


@pytest.mark.parametrize("edit", [MOVED, CANCELLED])
async def test_the_patient_moved_meanwhile(front: Front, edit: dict[str, Any]) -> None:
    first = await front.booked()
    front.later(minutes=1)
    await rescheduling.reschedule(front.bench.box, uid_of(first), elsewhere(front))
    front.bench.lose()
    await front.edit(first, **edit)
    await front.push()

    after = await front.named()
    row = front.bench.box.booking(uid_of(after))
    assert row.from_reschedule == first.calcom_booking_id
    if edit is MOVED:  # both sides moved it: the booking's stands, a person is told
        assert (after.inicio, row.open) == (row.start, True)
        assert Pending.CONFLITO_DE_HORARIO in after.pendencias
    else:  # the cancel follows the visit to where it is now
        assert (after.status, row.status, front.asked) == (Status.CANCELADO, "CANCELLED", ["cancel"] * 2)
    assert Pending.ENVIO_RECUSADO not in after.pendencias
    await front.still()


@pytest.mark.parametrize("is_answered", [True, False])
@pytest.mark.parametrize("is_declined", [True, False])
async def test_staff_confirm_what_the_patient_had_moved_away(
    newer_front: Front, *, is_answered: bool, is_declined: bool
) -> None:
    """Cal.diy 6.2 accepts it (CALCOM.md M3). The webhook is lost, so that only the answer to the push, or the look for it,
    tells a row that stands again from one that a list calls accepted beside its successor. The new time was declined, or
    waits: the visit stands at the old one, beside the new one as a conflict for a person where that is open too."""
    front = newer_front
    first = await front.booked(CONFIRMED)
    moved = await rescheduling.reschedule(front.bench.box, uid_of(first), elsewhere(front))
    if is_declined:
        front.later(seconds=5)
        await hosting.reject(front.bench.box, moved.uid, "Fora da área")
    front.later(seconds=20)
    await front.edit(first, status="Confirmado")
    front.line.loses = not is_answered
    await front.push()
    front.line.loses = False
    front.bench.lose()
    front.later(seconds=6)
    await front.push()
    await front.bench.run()
    front.later(minutes=10)
    await front.bench.run()

    after = await front.named()
    assert front.bench.box.booking(uid_of(first)).status == "ACCEPTED"
    assert len(await front.bench.desk.appointments()) == 1
    if is_declined:
        # Where the answer was lost the refusal of the new time was heard first: it was closed here for a moment.
        status = Status.CONFIRMADO if is_answered else Status.AGENDADO
        assert (after.status, after.inicio) == (status, first.inicio)
        assert (Pending.CONFLITO in after.pendencias) is not is_answered
    else:
        assert Pending.CONFLITO_DE_HORARIO in after.pendencias


async def test_a_visit_that_is_over_cannot_be_cancelled(front: Front) -> None:
    first = await front.booked()
    front.later(days=9)
    await front.edit(first, **CANCELLED)
    await front.push()
    assert is_stuck(await front.named(), "status", "fora_do_prazo")


async def test_a_move_into_the_past(front: Front) -> None:
    first = await front.booked()
    front.later(days=9)
    await front.edit(first, **MOVED)
    await front.push()
    assert is_stuck(await front.named(), "slot", "fora_do_prazo")


async def test_a_host_confirmed_what_staff_decline(front: Front) -> None:
    """Open or closed is the booking's: the confirmation stands, and staff are asked."""
    first = await front.booked(CONFIRMED)
    await hosting.confirm(front.bench.box, uid_of(first))
    front.bench.lose()
    await front.edit(first, **CANCELLED)
    await front.push()

    after = await front.named()
    assert (after.status, front.asked) == (Status.AGENDADO, ["decline"])
    assert [each.field for each in after.side.disagreements] == ["status"]
    assert Pending.ENVIO_RECUSADO not in after.pendencias
    await front.still()


async def test_somebody_confirmed_what_staff_confirm(front: Front) -> None:
    first = await front.booked(CONFIRMED)
    await hosting.confirm(front.bench.box, uid_of(first))
    front.bench.lose()
    await front.edit(first, status="Confirmado")
    await front.push()
    after = await front.named()
    assert (after.status, push_of(after, "status").state) == (Status.CONFIRMADO, PushState.SENT)
    await front.still()


async def test_a_request_declined_meanwhile_cannot_be_moved(front: Front) -> None:
    """Cal.com answers 404 outside its envelope (CALCOM.md B)."""
    first = await front.booked(CONFIRMED)
    await hosting.reject(front.bench.box, uid_of(first), "agenda fechada")
    front.bench.lose()
    await front.edit(first, **MOVED)
    await front.push()
    after = await front.named()
    assert (after.status, Pending.ENVIO_RECUSADO in after.pendencias) == (Status.CANCELADO, False)


async def test_what_is_not_paid_cannot_be_confirmed_before(front: Front) -> None:
    first = await front.booked(PAID)
    await front.edit(first, status="Agendado")
    await front.push()
    assert is_stuck(await front.named(), "status", "dados_recusados")
    await paying.pay(front.bench.box, uid_of(first))
    await front.bench.deliver()
    assert Pending.ENVIO_RECUSADO not in (await front.named()).pendencias


async def test_the_booking_has_vanished(front: Front) -> None:
    first = await front.booked()
    front.bench.box.store.vanish(front.bench.box.booking(uid_of(first)))
    await front.edit(first, **MOVED)
    await front.push()
    assert is_stuck(await front.named(), "slot", "nao_encontrada")


async def test_a_seat_that_was_left_meanwhile(front: Front) -> None:
    await front.booked(SHARED, name="Bia")
    first = await front.booked(SHARED)
    await seating.cancel_seat(front.bench.box, str(first.calcom_booking_id).split("/")[1])
    front.bench.lose()
    await front.edit(first, **CANCELLED)
    await front.push()
    after = await front.named()
    assert (after.status, push_of(after, "status").state) == (Status.CANCELADO, PushState.SENT)
    assert (await front.named("Bia")).status is Status.AGENDADO
    await front.still()


async def test_a_seat_that_was_moved_meanwhile_is_cancelled_where_the_patient_went(front: Front) -> None:
    """Cal.com does not tell of whom it does not know any more where they went: the next run does."""
    await front.booked(SHARED, name="Bia")
    first = await front.booked(SHARED)
    seat = str(first.calcom_booking_id).split("/")[1]
    row, _ = await seating.reschedule_seat(front.bench.box, seat, elsewhere(front))
    front.bench.lose()
    await front.edit(first, **CANCELLED)
    await front.push()
    assert is_stuck(await front.named(), "status", "ja_cancelada")

    await front.bench.run()
    await front.push()
    [after] = [each for each in await front.bench.desk.appointments() if each.nome_paciente == "Maria"]
    assert (after.id, after.status, after.inicio) == (first.id, Status.CANCELADO, row.start)
    assert after.pendencias == first.pendencias
    assert not front.bench.box.booking(row.uid).open
    await front.still()


async def test_a_seat_that_was_moved_meanwhile_to_a_booking_that_is_closed_stays_one_visit(
    front: Front,
) -> None:
    await front.booked(SHARED, name="Bia")
    first = await front.booked(SHARED)
    seat = str(first.calcom_booking_id).split("/")[1]
    row, _ = await seating.reschedule_seat(front.bench.box, seat, elsewhere(front))
    await cancelling.cancel(front.bench.box, row.uid)
    front.bench.lose()
    await front.edit(first, **CANCELLED)
    await front.push()
    await front.bench.run()
    await front.push()
    [after] = [each for each in await front.bench.desk.appointments() if each.nome_paciente == "Maria"]
    assert (after.id, after.status, uid_of(after)) == (first.id, Status.CANCELADO, row.uid)
    assert Pending.ENVIO_RECUSADO not in after.pendencias
    await front.still()


async def test_a_wrong_key_is_said_as_it_is(front: Front) -> None:
    first = await front.booked()
    front.bench.box.gate.api_key = "cal_another"
    await front.edit(first, **MOVED)
    for _ in range(12):
        await front.push()
        front.later(minutes=5)
    assert is_stuck(await front.named(), "slot", "acesso_negado")


async def test_without_an_api_staff_are_told_to_do_it_themselves(front: Front) -> None:
    first = await front.booked()
    alone = Outbound(front.outbox, None, front.bench.desk.clock, TERMS)
    await front.edit(first, **MOVED)
    await alone.push(first.id)
    assert is_stuck(await front.named(), "slot", "api_nao_configurada")
    assert front.calls == []


async def test_a_key_that_is_being_renewed_costs_nobody_a_decision(front: Front) -> None:
    moved = await front.edit(await front.booked(), **MOVED)
    key, front.bench.box.gate.api_key = front.bench.box.gate.api_key, "cal_another"
    await front.push()
    waiting = push_of(await front.named(), "slot")
    assert (waiting.state, waiting.reason) == (PushState.WAITING, "acesso_negado")

    front.bench.box.gate.api_key = key
    front.later(minutes=5)
    await front.push()
    assert push_of(await front.named(), "slot").state is PushState.SENT
    assert (await front.named()).id == moved.id
