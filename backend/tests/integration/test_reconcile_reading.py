"""What a run makes of lists that move, servers that ignore what is asked, and bookings that are not what they seem."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from calcom_integration.run import DriftKind, Kind, RunState, Window
from calcom_sandbox.acts import cancelling, rescheduling
from calcom_sandbox.orders import Move
from domain.appointment import Origin, Status
from domain.pending import Pending
from domain.users import Role
from tests.builders import a_user, an_appointment
from tests.reconciling import Bench, open_bench

PAULISTA = 1
PLANTED = "0b7b3a52-6a67-4c3e-9d5c-000000000001"


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    async with open_bench(mongodb_url, database_name) as bench:
        yield bench


def start(hours: int) -> str:
    day, hour = divmod(hours, 8)
    return f"2026-12-{day + 1:02}T{13 + hour:02}:00:00Z"


async def booked(bench: Bench, count: int) -> list[str]:
    """Uids of bookings, each made so long after the other that no overlap holds two."""
    uids = []
    for number in range(count):
        bench.office.clock.forward(minutes=20)
        uids.append(await bench.book(name=f"P{number}", start=start(number)))
    return uids


async def test_a_booking_that_is_moved_while_it_is_read_is_never_cancelled(bench: Bench) -> None:
    """It leaves the first page, its successor stands on the last, and another row slips over the page's edge unread."""
    uids = await booked(bench, 7)
    await bench.deliver()
    moved: list[str] = []

    async def move_once(path: str, query: dict[str, str]) -> None:
        if query.get("skip") == "2" and not moved:
            bench.office.clock.forward(seconds=1)
            row = await rescheduling.reschedule(
                bench.box, uids[0], Move(start=bench.now + timedelta(days=20))
            )
            moved.append(row.uid)

    bench.between.take, bench.between.before = 2, move_once
    run = await bench.run(Kind.FULL)

    assert (run.state, run.is_complete) == (RunState.DONE, True)
    found = {each.nome_paciente: each for each in await bench.desk.appointments()}
    assert found["P0"].calcom_booking_id == moved[0]
    assert {each.status for each in found.values()} == {Status.AGENDADO}
    entries = await bench.desk.history.of(found["P0"].id)
    told = {change.new for entry in entries for change in entry.changes if change.field == "status"}
    assert Status.CANCELADO not in told


async def test_an_incomplete_reading_moves_no_watermark_and_finds_nobody_missing(bench: Bench) -> None:
    await booked(bench, 5)
    await bench.deliver()
    await bench.run(Kind.FULL)
    number = iter(range(1000))

    async def grow(path: str, query: dict[str, str]) -> None:
        if "skip" in query:
            bench.office.clock.forward(seconds=1)
            n = next(number)
            await bench.book(name=f"N{n}", start=f"2027-01-{n % 20 + 1:02}T{13 + n // 20:02}:00:00Z")

    bench.between.take, bench.between.before = 2, grow
    run = await bench.run(Kind.FULL)
    assert (run.state, run.is_complete, run.watermark) == (RunState.DONE, False, None)
    assert run.tally.missing_there == 0
    assert run.tally.created > 0


async def test_a_server_that_ignores_filters_changes_nothing_but_the_pages(bench: Bench) -> None:
    uids = await booked(bench, 4)
    await bench.run(Kind.FULL)
    bench.office.clock.forward(hours=1)
    await cancelling.cancel(bench.box, uids[3])
    names = ("afterUpdatedAt", "afterStart", "beforeEnd", "afterCreatedAt", "eventTypeIds")
    bench.between.ignored = frozenset(names)
    run = await bench.run()
    assert (run.tally.rows, run.tally.changed) == (1, 1)

    until_three = Window(bench.now, datetime(2026, 12, 1, 15, tzinfo=UTC))
    some = await bench.run(Kind.CUSTOM, window=until_three)
    assert (some.tally.rows, some.tally.missing_there) == (2, 0)


async def test_only_what_changed_since_the_watermark_is_read(bench: Bench) -> None:
    uids = await booked(bench, 3)
    first = await bench.run()
    assert (first.kind, first.tally.rows) == (Kind.FULL, 3)
    bench.office.clock.forward(hours=1)
    await cancelling.cancel(bench.box, uids[0])
    closed_at = bench.now
    second = await bench.run()
    assert (second.kind, second.tally.rows, second.watermark) == (Kind.INCREMENTAL, 2, closed_at)
    third = await bench.run()
    assert (third.tally.rows, third.tally.equal, third.watermark) == (1, 1, closed_at)


