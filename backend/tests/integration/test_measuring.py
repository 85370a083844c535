"""Every process tells how the integration stands, by what is stored: whoever did the work, and after any restart."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from application.stored_gauge import StoredGauge
from calcom_integration import gauges
from calcom_integration.mappings import Mappings
from calcom_integration.measuring import Measuring
from calcom_integration.provisioning import Provisioning, Report, Wanted
from calcom_integration.provisioning.findings import Fault
from calcom_integration.run import Kind
from calcom_integration.standing import Standing
from calcom_integration.store import ArrivalStore, MappingStore, ProvisioningStore
from domain.errors import Unavailable
from domain.pending import Pending
from entrypoints.measuring import measuring
from infrastructure.backup import back_up
from infrastructure.repositories.backup_records import BackupRecords
from infrastructure.repositories.small_list_repository import UnitRepository
from infrastructure.sealing import AesGcmSeal
from tests.builders import a_user, an_appointment
from tests.deliveries import sent
from tests.deliveries import units as the_units
from tests.reconciling import Bench, open_bench

PATIENCE = timedelta(minutes=15)
CANCELLED = {"status": "Cancelado", "motivo_cancelamento": "viagem"}


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    async with open_bench(mongodb_url, database_name) as bench:
        for each in vars(gauges).values():
            if isinstance(each, StoredGauge):
                each.tell_each({})
        yield bench


def looks(bench: Bench) -> ProvisioningStore:
    return ProvisioningStore(bench.desk.mongo.database)


def process(bench: Bench, *, has_api: bool = True) -> Measuring:
    """A process that has done nothing itself."""
    desk, database = bench.desk, bench.desk.mongo.database
    mappings = Mappings(MappingStore(database), UnitRepository(desk.mongo), desk.clock)
    wanted = Wanted.from_units(the_units(), "https://coleta.test", "a-secret")
    client = bench.client if has_api else None
    return Measuring(
        Standing(desk.store, bench.sides.outbox, desk.repository, PATIENCE, desk.clock),
        ArrivalStore(database),
        bench.store,
        Provisioning(client, wanted, mappings, looks(bench), desk.clock),
        client,
    )


def told(name: str, labels: Mapping[str, str] | None = None) -> float | None:
    return REGISTRY.get_sample_value(f"calcom_{name}", dict(labels or {}))


async def test_of_a_fresh_clinic_nothing_is_claimed(bench: Bench) -> None:
    await process(bench).measure()
    assert {state: told("deliveries_waiting", {"state": state}) for state in ("received", "dead")} == {
        "received": 0,
        "dead": 0,
    }
    assert told("delivery_oldest_waiting_seconds") == 0
    assert told("delivery_last_received_timestamp_seconds") is None
    assert told("run_last_success_timestamp_seconds", {"kind": "full"}) == 0
    assert told("drift_bookings", {"kind": "full", "run": "newest"}) is None
    assert told("unaccounted_bookings") is None
    assert told("provisioning_faults") is None
    assert told("api_calls_left") == 1


async def test_deliveries_are_told_while_they_wait(bench: Bench) -> None:
    received_at = bench.now
    await bench.desk.receive([sent("created__plain_secret")])
    bench.office.clock.forward(seconds=90)
    await process(bench).measure()
    assert told("deliveries_waiting", {"state": "received"}) == 1
    assert told("delivery_oldest_waiting_seconds") == 90
    assert told("delivery_last_received_timestamp_seconds") == received_at.timestamp()
    await bench.desk.work_off()
    await process(bench).measure()
    assert told("deliveries_waiting", {"state": "received"}) == 0
    assert told("delivery_oldest_waiting_seconds") == 0


async def test_a_push_waits_then_is_overdue_then_done(bench: Bench) -> None:
    await bench.book(name="Maria")
    await bench.deliver()
    first = await bench.one()
    assert await measured_pushes(bench) == (0, 0)
    await bench.sides.real.service.edit(first.id, first.versao, CANCELLED, a_user())
    assert await measured_pushes(bench) == (1, 0)
    bench.office.clock.forward(minutes=15)
    assert await measured_pushes(bench) == (1, 1)
    parcel = await bench.sides.outbox.take(first.id, timedelta(minutes=1))
    assert parcel
    assert await measured_pushes(bench) == (1, 1)
    await bench.sides.outbox.refused(parcel, "recusado", "Não.")
    assert await measured_pushes(bench) == (0, 0)


async def measured_pushes(bench: Bench) -> tuple[float | None, float | None]:
    await process(bench).measure()
    return told("pushes_due"), told("pushes_overdue")


async def test_drift_is_told_of_two_runs_and_when_they_ended(bench: Bench) -> None:
    await bench.book(name="Maria")
    bench.lose()
    assert await drift(await bench.run(Kind.FULL), bench) == {"newest": 1, "before": None}
    assert told("unaccounted_bookings") == 0
    assert await drift(await bench.run(Kind.FULL), bench) == {"newest": 0, "before": 1}


async def drift(run: Any, bench: Bench) -> dict[str, float | None]:
    await process(bench).measure()
    assert told("run_last_success_timestamp_seconds", {"kind": "full"}) == run.ended_at.timestamp()
    return {which: told("drift_bookings", {"kind": "full", "run": which}) for which in ("newest", "before")}


async def test_a_rehearsal_is_no_run(bench: Bench) -> None:
    await bench.book(name="Maria")
    bench.lose()
    await bench.run(Kind.FULL, dry_run=True)
    await process(bench).measure()
    assert told("run_last_success_timestamp_seconds", {"kind": "full"}) == 0


async def test_conflicts_and_faults_are_told(bench: Bench) -> None:
    await bench.add(an_appointment(pendencias=(Pending.CONFLITO,)))
    await looks(bench).keep(Report(at=bench.now, faults=(Fault("x", "X."),)).to_document())
    await process(bench).measure()
    assert (told("conflicts_open"), told("provisioning_faults")) == (1, 1)


async def test_without_an_api_there_are_no_runs_to_be_overdue(bench: Bench) -> None:
    await process(bench, has_api=False).measure()
    assert told("run_last_success_timestamp_seconds", {"kind": "incremental"}) is None
    assert told("deliveries_waiting", {"state": "dead"}) == 0


async def test_the_newest_backup_is_found(bench: Bench, tmp_path: Path) -> None:
    mongo = bench.desk.mongo
    records = BackupRecords(mongo)
    assert await records.newest() is None
    for at in (bench.now, bench.now - timedelta(days=1)):
        await back_up(mongo, tmp_path / "backup.zip", AesGcmSeal([]), at)
    assert await records.newest() == bench.now


async def test_a_measure_that_fails_stops_neither_itself_nor_the_others() -> None:
    tries, others = 0, asyncio.Event()

    async def away() -> None:
        nonlocal tries
        tries += 1
        raise Unavailable

    async def other() -> None:
        others.set()

    async with measuring([away, other]):
        await others.wait()
    assert tries == 1
