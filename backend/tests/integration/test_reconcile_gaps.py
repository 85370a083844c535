"""The one link between rows that webhooks told of is lost: a run puts the visit together again (found by `make chaos`)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from calcom_integration.run import Kind, RunState
from calcom_sandbox.acts import cancelling, rescheduling, seating
from calcom_sandbox.orders import Move
from domain.appointment import Appointment, Status
from domain.history import Actor, Cause
from tests.reconciling import Bench, open_bench
from tests.sandbox_api import order

WEEKLY, SHARED = 5, 6


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    async with open_bench(mongodb_url, database_name) as bench:
        await bench.book(2, name="Antes", start="2026-12-15T13:00:00Z")
        await bench.deliver()
        assert (await bench.run(Kind.FULL)).state is RunState.DONE
        bench.office.clock.forward(hours=1)
        yield bench


async def lost(bench: Bench, act: Awaitable[Any]) -> Any:
    """The act, whose webhooks nobody gets."""
    done = await act
    bench.lose()
    bench.office.clock.forward(seconds=5)
    return done


async def told(bench: Bench, act: Awaitable[Any]) -> Any:
    """The act, whose webhooks arrive."""
    done = await act
    await bench.deliver()
    bench.office.clock.forward(seconds=5)
    return done


def move(bench: Bench, hours: int) -> Move:
    return Move(start=bench.now + timedelta(days=8, hours=hours))


async def the_one(bench: Bench) -> Appointment:
    found = [each for each in await bench.desk.appointments() if each.nome_paciente != "Antes"]
    assert len(found) == 1, [(each.status, each.calcom_booking_id) for each in found]
    return found[0]


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_the_last_move_is_lost_and_its_cancellation_told(bench: Bench, kind: Kind) -> None:
    """A, moved to B (told), moved to C (lost), C cancelled (told): C is known here as a closed branch of A, B stands open."""
    uid = await told(bench, bench.book())
    row = await told(bench, rescheduling.reschedule(bench.box, uid, move(bench, 1)))
    row = await lost(bench, rescheduling.reschedule(bench.box, row.uid, move(bench, 2)))
    await told(bench, cancelling.cancel(bench.box, row.uid, "Viajei"))
    await bench.run(kind)

    found = await the_one(bench)
    assert (found.status, found.calcom_booking_id) == (Status.CANCELADO, row.uid)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_every_other_move_is_lost(bench: Bench, kind: Kind) -> None:
    """A, C and E are told, each naming a row that nobody heard of: B and D are known by name, and never let in."""
    uid = await told(bench, bench.book())
    before = await the_one(bench)
    for hours in (1, 3):
        row = await lost(bench, rescheduling.reschedule(bench.box, uid, move(bench, hours)))
        row = await told(bench, rescheduling.reschedule(bench.box, row.uid, move(bench, hours + 1)))
        uid = row.uid
    await bench.run(kind)

    found = await the_one(bench)
    assert (found.id, found.status, found.calcom_booking_id) == (before.id, Status.AGENDADO, row.uid)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_move_of_a_series_visit_is_lost_and_its_cancellation_told(bench: Bench, kind: Kind) -> None:
    """Visits of a series share their iCalUID, so that only the row in between links the two."""
    rows = await told(bench, bench.office.data("POST", "/v2/bookings", json=order(WEEKLY, recurrenceCount=1)))
    before = await the_one(bench)
    row = await lost(bench, rescheduling.reschedule(bench.box, rows[0]["uid"], move(bench, 1)))
    row = await told(bench, rescheduling.reschedule(bench.box, row.uid, move(bench, 2)))
    await told(bench, cancelling.cancel(bench.box, row.uid, "Viajei"))
    await bench.run(kind)

    found = await the_one(bench)
    assert (found.id, found.status, found.calcom_booking_id) == (before.id, Status.CANCELADO, row.uid)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_seat_s_move_in_the_middle_is_lost_and_the_next_one_told(bench: Bench, kind: Kind) -> None:
    """The RESCHEDULED that came names a row on which nobody ever saw this person sit."""
    taken = await told(bench, bench.office.data("POST", "/v2/bookings", json=order(SHARED, "Ana")))
    before = await the_one(bench)
    _, seat = await lost(bench, seating.reschedule_seat(bench.box, taken["seatUid"], move(bench, 1)))
    row, seat = await told(bench, seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 2)))
    await bench.run(kind)

    found = await the_one(bench)
    assert found.calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


async def taken_seat(bench: Bench) -> str:
    """Ana's, told, beside Bia's, who stays."""
    await told(bench, bench.office.data("POST", "/v2/bookings", json=order(SHARED, "Bia")))
    taken = await told(bench, bench.office.data("POST", "/v2/bookings", json=order(SHARED, "Ana")))
    return str(taken["seatUid"])


async def of_ana(bench: Bench) -> Appointment:
    found = [each for each in await bench.desk.appointments() if each.nome_paciente == "Ana"]
    assert len(found) == 1, [(each.status, each.calcom_booking_id) for each in found]
    return found[0]


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_seat_s_move_in_the_middle_is_lost_and_the_next_two_told(bench: Bench, kind: Kind) -> None:
    """Where the way begins that is known of, nobody sits any more."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    _, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))
    _, seat = await told(bench, seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 2)))
    row, seat = await told(bench, seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 3)))
    await bench.run(kind)

    found = await of_ana(bench)
    assert found.calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


