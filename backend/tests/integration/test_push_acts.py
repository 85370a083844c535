"""What staff change of a booked visit reaches Cal.com, once, and what Cal.com posts because of it is no news."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from calcom_sandbox.acts import hosting
from domain.appointment import Appointment, Status
from domain.booking.push import PushState
from tests.pushing import (
    ACTS,
    CANCELLED,
    CONFIRMED,
    MOVED,
    MOVED_START,
    PAID,
    PLAIN,
    SHARED,
    WEEKLY,
    Front,
    open_front,
    push_of,
)


@pytest.fixture
async def front(mongodb_url: str, database_name: str) -> AsyncIterator[Front]:
    async with open_front(mongodb_url, database_name) as front:
        yield front


def row_of(front: Front, appointment: Appointment) -> Any:
    """The row of Cal.com's that stands for the appointment."""
    [uid, *_] = str(appointment.calcom_booking_id).split("/")
    return front.bench.box.booking(uid)


@pytest.mark.parametrize("type_id", [PLAIN, CONFIRMED, WEEKLY, PAID])
async def test_a_move(front: Front, type_id: int) -> None:
    first = await front.booked(type_id)
    await front.edit(first, **MOVED)
    await front.push()

    after = await front.named()
    row = row_of(front, after)
    assert (front.asked, row.from_reschedule) == (["reschedule"], first.calcom_booking_id)
    assert (row.start.isoformat(), row.open) == (MOVED_START, True)
    assert (after.hora_agendamento, push_of(after, "slot").state) == ("09:00", PushState.SENT)
    assert not after.side.disagreements
    await front.still()


@pytest.mark.parametrize("type_id", [PLAIN, CONFIRMED, WEEKLY, PAID])
async def test_a_cancel_or_a_decline(front: Front, type_id: int) -> None:
    first = await front.booked(type_id)
    others = [row.uid for row in front.rows if row.uid != first.calcom_booking_id]
    await front.edit(first, **CANCELLED)
    await front.push()

    after = await front.named()
    row = row_of(front, after)
    words = {PLAIN: ["cancel"], WEEKLY: ["cancel"], CONFIRMED: ["decline"], PAID: ["decline", "cancel"]}
    assert front.asked == words[type_id]
    assert row.status == ("REJECTED" if type_id == CONFIRMED else "CANCELLED")
    assert row.rejection_reason == "viagem" if type_id == CONFIRMED else row.cancellation_reason == "viagem"
    assert all(front.bench.box.booking(uid).open for uid in others)
    assert (after.status, after.motivo_cancelamento) == (Status.CANCELADO, "viagem")
    assert push_of(after, "status").state is PushState.SENT
    await front.still()


@pytest.mark.parametrize("status", ["Agendado", "Confirmado"])
async def test_a_confirmation(front: Front, status: str) -> None:
    first = await front.booked(CONFIRMED)
    await front.edit(first, status=status)
    await front.push()

    after = await front.named()
    assert (front.asked, row_of(front, after).status, after.status) == (["confirm"], "ACCEPTED", status)
    await front.still()


async def test_a_new_time_and_its_confirmation_go_one_after_the_other(front: Front) -> None:
    """The owner's move accepts by itself (CALCOM.md I25): the confirmation has nothing left to say."""
    first = await front.booked(CONFIRMED)
    await front.edit(first, **MOVED, status="Agendado")
    await front.push()

    after = await front.named()
    assert (front.asked, row_of(front, after).status) == (["reschedule"], "ACCEPTED")
    assert (after.status, after.hora_agendamento) == (Status.AGENDADO, "09:00")
    await front.still()