async def test_a_row_that_changed_is_seen_where_it_changed_in_what_is_read(bench: Bench) -> None:
    [uid] = await booked(bench, 1)
    await bench.run(Kind.FULL)
    row, before = bench.box.booking(uid), await bench.snapshot()

    bench.box.store.put(row.model_copy(update={"title": "Outra", "updated_at": bench.now}))
    run = await bench.run(Kind.FULL)
    assert (run.tally.equal, run.tally.changed, await bench.snapshot()) == (1, 0, before)
    assert run.watermark == bench.box.booking(uid).updated_at

    answers = (row.responses or {}) | {"name": "Maria Nova"}
    bench.box.store.put(row.model_copy(update={"responses": answers, "updated_at": bench.now}))
    run = await bench.run(Kind.FULL)
    assert (run.tally.changed, (await bench.one()).nome_paciente) == (1, "Maria Nova")


async def test_what_vanished_is_left_to_a_person_until_it_is_back(bench: Bench) -> None:
    [uid, _] = await booked(bench, 2)
    await bench.run(Kind.FULL)
    row = bench.box.booking(uid)
    bench.box.store.vanish(row)
    run = await bench.run(Kind.FULL)
    found = await bench.appointment(uid)
    assert (found.status, Pending.RESERVA_NAO_ENCONTRADA in found.pendencias) == (Status.AGENDADO, True)
    assert (run.tally.missing_there, run.tally.left_to_person) == (1, 1)
    assert [(each.kind, each.appointment_id) for each in run.drift] == [(DriftKind.MISSING_THERE, found.id)]
    assert run.completeness is not None
    assert [each["why"] for each in run.completeness["others"]] == ["sumiu_la"]

    before = await bench.snapshot()
    assert (await bench.run(Kind.FULL)).tally.left_to_person == 1
    assert await bench.snapshot() == before

    bench.box.store.put(row)
    assert (await bench.run(Kind.FULL)).tally.missing_there == 0
    assert Pending.RESERVA_NAO_ENCONTRADA not in (await bench.appointment(uid)).pendencias


async def never_written(bench: Bench) -> str:
    """The uid of a booking whose cancellation was sent before anything was written, and then nothing was."""
    [uid] = await booked(bench, 1)
    await bench.deliver()
    row = bench.box.booking(uid)
    await cancelling.cancel(bench.box, uid)
    await bench.deliver()
    bench.box.store.put(row)
    assert (await bench.appointment(uid)).status is Status.CANCELADO
    return uid


async def test_a_cancellation_that_cal_com_never_wrote_is_settled_by_two_readings(bench: Bench) -> None:
    uid = await never_written(bench)
    await bench.run(Kind.FULL)
    bench.office.clock.forward(seconds=90)
    await bench.run()
    assert (await bench.appointment(uid)).status is Status.CANCELADO

    bench.office.clock.forward(seconds=30)
    run = await bench.run()
    opened = await bench.appointment(uid)
    assert (opened.status, run.tally.repaired) == (Status.AGENDADO, 1)
    assert Pending.REABERTO in opened.pendencias

    before, calls = await bench.snapshot(), len(bench.box.calls.calls())
    bench.office.clock.forward(hours=2)
    assert (await bench.run(Kind.FULL)).is_uneventful is False
    assert (await bench.run()).is_uneventful
    assert await bench.snapshot() == before
    assert len(bench.box.calls.calls()) == calls


async def test_a_row_in_doubt_that_is_not_listed_is_read_again_by_any_run(bench: Bench) -> None:
    """What changed since is long past: nothing lists the row."""
    uid = await never_written(bench)
    bench.office.clock.forward(hours=3)
    other = await bench.book(name="Outra", start=start(5))
    await bench.run(Kind.FULL)
    assert (await bench.appointment(uid)).status is Status.CANCELADO
    bench.office.clock.forward(minutes=20)
    await cancelling.cancel(bench.box, other)
    run = await bench.run()
    assert (run.kind, run.tally.rows) == (Kind.INCREMENTAL, 1)
    assert (await bench.appointment(uid)).status is Status.AGENDADO


