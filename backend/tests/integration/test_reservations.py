"""Where a unit holds its hours: what staff enter is booked at Cal.com too, once, and stays one appointment."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calcom_sandbox.acts import cancelling
from domain.appointment import Appointment, Status
from domain.booking.push import PushState
from domain.errors import OpenBooking
from domain.pending import Pending
from domain.ways_out import Way
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.pushing import ANA, CANCELLED, PLAIN, Front, open_front, push_of
from tests.sandbox_api import book

MARIA: dict[str, Any] = {
    "nome_unidade": "Paulista",
    "nome_marca": "Laboratório Aurora",
    "nome_paciente": "Maria",
    "data_agendamento": date(2026, 12, 1),
    "hora_agendamento": "09:00",
    "cpf": "52998224725",
    "telefone": "+5511987654321",
    "email": "maria@example.com",
    "nome_convenio": "unimed",
    "status": "Agendado",
}


@pytest.fixture
async def front(mongodb_url: str, database_name: str) -> AsyncIterator[Front]:
    async with open_front(mongodb_url, database_name) as front:
        units = UnitRepository(front.bench.desk.mongo)
        for unit in await units.all():
            await units.replace(unit, replace(unit, reserva_horario=True))
        yield front


async def the_one(front: Front) -> Appointment:
    [found] = await front.bench.desk.appointments()
    return found


def is_stuck(appointment: Appointment, reason: str) -> bool:
    push = push_of(appointment, "reserva")
    return (push.state, push.reason) == (
        PushState.REFUSED,
        reason,
    ) and "envio_recusado" in appointment.pendencias


async def test_what_staff_enter_holds_its_hour(front: Front) -> None:
    made = await front.create(**MARIA)
    await front.push()

    after, [row] = await the_one(front), front.rows
    assert (after.id, after.calcom_booking_id, after.status) == (made.id, row.uid, Status.AGENDADO)
    assert (row.event_type_id, row.start, row.metadata["agendamento_id"]) == (PLAIN, made.inicio, made.id)
    answers = row.responses or {}
    assert (answers["cpf"], answers["telefone"], answers["convenio"]) == (made.cpf, made.telefone, "Unimed")
    assert (row.attendees[0].locale, row.attendees[0].time_zone) == ("pt-BR", "America/Sao_Paulo")
    assert (after.nome_convenio, after.side.disagreements) == (made.nome_convenio, ())
    await front.bench.deliver()
    attached = await the_one(front)  # a webhook tells the event type's title, which no row does
    assert (attached.calcom_booking_id, attached.tipo_consulta) == (row.uid, "Coleta domiciliar Paulista")
    await front.still()
    with pytest.raises(AssertionError, match="already has booking"):
        await book(front.bench.office, PLAIN, name="Bia", start="2026-12-01T12:00:00Z")


async def test_who_is_booked_is_moved_and_cancelled_as_any_other(front: Front) -> None:
    made = await front.create(**MARIA)
    await front.push()
    await front.bench.deliver()
    await front.edit(made, hora_agendamento="11:00")
    await front.push()
    await front.edit(made, **CANCELLED)
    await front.push()
    assert front.asked == ["bookings", "reschedule", "cancel"]
    assert not any(row.open for row in front.rows)
    await front.still()


@pytest.mark.parametrize("is_heard", [True, False])
async def test_a_lost_answer_makes_no_second_booking(front: Front, is_heard: bool) -> None:
    """The webhook attaches by the planted id; without it the list of Cal.com's newest bookings tells."""
    await front.create(**MARIA)
    front.line.loses = True
    await front.push()
    front.line.loses = front.line.breaks = False
    if is_heard:
        await front.bench.deliver()
    front.bench.lose()
    front.later(seconds=6)
    await front.push()
    after, [row] = await the_one(front), front.rows
    assert (after.calcom_booking_id, push_of(after, "reserva").state) == (row.uid, PushState.SENT)
    front.later(minutes=10)
    await front.push()
    assert len(front.calls) == 1


async def test_the_webhook_attaches_before_the_answer_is_read(front: Front) -> None:
    made = await front.create(**MARIA)
    front.line.meanwhile = front.bench.deliver
    await front.push()
    after, [row] = await the_one(front), front.rows
    assert (after.id, after.calcom_booking_id, after.status) == (made.id, row.uid, Status.AGENDADO)
    assert (push_of(after, "reserva").state, after.side.disagreements) == (PushState.SENT, ())
    assert Pending.POSSIVEL_DUPLICADO not in after.pendencias
    await front.still()


