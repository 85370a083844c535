"""Answers that never came, workers that died, a Cal.com that is away: nothing is done twice, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from calcom_integration.outbound import FarSide, Outbound
from calcom_integration.outbound.outbound import LOST
from calcom_sandbox.acts import rescheduling
from calcom_sandbox.orders import Move
from domain.appointment import Status
from domain.booking.push import PushState
from domain.pending import Pending
from tests.calcom_api import CalComDouble
from tests.pushing import (
    ACTS,
    CANCELLED,
    MOVED,
    MOVED_START,
    PAID,
    PLAIN,
    SHARED,
    TERMS,
    WEEKLY,
    Front,
    open_front,
    push_of,
)


@pytest.fixture
async def front(mongodb_url: str, database_name: str) -> AsyncIterator[Front]:
    async with open_front(mongodb_url, database_name) as front:
        yield front


async def state_of(front: Front, field: str) -> PushState:
    return push_of(await front.named(), field).state


def done(front: Front) -> int:
    """How many calls Cal.com carried out."""
    return sum(1 for each in front.calls if each.done and each.done < 300)


@pytest.mark.parametrize(("type_id", "edit", "field"), ACTS)
async def test_a_lost_answer_is_looked_up(
    front: Front, type_id: int, edit: dict[str, Any], field: str
) -> None:
    await front.edited(type_id, edit)
    front.line.loses = True
    await front.push()
    assert await state_of(front, field) is PushState.IN_DOUBT

    front.line.loses = front.line.breaks = False
    front.bench.lose()
    front.later(seconds=6)
    await front.push()
    assert (await state_of(front, field), done(front), len(front.calls)) == (PushState.SENT, 1, 1)
    others = 2 if type_id == SHARED else 3 if type_id == WEEKLY else 1
    assert len(await front.bench.desk.appointments()) == others
    assert not (await front.named()).side.disagreements


@pytest.mark.parametrize(("type_id", "edit", "field"), ACTS)
async def test_the_webhook_says_what_the_lost_answer_did_not(
    front: Front, type_id: int, edit: dict[str, Any], field: str
) -> None:
    await front.edited(type_id, edit)
    front.line.loses = True
    await front.push()
    front.line.loses = False
    await front.bench.deliver()
    assert await state_of(front, field) is PushState.SENT
    front.later(minutes=10)
    await front.push()
    assert len(front.calls) == 1


@pytest.mark.parametrize(("type_id", "edit", "field"), ACTS)
async def test_what_was_never_carried_out_is_sent_again_once_that_is_sure(
    front: Front, type_id: int, edit: dict[str, Any], field: str
) -> None:
    await front.edited(type_id, edit)
    front.line.breaks = True
    await front.push()
    front.line.loses = front.line.breaks = False
    for seconds, looks in ((6, 1), (60, 1), (100, 1)):
        front.later(seconds=seconds)
        await front.push()
        push = push_of(await front.named(), field)
        assert (push.state, push.looks) == (PushState.IN_DOUBT, looks)
    front.later(seconds=20)
    await front.push()
    assert await state_of(front, field) is PushState.SENT
    assert done(front) == 1
    await front.still()


async def test_a_look_that_failed_is_no_look(front: Front) -> None:
    await front.edited(PLAIN, MOVED)
    front.fault(fail=1.0)
    await front.push()
    for _ in range(5):
        front.later(minutes=6)
        await front.push()
        push = push_of(await front.named(), "slot")
        assert (push.state, push.looks) == (PushState.IN_DOUBT, 0)
    assert len(front.calls) == 1
    front.fault()
    for _ in range(3):
        front.later(minutes=6)
        await front.push()
    assert (await state_of(front, "slot"), done(front)) == (PushState.SENT, 1)


async def test_a_worker_that_was_killed_while_it_asked(front: Front) -> None:
    """Cal.com posts the webhook before it answers: that is when this worker dies."""
    first = await front.edited(PLAIN, MOVED)
    task = asyncio.create_task(front.workers[0].push(first.id))
    front.bench.office.inbox.on_arrival = lambda _: _killed(task)
    with pytest.raises(asyncio.CancelledError):
        await task
    front.bench.office.inbox.on_arrival = None
    front.bench.lose()
    assert await state_of(front, "slot") is PushState.UNDER_WAY
    await front.push()
    assert await state_of(front, "slot") is PushState.UNDER_WAY  # somebody else may still be at it

    front.later(minutes=2)
    await front.push()
    after = await front.named()
    assert push_of(after, "slot").state is PushState.SENT
    moved = front.bench.box.booking(str(after.calcom_booking_id))
    assert (moved.start.isoformat(), moved.from_reschedule) == (MOVED_START, first.calcom_booking_id)
    assert len(front.rows) == 2


async def test_a_push_stays_its_workers_while_it_says_so_and_no_longer(front: Front) -> None:
    first = await front.edited(PLAIN, MOVED)
    lease = TERMS.lease
    mine = await front.outbox.take(first.id, lease)
    assert mine is not None
    for _ in range(3):
        front.later(seconds=lease.total_seconds() / 2)
        assert await front.outbox.renew(mine, lease)
        assert await front.outbox.due(10) == []
    front.later(seconds=lease.total_seconds())
    theirs = await front.outbox.take(first.id, lease)
    assert theirs is not None
    assert theirs.is_in_doubt
    assert not await front.outbox.renew(mine, lease)
    assert await front.outbox.renew(theirs, lease)
    await front.outbox.put_off(theirs, front.bench.now, LOST)
    await front.push()
    assert await state_of(front, "slot") is PushState.SENT
    assert await front.outbox.renew(mine, lease), "it is in nobody's hands"


@pytest.mark.parametrize("fault", ["lose", "fail"])
async def test_staff_move_it_again_while_the_first_move_is_in_doubt(front: Front, fault: str) -> None:
    first = await front.edited(PLAIN, MOVED)
    front.fault(**{fault: 1.0})
    await front.push()
    front.fault()
    front.bench.lose()
    await front.edit(first, hora_agendamento="11:00")
    for _ in range(4):
        front.later(minutes=2)
        await front.push()

    after = await front.named()
    row = front.bench.box.booking(str(after.calcom_booking_id))
    assert (after.hora_agendamento, after.inicio) == ("11:00", row.start)
    assert not after.side.disagreements
    assert done(front) == (2 if fault == "lose" else 1)
    await front.still()


async def test_the_patient_moves_on_from_a_move_whose_answer_was_lost(front: Front) -> None:
    """The webhook of the patient's own move names a row that nobody here has heard of."""
    first = await front.edited(PLAIN, MOVED)
    front.line.loses = True
    await front.push()
    front.line.loses = False
    front.bench.lose()
    [_, made] = front.rows
    front.later(seconds=3)
    own = Move(start=made.start + timedelta(days=1), rescheduled_by="maria@example.com")
    await rescheduling.reschedule(front.bench.box, made.uid, own)
    await front.bench.deliver()
    assert len(await front.bench.desk.appointments()) == 2
    front.later(seconds=6)
    await front.push()

    [after] = await front.bench.desk.appointments()
    assert (after.id, after.inicio, after.side.disagreements) == (first.id, own.start, ())
    assert done(front) == 1
    await front.still()