async def test_a_cancellation_that_cal_com_writes_late_is_never_taken_back(bench: Bench) -> None:
    uid = await never_written(bench)
    await bench.run(Kind.FULL)
    await cancelling.cancel(bench.box, uid)
    for _ in range(3):
        bench.office.clock.forward(minutes=5)
        await bench.run()
    found = await bench.appointment(uid)
    assert (found.status, Pending.REABERTO in found.pendencias) == (Status.CANCELADO, False)


async def test_a_cancelled_booking_that_cal_com_forgot_is_looked_for_once(bench: Bench) -> None:
    uid = await never_written(bench)
    await bench.run(Kind.FULL)
    bench.box.store.vanish(bench.box.booking(uid))
    bench.office.clock.forward(minutes=5)
    await bench.run()
    assert f"/v2/bookings/{uid}" in bench.between.paths
    bench.between.paths.clear()
    bench.office.clock.forward(minutes=5)
    await bench.run()
    assert f"/v2/bookings/{uid}" not in bench.between.paths
    assert (await bench.appointment(uid)).status is Status.CANCELADO


async def test_a_planted_booking_joins_the_appointment_that_staff_made(bench: Bench) -> None:
    await bench.add(an_appointment(id=PLANTED, nome_paciente="Paciente Plantado"))
    ref = bench.desk.refs.sign(PLANTED, PAULISTA, bench.now)
    uid = await bench.book(metadata={"agendamento_id": PLANTED, "ref": ref})
    await bench.run()
    found = await bench.one()
    assert (found.id, found.origem, found.calcom_booking_id) == (PLANTED, Origin.MANUAL, uid)


async def test_a_forged_plant_joins_nothing(bench: Bench) -> None:
    await bench.add(an_appointment(id=PLANTED, nome_paciente="Paciente Plantado"))
    ref = bench.desk.refs.sign("outro", PAULISTA, bench.now)
    uid = await bench.book(metadata={"agendamento_id": PLANTED, "ref": ref})
    await bench.run()
    planted, own = await bench.desk.repository.get(PLANTED), await bench.appointment(uid)
    assert planted is not None
    assert (planted.calcom_booking_id, own.id == PLANTED) == (None, False)


async def test_an_erased_appointment_stays_erased(bench: Bench) -> None:
    [uid] = await booked(bench, 1)
    await bench.run()
    found = await bench.one()
    await cancelling.cancel(bench.box, uid)
    await bench.run()
    service, gestor = bench.sides.real.service, a_user(Role.GESTOR)
    await service.delete(found.id, (await bench.one()).versao, gestor)
    run = await bench.run(Kind.FULL)
    assert await bench.desk.appointments() == []
    assert (run.tally.ignored, run.tally.repaired) == (1, 0)


async def test_a_rehearsal_tells_what_a_run_would_do_and_does_none_of_it(bench: Bench) -> None:
    uids = await booked(bench, 3)
    await bench.run()
    bench.office.clock.forward(hours=1)
    await cancelling.cancel(bench.box, uids[0])
    row = await rescheduling.reschedule(bench.box, uids[1], Move(start=bench.now + timedelta(days=20)))
    new = await bench.book(name="Nova", start="2026-12-20T13:00:00Z")
    bench.box.store.vanish(bench.box.booking(uids[2]))
    before = await bench.snapshot()

    rehearsed = await bench.run(Kind.FULL, dry_run=True)
    assert await bench.snapshot() == before
    assert (rehearsed.dry_run, rehearsed.state) == (True, RunState.DONE)
    real = await bench.run(Kind.FULL)
    assert (rehearsed.tally.created, rehearsed.tally.changed) == (real.tally.created, real.tally.changed)
    assert (real.tally.created, real.tally.changed, real.tally.missing_there) == (1, 2, 1)
    assert sorted(each.key for each in rehearsed.drift) == sorted(each.key for each in real.drift)
    assert {each.key for each in real.drift} == {uids[0], row.uid, new, uids[2]}
    [unborn] = [each for each in rehearsed.drift if each.key == new]
    assert (unborn.kind, unborn.appointment_id) == (DriftKind.MISSING_HERE, None)