async def test_one_that_was_never_made_is_made_again(front: Front) -> None:
    await front.create(**MARIA)
    front.line.breaks = True
    await front.push()
    front.line.loses = front.line.breaks = False
    for _ in range(3):
        front.later(minutes=2)
        await front.push()
    assert len(front.rows) == 1
    assert (await the_one(front)).calcom_booking_id == front.rows[0].uid


async def test_a_booking_that_came_later_than_anybody_believed(front: Front) -> None:
    """It was taken for lost, and asked for again: Cal.com says that the hour is taken, by ourselves."""
    made = await front.create(**MARIA)
    front.line.loses = True
    await front.push()
    front.line.loses = front.line.breaks = False
    front.bench.lose()
    await front.lose_sight_of(made)
    await front.push()
    after, [row] = await the_one(front), front.rows
    assert (after.calcom_booking_id, push_of(after, "reserva").state) == (row.uid, PushState.SENT)
    assert [each.status for each in front.calls] == [201, 400]


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"email": None, "telefone": None}, "resposta_faltando", "E-mail"),
        ({"cpf": None}, "resposta_faltando", "CPF"),
        ({"nome_unidade": "Campinas", "nome_marca": "Bem Coletar"}, "sem_tipo_de_evento", "unidade"),
    ],
)
async def test_what_cal_com_would_not_take_is_said_before(
    front: Front, changes: dict[str, Any], reason: str, words: str
) -> None:
    await front.create(**{**MARIA, **changes})
    await front.push()
    after = await the_one(front)
    assert is_stuck(after, reason)
    assert words in str(push_of(after, "reserva").detail)
    assert front.calls == []


async def test_an_hour_that_is_taken(front: Front) -> None:
    await front.booked(name="Bia", start="2026-12-01T12:00:00Z")
    await front.create(**MARIA)
    await front.push()
    stuck = await front.named()
    assert is_stuck(stuck, "horario_ocupado")
    kept = await front.decide(stuck, Way.KEEP)
    assert (kept.status, kept.hora_agendamento) == (Status.AGENDADO, "09:00")
    await front.edit(stuck, hora_agendamento="10:00")
    await front.push()
    assert push_of(await front.named(), "reserva").state is PushState.SENT


@pytest.mark.parametrize("edit", [{"hora_agendamento": "11:00"}, CANCELLED])
async def test_staff_change_it_while_it_is_being_booked(front: Front, edit: dict[str, Any]) -> None:
    made = await front.create(**MARIA)
    front.line.loses = True
    await front.push()
    front.line.loses = front.line.breaks = False
    front.bench.lose()
    await front.edit(made, **edit)
    front.later(seconds=6)
    await front.push()

    after = await the_one(front)
    standing = [row.start for row in front.rows if row.open]
    assert standing == ([] if edit is CANCELLED else [after.inicio])
    assert not after.side.disagreements
    await front.bench.deliver()
    await front.still()
    assert [row.start for row in front.rows if row.open] == standing


async def test_a_visit_brought_back_is_booked_anew(front: Front) -> None:
    first = await front.booked()
    await cancelling.cancel(front.bench.box, str(first.calcom_booking_id))
    await front.bench.deliver()
    await front.edit(first, status="Agendado")
    await front.push()
    after, [old, new] = await the_one(front), front.rows
    assert (after.status, after.calcom_booking_id, new.open, old.open) == (
        Status.AGENDADO,
        new.uid,
        True,
        False,
    )
    assert Pending.SEM_RESERVA not in after.pendencias
    await front.still()


async def test_the_booking_says_how_long_a_visit_takes(front: Front) -> None:
    """The unit counts 45 minutes, its event type 30."""
    await front.create(**MARIA | {"nome_unidade": "Noronha", "nome_marca": "Bem Coletar"})
    await front.push()
    after, [row] = await the_one(front), front.rows
    assert (after.inicio, after.fim) == (row.start, row.end)
    assert not after.side.disagreements
    await front.bench.deliver()
    await front.still()


async def test_what_is_only_a_wish_holds_no_hour(front: Front) -> None:
    await front.create(**{**MARIA, "data_agendamento": None, "hora_agendamento": None, "status": "Pendente"})
    await front.push()
    assert front.calls == []


async def test_what_is_being_booked_cannot_be_deleted(front: Front) -> None:
    """Its booking would come back as somebody else's visit."""
    made = await front.create(**MARIA)
    front.line.loses = True
    await front.push()
    service, now = front.bench.sides.real.service, await the_one(front)
    with pytest.raises(OpenBooking):
        await service.delete(made.id, now.versao, ANA)
    front.line.loses = False
    front.later(seconds=6)
    await front.push()
    assert (await the_one(front)).has_open_booking
