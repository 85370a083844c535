"""Whose turn a run is, what becomes of one whose worker fails or is killed, and when runs are asked for."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from application.leases import LeaseLost
from calcom_integration.inbound import Inbound
from calcom_integration.mappings import Mappings
from calcom_integration.reconcile import Runner, after_series, asked_for
from calcom_integration.run import Kind, Run, RunState
from calcom_integration.store import MappingStore
from calcom_sandbox.acts import cancelling
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.inbound import LEASE as DELIVERY_LEASE
from tests.inbound import MAX_ATTEMPTS
from tests.reconciling import LEASE, PACE, Bench, open_bench
from tests.sandbox_api import order


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    async with open_bench(mongodb_url, database_name) as bench:
        yield bench


async def asked(bench: Bench, kind: Kind = Kind.INCREMENTAL) -> str:
    run = asked_for(kind, "teste", bench.now)
    await bench.store.request(run)
    return run.id


async def stored(bench: Bench, run_id: str) -> Run:
    run = await bench.store.get(run_id)
    assert run is not None
    return run


async def test_of_two_workers_at_once_one_runs(bench: Bench) -> None:
    await bench.book()
    run_id = await asked(bench)
    ended = await asyncio.gather(bench.runner.run_due(), bench.another_runner().run_due())
    assert [run.id for run in ended if run] == [run_id]
    assert sum(path.endswith("/bookings") for path in bench.between.paths) == 1


async def test_while_one_runs_no_other_begins_whoever_asks(bench: Bench) -> None:
    first, began, goes_on = await asked(bench), asyncio.Event(), asyncio.Event()

    async def hold(path: str, query: dict[str, str]) -> None:
        began.set()
        await goes_on.wait()

    bench.between.before = hold
    running = asyncio.create_task(bench.runner.run_due())
    await began.wait()
    second = await asked(bench, Kind.FULL)
    assert await bench.runner.run_due() is None
    assert await bench.another_runner().run_due() is None
    assert (await stored(bench, first)).state is RunState.UNDER_WAY

    bench.between.before = None
    goes_on.set()
    await running
    assert (await bench.carried_out(second)).state is RunState.DONE


async def test_a_worker_that_is_stopped_leaves_its_run_abandoned_and_its_turn_free(bench: Bench) -> None:
    run_id, began = await asked(bench), asyncio.Event()

    async def hang(path: str, query: dict[str, str]) -> None:
        began.set()
        await asyncio.Event().wait()

    bench.between.before = hang
    running = asyncio.create_task(bench.runner.run_due())
    await began.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    run = await stored(bench, run_id)
    assert (run.state, run.ended_at) == (RunState.ABANDONED, bench.now)

    bench.between.before = None
    assert (await bench.run()).state is RunState.DONE


async def test_a_killed_workers_run_is_reaped_when_its_lease_is_over(bench: Bench) -> None:
    run_id = await asked(bench)
    turn = await bench.store.take_turn(bench.now, LEASE)
    assert turn is not None
    await bench.store.change(replace(await stored(bench, run_id), state=RunState.UNDER_WAY), RunState.ASKED)

    later = await asked(bench)
    assert await bench.runner.run_due() is None
    bench.office.clock.forward(seconds=LEASE.total_seconds())
    assert (await bench.carried_out(later)).state is RunState.DONE
    assert (await stored(bench, run_id)).state is RunState.ABANDONED

    assert not await bench.store.keep_turn(turn, bench.now + LEASE)
    ghost = replace(await stored(bench, run_id), state=RunState.DONE)
    assert not await bench.store.change(ghost, RunState.UNDER_WAY)


async def test_a_worker_that_lost_its_turn_stops(bench: Bench) -> None:
    """Its lease is short and it was silent for so long that another took over."""
    run_id, began = await asked(bench), asyncio.Event()

    async def hang(path: str, query: dict[str, str]) -> None:
        began.set()
        await asyncio.Event().wait()

    bench.between.before = hang
    slow = Runner(bench.store, bench.sides, bench.desk.clock, PACE, timedelta(milliseconds=30))
    running = asyncio.create_task(slow.run_due())
    await began.wait()
    bench.office.clock.forward(minutes=1)
    while await bench.store.take_turn(bench.now, LEASE) is None:
        bench.office.clock.forward(minutes=1)
    await bench.store.reap(bench.now)
    with pytest.raises(LeaseLost):
        await running
    assert (await stored(bench, run_id)).state is RunState.ABANDONED


async def test_a_cal_com_that_fails_fails_the_run_and_keeps_what_was_let_in(bench: Bench) -> None:
    for number in range(3):
        await bench.book(name=f"P{number}", start=f"2026-12-0{number + 1}T13:00:00Z")
    bench.between.take = 2

    async def fail_later(path: str, query: dict[str, str]) -> None:
        bench.between.refusals = 1 if query.get("skip") == "2" else 0

    bench.between.before = fail_later
    run = await bench.run()
    assert (run.state, run.error) == (RunState.FAILED, "Retryable: http_500")
    assert (run.tally.created, run.watermark, run.is_complete) == (2, None, False)

    bench.between.before = None
    again = await bench.run()
    assert (again.state, again.tally.created, again.tally.equal) == (RunState.DONE, 1, 2)


async def test_an_error_of_our_own_is_told_by_its_place_and_not_by_its_text(bench: Bench) -> None:
    await bench.book()

    async def break_down(path: str, query: dict[str, str]) -> None:
        raise RuntimeError("maria@example.com")

    bench.between.before = break_down
    run = await bench.run()
    assert run.state is RunState.FAILED
    assert run.error is not None
    assert run.error.startswith("RuntimeError at break_down:")


async def test_the_clock_asks_once_for_what_changed_and_once_a_night_for_all(bench: Bench) -> None:
    """It is nine in the morning in UTC, six in São Paulo: tonight's is due already."""
    runners = [bench.runner, bench.another_runner()]
    for runner in runners * 2:
        await runner.ask()
    runs, _ = await bench.store.page(1, 10)
    assert sorted((run.kind, run.by) for run in runs) == [
        (Kind.FULL, "relogio"),
        (Kind.INCREMENTAL, "relogio"),
    ]
    for run in runs:
        await bench.carried_out(run.id)
    bench.office.clock.forward(minutes=5)
    for runner in runners:
        await runner.ask()
    assert (await bench.store.page(1, 10))[1] == 3


