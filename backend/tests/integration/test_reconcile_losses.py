"""Every webhook of an act is lost: one run repairs it, whichever kind, and the next finds nothing to do."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from application.ports import Write
from calcom_integration.run import Kind, Run, RunState
from calcom_sandbox.acts import cancelling, hosting, rescheduling, seating
from calcom_sandbox.orders import Move
from domain.appointment import Appointment, Status
from domain.pending import Pending
from tests.reconciling import Bench, open_bench
from tests.sandbox_api import order

MOEMA, CONFIRMED, WEEKLY, SHARED = 2, 3, 5, 6
FIRST = "2026-11-30T13:00:00Z"
KINDS = [Kind.INCREMENTAL, Kind.FULL]


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    """Cal.com and the clinic agree that nothing is booked, and it was said so by a run."""
    async with open_bench(mongodb_url, database_name) as bench:
        await bench.book(MOEMA, name="Antes", start="2026-12-15T13:00:00Z")
        await bench.deliver()
        assert (await bench.run(Kind.FULL)).state is RunState.DONE
        bench.office.clock.forward(hours=1)
        yield bench


async def others(bench: Bench) -> list[Appointment]:
    """All appointments but the one that was there before, by the time of the visit."""
    found = [each for each in await bench.desk.appointments() if each.nome_paciente != "Antes"]
    return sorted(found, key=lambda each: (str(each.inicio), each.nome_paciente))


async def the_one(bench: Bench) -> Appointment:
    [found] = await others(bench)
    return found


async def lost(bench: Bench, act: Awaitable[Any]) -> Any:
    """The act, whose webhooks nobody gets."""
    done = await act
    bench.lose()
    return done


def move(bench: Bench, hours: int = 24, **over: Any) -> Move:
    return Move(start=bench.now + timedelta(days=8, hours=hours), **over)


async def repaired(bench: Bench, kind: Kind) -> Run:
    """A run that repaired something; the one after it writes nothing, and neither calls Cal.com but to read."""
    calls = bench.box.calls.calls()
    run = await bench.run(kind)
    assert (run.state, run.error) == (RunState.DONE, None)
    assert run.is_complete
    before = await bench.snapshot()
    for again in KINDS:
        second = await bench.run(again)
        assert second.state is RunState.DONE
        assert (second.tally.repaired, second.tally.left_to_person, second.drift) == (0, 0, ())
    assert await bench.snapshot() == before
    assert run.tally.repaired > 0
    assert bench.box.calls.calls() == calls
    return run


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return Kind(request.param)


async def test_a_booking(bench: Bench, kind: Kind) -> None:
    uid = await lost(bench, bench.book())
    run = await repaired(bench, kind)

    found = await the_one(bench)
    assert (found.calcom_booking_id, found.status, found.nome_paciente) == (uid, Status.AGENDADO, "Maria")
    assert (run.tally.created, run.tally.missing_here, run.tally.repaired) == (1, 1, 1)
    assert [(each.key, each.appointment_id) for each in run.drift] == [(uid, found.id)]


async def test_three_moves(bench: Bench, kind: Kind) -> None:
    """None of the rows in between was ever heard of."""
    uid = await bench.book()
    await bench.deliver()
    before = await the_one(bench)
    for hours in (1, 2, 3):
        row = await lost(bench, rescheduling.reschedule(bench.box, uid, move(bench, hours)))
        uid = row.uid
    run = await repaired(bench, kind)

    found = await the_one(bench)
    assert (found.id, found.calcom_booking_id, found.inicio) == (before.id, uid, row.start)
    assert found.status is Status.AGENDADO
    assert run.tally.changed == 1
    statuses = await _statuses_in_history(bench, found)
    assert Status.CANCELADO not in statuses


async def test_moves_of_a_booking_that_nobody_knew(bench: Bench, kind: Kind) -> None:
    uid = await bench.book()
    for hours in (1, 2, 3):
        row = await lost(bench, rescheduling.reschedule(bench.box, uid, move(bench, hours)))
        uid = row.uid
    run = await repaired(bench, kind)

    found = await the_one(bench)
    assert (found.calcom_booking_id, found.inicio, found.status) == (uid, row.start, Status.AGENDADO)
    assert (run.tally.created, run.tally.changed) == (1, 0)


async def test_moves_in_between_that_nobody_heard_of(bench: Bench, kind: Kind) -> None:
    """The first row and the last are two appointments here, until what links them is read."""
    uid = await bench.book()
    await bench.deliver()
    before = await the_one(bench)
    bench.office.clock.forward(minutes=1)
    for hours in (1, 2):
        uid = (await lost(bench, rescheduling.reschedule(bench.box, uid, move(bench, hours)))).uid
    row = await rescheduling.reschedule(bench.box, uid, move(bench, 3))
    await bench.deliver()
    assert len(await others(bench)) == 2
    await repaired(bench, kind)

    found = await the_one(bench)
    assert (found.id, found.calcom_booking_id, found.inicio) == (before.id, row.uid, row.start)
    assert found.status is Status.AGENDADO
    assert Status.CANCELADO not in await _statuses_in_history(bench, found)


async def test_moves_and_then_a_cancellation(bench: Bench, kind: Kind) -> None:
    uid = await bench.book()
    await bench.deliver()
    row = await rescheduling.reschedule(bench.box, uid, move(bench, 1))
    row = await rescheduling.reschedule(bench.box, row.uid, move(bench, 2))
    await lost(bench, cancelling.cancel(bench.box, row.uid, "Viajei"))
    await repaired(bench, kind)

    found = await the_one(bench)
    assert (found.status, found.calcom_booking_id) == (Status.CANCELADO, row.uid)
    assert found.motivo_cancelamento == "Viajei"


async def test_a_cancellation(bench: Bench, kind: Kind) -> None:
    uid = await bench.book()
    await bench.deliver()
    await lost(bench, cancelling.cancel(bench.box, uid, "Viajei"))
    run = await repaired(bench, kind)

    found = await the_one(bench)
    assert (found.status, found.motivo_cancelamento) == (Status.CANCELADO, "Viajei")
    assert run.tally.changed == 1


async def test_a_confirmation(bench: Bench, kind: Kind) -> None:
    uid = await asked_for(bench)
    await lost(bench, hosting.confirm(bench.box, uid))
    await repaired(bench, kind)
    assert (await the_one(bench)).status is Status.AGENDADO


async def test_a_decline(bench: Bench, kind: Kind) -> None:
    uid = await asked_for(bench)
    await lost(bench, hosting.reject(bench.box, uid, "Sem equipe"))
    await repaired(bench, kind)
    assert (await the_one(bench)).status is Status.CANCELADO


async def asked_for(bench: Bench) -> str:
    """A booking that waits for the clinic's word."""
    uid = await bench.book(CONFIRMED)
    await bench.deliver()
    assert (await the_one(bench)).status is Status.PENDENTE
    return uid


