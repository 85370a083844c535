"""A refresh of one booking: its successor first, a series whole, what is gone told as gone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from calcom_integration.client import Retryable
from calcom_integration.refresh import Refreshed
from calcom_sandbox.acts import cancelling, rescheduling
from calcom_sandbox.orders import Move
from domain.appointment import Status
from domain.history import Actor, Cause
from tests.reconciling import Bench, open_bench
from tests.sandbox_api import order

CAUSE, ACTOR = Cause("envio", "1"), Actor("sistema", "Sistema")


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    async with open_bench(mongodb_url, database_name) as bench:
        yield bench


async def refreshed(bench: Bench, uid: str) -> Refreshed:
    return await bench.sides.real.refresh.uid(uid, CAUSE, ACTOR)


async def moved(bench: Bench, uid: str, hours: int) -> str:
    bench.office.clock.forward(minutes=30)
    move = Move(start=bench.now + timedelta(days=8, hours=hours))
    return (await rescheduling.reschedule(bench.box, uid, move)).uid


@pytest.mark.parametrize("moves", [1, 3])
async def test_the_old_uid_of_a_moved_visit_leads_to_where_it_lives_on(bench: Bench, moves: int) -> None:
    """The row itself reads cancelled, and names nobody (CALCOM.md L). Nobody saw the visit cancelled in between."""
    first = await bench.book()
    await bench.deliver()
    before, uid = await bench.one(), first
    for number in range(moves):
        uid = await moved(bench, uid, number)
    found = await refreshed(bench, first)

    after = await bench.one()
    assert (found.found, found.appointment_id, after.id) == (True, before.id, before.id)
    assert (after.calcom_booking_id, after.status) == (uid, Status.AGENDADO)
    entries = await bench.desk.history.of(after.id)
    told = {change.new for entry in entries for change in entry.changes if change.field == "status"}
    assert Status.CANCELADO not in told


async def test_a_move_long_after_the_row_was_touched_last_is_found_by_when_the_row_was_made(
    bench: Bench,
) -> None:
    uid = await bench.book()
    await bench.deliver()
    new = await moved(bench, uid, 1)
    old = bench.box.booking(uid)
    bench.box.store.put(old.model_copy(update={"updated_at": bench.now + timedelta(hours=1)}))
    await refreshed(bench, uid)
    assert (await bench.one()).calcom_booking_id == new


async def test_a_cancelled_booking_without_a_successor_closes_the_visit(bench: Bench) -> None:
    uid = await bench.book()
    await bench.deliver()
    await cancelling.cancel(bench.box, uid, "Viajei")
    found = await refreshed(bench, uid)
    assert (found.row is not None and found.row.status, (await bench.one()).status) == (
        "cancelled",
        "Cancelado",
    )


async def test_an_unknown_booking_comes_in(bench: Bench) -> None:
    uid = await bench.book()
    found = await refreshed(bench, uid)
    assert (found.appointment_id, [each.is_new for each in found.applied]) == ((await bench.one()).id, [True])


async def test_a_series_comes_in_whole(bench: Bench) -> None:
    rows = await bench.office.data("POST", "/v2/bookings", json=order(5, start="2026-11-30T13:00:00Z"))
    await refreshed(bench, rows[0]["recurringBookingUid"])
    assert len(await bench.desk.appointments()) == 3


async def test_what_cal_com_does_not_know_is_not_found(bench: Bench) -> None:
    assert await refreshed(bench, "nuncaexistiu") == Refreshed(found=False)


async def test_a_cal_com_that_is_away_is_an_error(bench: Bench) -> None:
    uid = await bench.book()
    bench.between.refusals = 5
    with pytest.raises(Retryable):
        await refreshed(bench, uid)