@pytest.mark.parametrize("says_so", [True, False])
async def test_closing_a_series_asks_for_a_run_soon_after(bench: Bench, says_so: bool) -> None:
    """The run reads what Cal.com wrote once it had sent the one webhook, which may hide that it is of a series (CALCOM.md M7)."""

    async def ask() -> None:
        await bench.store.request(after_series(bench.now))

    rows = await bench.office.data("POST", "/v2/bookings", json=order(5, start="2026-11-30T13:00:00Z"))
    await bench.deliver()
    await bench.run()
    await cancelling.cancel(bench.box, rows[0]["uid"], "Viajei", whole_series=True)
    request = bench.office.inbox.requests[-1]
    body = json.loads(request.content)
    body["payload"] |= {} if says_so else {"recurringEvent": None}
    receipt = await bench.desk.inbox.receive(json.dumps(body).encode(), dict(request.headers))
    mappings = Mappings(
        MappingStore(bench.desk.mongo.database), UnitRepository(bench.desk.mongo), bench.desk.clock
    )
    desk, way = bench.desk, bench.sides.real
    inbound = Inbound(
        desk.store, way.service, way.door, mappings, desk.clock, DELIVERY_LEASE, MAX_ATTEMPTS, ask
    )
    await inbound.process(receipt.delivery_id)

    assert await bench.runner.run_due() is None
    bench.office.clock.forward(seconds=30)
    run = await bench.runner.run_due()
    assert run is not None
    assert (run.by, run.tally.changed) == ("serie", 2)
    assert {each.status for each in await desk.appointments()} == {"Cancelado"}


async def test_runs_that_found_nothing_go_sooner_than_others(bench: Bench) -> None:
    await bench.book()
    for _ in range(2):
        await bench.run()
    await bench.run(Kind.FULL)
    quiet = await bench.run()
    stored_runs = bench.desk.mongo.database["calcom_runs"].find({}, {"kept_until": 1})
    expiries = {each["_id"]: each["kept_until"] async for each in stored_runs}
    assert expiries[quiet.id] == bench.now + timedelta(days=90)
    later = [expiry for expiry in expiries.values() if expiry > bench.now + timedelta(days=350)]
    assert len(later) == 2