async def test_an_absence(bench: Bench, kind: Kind) -> None:
    uid = await bench.book()
    await bench.deliver()
    bench.office.clock.forward(days=8)
    await lost(bench, hosting.mark_no_show(bench.box, uid, "maria@example.com"))
    await repaired(bench, kind)
    assert (await the_one(bench)).paciente_ausente


@pytest.mark.parametrize("absent", [True, False])
async def test_an_absence_that_moves_no_time_of_the_row(bench: Bench, absent: bool) -> None:
    """A host marks it, or takes it back, and nothing lists the row as changed (CALCOM.md M6): a whole run sees it, and the next
    run of any kind believes it."""
    uid = await bench.book()
    await bench.deliver()
    bench.office.clock.forward(days=8)
    await hosting.mark_no_show(bench.box, uid, "maria@example.com", not absent)
    await bench.deliver()
    await bench.run(Kind.FULL)
    assert (await the_one(bench)).paciente_ausente is not absent

    bench.office.clock.forward(hours=3)
    row = bench.box.booking(uid)
    people = [each.model_copy(update={"no_show": absent}) for each in row.attendees]
    bench.box.store.put(row.model_copy(update={"attendees": people}))
    await bench.run(Kind.FULL)
    bench.office.clock.forward(minutes=3)
    run = await bench.run()
    found = await the_one(bench)
    assert (found.paciente_ausente, run.tally.repaired) == (absent, 1)

    before = await bench.snapshot()
    bench.office.clock.forward(minutes=5)
    assert (await bench.run(Kind.FULL)).tally.repaired == 0
    assert await bench.snapshot() == before


async def test_a_request_to_choose_another_time_reads_as_a_cancellation(bench: Bench, kind: Kind) -> None:
    """The API tells neither from the other; the new choice, when it comes, opens the visit again."""
    uid = await bench.book()
    await bench.deliver()
    await lost(bench, hosting.request_reschedule(bench.box, uid))
    await repaired(bench, kind)
    before = await the_one(bench)
    assert before.status is Status.CANCELADO

    row = await lost(bench, rescheduling.reschedule(bench.box, uid, move(bench)))
    await repaired(bench, kind)
    found = await the_one(bench)
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


async def test_a_series_cancelled_as_a_whole(bench: Bench, kind: Kind) -> None:
    rows = await _series(bench)
    await bench.deliver()
    assert [each.status for each in await others(bench)] == [Status.AGENDADO] * 3
    await lost(bench, cancelling.cancel(bench.box, rows[0]["uid"], "Viajei", whole_series=True))
    run = await repaired(bench, kind)

    assert [each.status for each in await others(bench)] == [Status.CANCELADO] * 3
    assert run.tally.changed == 3