@pytest.mark.parametrize("type_id", [PLAIN, WEEKLY, SHARED])
async def test_an_absence_after_the_start_and_taken_back(front: Front, type_id: int) -> None:
    first = await front.booked(type_id)
    if type_id == SHARED:
        await front.booked(type_id, name="Bia")
    front.later(days=7, hours=5)
    await front.edit(first, paciente_ausente=True)
    await front.push()

    people = {each.email: each.no_show for each in row_of(front, first).attendees}
    assert people["maria@example.com"]
    assert not people.get("bia@example.com")
    await front.still()
    front.later(minutes=5)
    await front.edit(first, paciente_ausente=False)
    await front.push()
    assert front.asked == ["mark-absent"] * 2
    assert not any(each.no_show for each in row_of(front, first).attendees)
    assert not (await front.named()).paciente_ausente
    await front.still()


async def test_an_absence_of_somebody_whom_cal_com_knows_by_the_phone_only(front: Front) -> None:
    person = {"name": "Otto", "phoneNumber": "+5511933334444", "timeZone": "America/Sao_Paulo"}
    first = await front.booked(name="Otto", attendee=person)
    front.later(days=8)
    await front.edit(first, paciente_ausente=True)
    await front.push()
    assert [each.no_show for each in row_of(front, first).attendees] == [True]
    await front.still()


async def test_one_seat_of_several_moves(front: Front) -> None:
    first = await front.booked(SHARED)
    await front.booked(SHARED, name="Bia")
    await front.edit(first, **MOVED)
    await front.push()

    after, other = await front.named(), await front.named("Bia")
    assert (front.asked, len(await front.bench.desk.appointments())) == (["reschedule"], 2)
    assert after.calcom_booking_id != first.calcom_booking_id
    assert row_of(front, after).start.isoformat() == MOVED_START
    assert (after.hora_agendamento, other.hora_agendamento) == ("09:00", "10:00")
    assert first.calcom_booking_id in after.side.chain.names
    await front.still()


@pytest.mark.parametrize("people", [["Maria"], ["Maria", "Bia"]])
async def test_one_seat_of_several_is_cancelled(front: Front, people: list[str]) -> None:
    for name in people:
        await front.booked(SHARED, name=name)
    first = await front.named()
    await front.edit(first, **CANCELLED)
    await front.push()

    found = {each.nome_paciente: each.status for each in await front.bench.desk.appointments()}
    assert front.asked == ["cancel"]
    assert found == {"Maria": Status.CANCELADO} | dict.fromkeys(people[1:], Status.AGENDADO)
    assert row_of(front, first).open == (len(people) > 1)
    assert push_of(await front.named(), "status").state is PushState.SENT
    await front.still()


@pytest.mark.parametrize(("type_id", "edit", "field"), ACTS)
async def test_cal_com_posts_before_it_answers(
    front: Front, type_id: int, edit: dict[str, Any], field: str
) -> None:
    """Its answer waits for the webhooks (CALCOM.md A8), so that the news comes in while the push is in flight."""
    first = await front.edited(type_id, edit)
    front.line.meanwhile = front.bench.deliver
    await front.push()
    after = await front.named()
    assert (after.id, push_of(after, field).state, len(front.calls)) == (first.id, PushState.SENT, 1)
    assert not after.side.disagreements
    assert len(await front.bench.desk.appointments()) == {SHARED: 2, WEEKLY: 3}.get(type_id, 1)
    await front.still()


async def test_what_came_from_cal_com_is_never_pushed_back(front: Front) -> None:
    first = await front.booked(CONFIRMED)
    await hosting.confirm(front.bench.box, str(first.calcom_booking_id))
    await front.bench.deliver()
    await front.edit(first, observacoes="portão azul", cpf="39053344705")
    await front.push()
    assert front.calls == []


async def test_it_does_not_matter_who_entered_the_visit(front: Front) -> None:
    """`origem` is nobody's right to push (DESIGN.md, 3)."""
    first = await front.booked()
    assert first.origem == "calcom"
    await front.edit(first, **MOVED)
    front.bench.lose()
    await front.push()
    assert front.asked == ["reschedule"]