async def test_a_visit_brought_back_while_its_cancel_is_in_doubt(front: Front) -> None:
    first = await front.edited(PLAIN, CANCELLED)
    front.fault(lose=1.0)
    await front.push()
    front.fault()
    front.bench.lose()
    await front.edit(first, status="Agendado")
    front.later(seconds=6)
    await front.push()
    after = await front.named()
    assert (after.status, after.calcom_booking_id, done(front)) == (Status.AGENDADO, None, 1)
    assert Pending.SEM_RESERVA in after.pendencias
    await front.still()


async def test_a_visit_brought_back_before_its_cancel_was_carried_out_stays_booked(front: Front) -> None:
    first = await front.edited(PLAIN, CANCELLED)
    front.fault(fail=1.0)
    await front.push()
    front.fault()
    await front.edit(first, status="Agendado")
    for _ in range(4):
        front.later(minutes=2)
        await front.push()
    after = await front.named()
    assert (after.status, after.calcom_booking_id) == (Status.AGENDADO, first.calcom_booking_id)
    assert done(front) == 0
    assert front.bench.box.booking(str(first.calcom_booking_id)).open


async def test_a_limit_that_is_used_up_puts_off_and_nothing_more(front: Front) -> None:
    await front.edited(PLAIN, MOVED)
    front.fault(refuse=1.0)
    await front.push()
    push = push_of(await front.named(), "slot")
    assert (push.state, push.reason) == (PushState.WAITING, "limite_de_chamadas")
    front.fault()
    await front.push()
    assert done(front) == 0  # not before its time
    front.later(minutes=2)
    await front.push()
    assert (await state_of(front, "slot"), done(front)) == (PushState.SENT, 1)


async def test_a_cal_com_that_cannot_be_reached_costs_time_alone(front: Front) -> None:
    first = await front.edited(PLAIN, CANCELLED)
    away = CalComDouble()
    away.answer_with(_nobody_there)
    worker = _worker_with(front, away)
    for _ in range(8):
        await worker.push(first.id)
        assert await state_of(front, "status") is PushState.WAITING
        front.later(minutes=5)
    assert await front.outbox.waiting(TERMS.doubt) == 1
    await front.push()
    assert (await state_of(front, "status"), done(front)) == (PushState.SENT, 1)
    assert await front.outbox.waiting(TERMS.doubt) == 0


async def test_what_nobody_foresaw_is_looked_up_after_the_lease(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    first = await front.edited(PAID, MOVED)
    strange = CalComDouble()
    strange.answer_with(_nonsense)
    await _worker_with(front, strange).push(first.id)
    assert await state_of(front, "slot") is PushState.UNDER_WAY
    assert str(first.calcom_booking_id) not in caplog.text
    for _ in range(3):
        front.later(minutes=4)
        await front.push()
    assert (await state_of(front, "slot"), done(front)) == (PushState.SENT, 1)


def _killed(task: asyncio.Task[Any]) -> None:
    task.cancel()


def _worker_with(front: Front, double: CalComDouble) -> Outbound:
    bench = front.bench
    far_side = FarSide(
        double.client, bench.sides.real.door, bench.sides.mappings, bench.desk.refs, bench.desk.clock
    )
    return Outbound(front.outbox, far_side, bench.desk.clock, TERMS)


def _nobody_there(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody there", request=request)


def _nonsense(request: httpx.Request) -> httpx.Response:
    raise ZeroDivisionError