@pytest.mark.parametrize("is_cancellation_told", [True, False])
@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_seat_s_move_in_the_middle_is_lost_and_the_next_given_up(
    bench: Bench, kind: Kind, is_cancellation_told: bool
) -> None:
    first = await taken_seat(bench)
    before = await of_ana(bench)
    _, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))
    _, seat = await told(bench, seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 2)))
    post = told if is_cancellation_told else lost
    await post(bench, seating.cancel_seat(bench.box, seat.reference_uid))
    await bench.run(kind)

    found = await of_ana(bench)
    assert (found.id, found.status) == (before.id, Status.CANCELADO)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_seat_s_move_is_lost_and_a_reading_of_its_new_row_told_of_the_seat(
    bench: Bench, kind: Kind
) -> None:
    """As the answer to a push of somebody else's seat does: by the time of the run the seat is known, and nobody tells whence."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    row, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))
    await bench.sides.real.refresh.uid(row.uid, Cause("envio"), Actor("calcom", "Cal.com"))
    await bench.run(kind)

    found = await of_ana(bench)
    assert found.calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_seat_s_move_is_lost_and_whoever_sat_there_alone_gave_it_up(bench: Bench, kind: Kind) -> None:
    """The row that the last one leaves is closed and goes on naming them."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    row, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))
    await lost(bench, seating.cancel_seat(bench.box, seat.reference_uid))
    assert bench.box.booking(row.uid).seats
    await bench.run(kind)

    found = await of_ana(bench)
    assert (found.id, found.status) == (before.id, Status.CANCELADO)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_the_webhook_of_a_seat_s_second_move_comes_while_the_run_reads(
    bench: Bench, kind: Kind
) -> None:
    """Where it went first was lost: the seat is unknown when its row is read, and stray when the seat that was left is."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    _, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))
    row, seat = await seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 2))
    deliver_amid_the_run(bench)
    await bench.run(kind)

    found = await of_ana(bench)
    assert found.calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_the_webhook_of_a_seat_s_move_comes_while_the_run_reads(bench: Bench, kind: Kind) -> None:
    """Where it went next is lost: the run sees the first seat left, and the second one then stands for the visit."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    _, seat = await seating.reschedule_seat(bench.box, first, move(bench, 1))
    requests = len(bench.office.inbox.requests)
    row, seat = await seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 2))
    del bench.office.inbox.requests[requests:]
    deliver_amid_the_run(bench)
    await bench.run(kind)
    await bench.run(kind)

    found = await of_ana(bench)
    assert found.calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_one_of_three_moves_of_a_seat_is_told_while_the_run_reads(bench: Bench, kind: Kind) -> None:
    """The seat in the middle stands here by the end of the reading, and its own row says that nobody sits there."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    _, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))
    _, seat = await seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 2))
    requests = len(bench.office.inbox.requests)
    row, seat = await seating.reschedule_seat(bench.box, seat.reference_uid, move(bench, 3))
    del bench.office.inbox.requests[requests:]
    deliver_amid_the_run(bench)
    await bench.run(kind)

    found = await of_ana(bench)
    assert found.calcom_booking_id == f"{row.uid}/{seat.reference_uid}"
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, row.start)


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_seat_that_a_page_listed_is_left_again_while_the_run_reads(bench: Bench, kind: Kind) -> None:
    """By the page the person sits on the seat in the middle, by the webhook on the last one: on one of them, not on both."""
    first = await taken_seat(bench)
    before = await of_ana(bench)
    _, seat = await lost(bench, seating.reschedule_seat(bench.box, first, move(bench, 1)))

    last = move(bench, 2)

    async def go_on() -> None:
        await told(bench, seating.reschedule_seat(bench.box, seat.reference_uid, last))

    amid_the_run(bench, go_on)
    await bench.run(kind)

    found = await of_ana(bench)
    assert (found.id, found.status, found.inicio) == (before.id, Status.AGENDADO, last.start)


def deliver_amid_the_run(bench: Bench) -> None:
    """The post arrives when all pages are read, and a single booking is."""
    amid_the_run(bench, bench.deliver)


def amid_the_run(bench: Bench, act: Callable[[], Awaitable[None]]) -> None:
    async def meddle(path: str, _query: dict[str, str]) -> None:
        if path != "/v2/bookings":
            bench.between.before = None
            await act()

    bench.between.before = meddle