async def test_the_one_webhook_of_a_series_closes_one_visit_and_a_run_the_rest(bench: Bench) -> None:
    rows = await _series(bench)
    await bench.deliver()
    await cancelling.cancel(bench.box, rows[0]["uid"], "Viajei", whole_series=True)
    await bench.deliver()
    assert sorted(each.status for each in await others(bench)) == ["Agendado", "Agendado", "Cancelado"]
    run = await repaired(bench, Kind.INCREMENTAL)
    assert run.tally.changed == 2


async def test_seats_taken(bench: Bench, kind: Kind) -> None:
    await _three_on_one_slot(bench)
    bench.lose()
    run = await repaired(bench, kind)
    assert [each.nome_paciente for each in await others(bench)] == ["Ana", "Bia", "Caio"]
    assert (run.tally.created, run.tally.rows) == (3, 2)


async def test_a_seat_that_was_left(bench: Bench, kind: Kind) -> None:
    seats = await _three_on_one_slot(bench)
    await bench.deliver()
    await lost(bench, seating.cancel_seat(bench.box, seats["Bia"]))
    run = await repaired(bench, kind)

    assert await _who_stands(bench) == {"Ana", "Caio"}
    assert (run.tally.changed, len(await others(bench))) == (1, 3)


async def test_all_seats_left(bench: Bench, kind: Kind) -> None:
    seats = await _three_on_one_slot(bench)
    await bench.deliver()
    for seat in seats.values():
        await lost(bench, seating.cancel_seat(bench.box, seat))
    await repaired(bench, kind)
    assert await _who_stands(bench) == set()


async def test_a_seat_that_moved_to_another_slot(bench: Bench, kind: Kind) -> None:
    seats = await _three_on_one_slot(bench)
    await bench.deliver()
    before = {each.nome_paciente: each.id for each in await others(bench)}
    row, seat = await lost(bench, seating.reschedule_seat(bench.box, seats["Bia"], move(bench)))
    run = await repaired(bench, kind)

    found = {each.nome_paciente: each for each in await others(bench)}
    assert {name: each.id for name, each in found.items()} == before
    assert found["Bia"].calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found["Bia"].inicio, found["Bia"].status) == (row.start, Status.AGENDADO)
    assert (found["Ana"].inicio, run.tally.changed) == (found["Caio"].inicio, 1)
    assert Status.CANCELADO not in await _statuses_in_history(bench, found["Bia"])


async def test_the_last_seat_moved_away(bench: Bench, kind: Kind) -> None:
    """The row that it left is closed, and lists nobody."""
    taken = await bench.office.data("POST", "/v2/bookings", json=_order("Ana"))
    await bench.deliver()
    before = await the_one(bench)
    row, _ = await lost(bench, seating.reschedule_seat(bench.box, taken["seatUid"], move(bench)))
    await repaired(bench, kind)
    found = await the_one(bench)
    assert (found.id, found.inicio, found.status) == (before.id, row.start, Status.AGENDADO)


async def test_everybody_moved_in_place(bench: Bench, kind: Kind) -> None:
    await _three_on_one_slot(bench)
    await bench.deliver()
    uid = (await others(bench))[0].side.chain.current.uid
    row = await lost(bench, seating.move_seated(bench.box, uid, move(bench).start))
    run = await repaired(bench, kind)
    assert {each.inicio for each in await others(bench)} == {row.start}
    assert run.tally.changed == 3


async def test_a_move_whose_old_row_was_confirmed_here_keeps_who_goes_there(bench: Bench, kind: Kind) -> None:
    """A repair is news like any other: the new slot is taken, and the route is to be looked at."""
    uid = await bench.book()
    await bench.deliver()
    before = await the_one(bench)
    await _edit(bench, before, driver_id="d1")
    await lost(bench, rescheduling.reschedule(bench.box, uid, move(bench)))
    await repaired(bench, kind)
    found = await the_one(bench)
    assert (found.id, found.driver_id) == (before.id, "d1")
    assert Pending.LOGISTICA_A_REVER in found.pendencias


async def _series(bench: Bench) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await bench.office.data("POST", "/v2/bookings", json=_order("Maria", WEEKLY))
    return rows


async def _three_on_one_slot(bench: Bench) -> dict[str, str]:
    """Name → seat."""
    taken = {}
    for name in ("Ana", "Bia", "Caio"):
        taken[name] = (await bench.office.data("POST", "/v2/bookings", json=_order(name)))["seatUid"]
    return taken


def _order(name: str, type_id: int = SHARED) -> dict[str, Any]:
    return order(type_id, name, start=FIRST)


async def _who_stands(bench: Bench) -> set[str]:
    return {each.nome_paciente for each in await others(bench) if each.status is not Status.CANCELADO}


async def _statuses_in_history(bench: Bench, appointment: Appointment) -> set[Any]:
    entries = await bench.desk.history.of(appointment.id)
    return {change.new for entry in entries for change in entry.changes if change.field == "status"}


async def _edit(bench: Bench, appointment: Appointment, **values: Any) -> None:
    put = replace(appointment, **values)
    await bench.desk.repository.commit(Write(put=put, expected=appointment.versao))
