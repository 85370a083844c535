"""The integration's health over the API: what the gestor is told of what waits, ran and is wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from calcom_integration.delivery import Delivery, Outcome, State
from calcom_integration.provisioning import Report
from calcom_integration.provisioning.findings import Fault
from calcom_integration.reconcile import asked_for
from calcom_integration.run import Kind, RunState
from calcom_integration.spool import SpoolFolder
from calcom_integration.store import DeliveryStore, ProvisioningStore, RunStore
from domain.appointment import Origin
from entrypoints.settings import DEMO_PASSWORD
from infrastructure.mongo import Mongo
from infrastructure.redis import Heartbeat, connect
from infrastructure.repositories.appointment_document import to_document
from tests.builders import an_appointment
from tests.indexes import migrated_database
from tests.serving import application, eventually, settings_of

CALCOM = "/api/v1/calcom"


@dataclass
class Office:
    client: httpx.AsyncClient
    mongo: Mongo
    redis_url: str
    spool: Path

    async def health(self) -> dict[str, Any]:
        answer = await self.client.get(f"{CALCOM}/health")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def ended(self, name: str, state: State, at: datetime, lag: float) -> None:
        """A delivery that came at `at` and ended `lag` seconds later."""
        store = DeliveryStore(self.mongo.database, timedelta(days=90))
        await store.add(Delivery(id=name, digest=name, body=b"{}", headers={}, received_at=at))
        claimed = await store.claim(name, at, timedelta(0))
        assert claimed is not None
        await store.finish(claimed, Outcome(state=state), at + timedelta(seconds=lag))

    async def stored(self, **over: Any) -> None:
        appointment = replace(an_appointment(**over), versao=1)
        await self.mongo.database["appointments"].insert_one(to_document(appointment))


@asynccontextmanager
async def signed_in(mongodb_url: str, name: str, redis_url: str, spool: Path) -> AsyncIterator[Office]:
    mongo = Mongo(mongodb_url, name)
    settings = settings_of(mongodb_url, name, redis_url, demo_accounts=True)
    async with application(settings) as client:
        login = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
        answer = await client.post("/api/v1/auth/login", json=login)
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield Office(client, mongo, redis_url, spool)
    await mongo.close()


@pytest.fixture(scope="module")
async def opened(
    mongodb_url: str, redis_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    spool = tmp_path_factory.mktemp("spool")
    with pytest.MonkeyPatch.context() as environment, migrated_database(mongodb_url) as name:
        environment.setenv("CALCOM_API_URL", "http://cal.test/v2")
        environment.setenv("CALCOM_API_TOKEN", "cal_test")
        environment.setenv("SPOOL_DIR", str(spool))
        async with signed_in(mongodb_url, name, redis_database_url, spool) as office:
            yield office


@pytest.fixture
async def office(opened: Office) -> Office:
    """The office with nothing in it."""
    for name in ("calcom_runs", "calcom_deliveries", "calcom_provisioning", "appointments"):
        await opened.mongo.database[name].delete_many({})
    return opened


async def test_where_nothing_happened_yet_nothing_is_claimed(office: Office) -> None:
    told = await office.health()
    assert told["webhook"] == {"state": "desconhecido", "checked_at": None, "faults": []}
    assert (told["api"]["is_configured"], told["api"]["is_reachable"], told["api"]["is_resting"]) == (
        True,
        None,
        False,
    )
    assert (told["inbox"]["received"], told["inbox"]["lag_median"], told["inbox"]["waiting_since"]) == (
        0,
        None,
        None,
    )
    assert (told["runs"], told["tasks"], told["pushes"]["waiting"]) == ([], [], 0)


async def test_deliveries_are_told_with_their_lag(office: Office) -> None:
    now = datetime.now(UTC)
    await office.ended("a", State.DONE, now, 1.0)
    await office.ended("b", State.DONE, now, 9.0)
    await office.ended("c", State.DEAD, now, 0.0)
    await office.ended("old", State.DONE, now - timedelta(days=3), 500.0)
    told = await office.health()
    inbox = told["inbox"]
    assert (inbox["received"], inbox["states"]["dead"], inbox["lag_p95"]) == (3, 1, 9.0)
    assert told["tasks"] == [{"code": "entregas_paradas", "total": 1}]
    hours = (await office.client.get(f"{CALCOM}/delivery-hours")).json()
    assert (len(hours), hours[-1]["received"], hours[-1]["stuck"], hours[-1]["lag_median"]) == (24, 3, 1, 9.0)


async def test_what_lies_on_disk_is_told_with_its_age(office: Office, tmp_path: Path) -> None:
    empty = {"waiting": 0, "oldest_at": None, "unreadable": 0, "is_writable": True}
    assert (await office.health())["inbox"]["spool"] == empty

    at, elsewhere = datetime.now(UTC).replace(microsecond=0), SpoolFolder(tmp_path, 2**20)
    for name in ("a" * 64, "b" * 64):
        elsewhere.put(name, b"no delivery", at)
    held = elsewhere.claim(tmp_path / ("a" * 64))  # by another process: the service leaves it alone
    assert held
    for name in ("a" * 64, "b" * 64):
        (tmp_path / name).rename(office.spool / name)

    async def is_set_aside() -> bool:
        return bool((await office.health())["inbox"]["spool"]["unreadable"])

    await eventually(is_set_aside)
    told = await office.health()
    (office.spool / ("a" * 64)).unlink()
    held.release()
    oldest_at = at.isoformat().replace("+00:00", "Z")
    assert told["inbox"]["spool"] == empty | {"waiting": 1, "oldest_at": oldest_at, "unreadable": 1}
    assert told["tasks"] == [{"code": "disco_ilegivel", "total": 1}]
    for path in SpoolFolder(office.spool, 1).unreadable():
        path.unlink()


async def test_the_webhook_is_as_the_newest_check_found_it(office: Office) -> None:
    store, at = ProvisioningStore(office.mongo.database), datetime.now(UTC)
    for faults, is_read, state in (
        ((), True, "ativo"),
        ((Fault("tipo_ausente", "Falta o tipo."),), True, "ativo"),
        ((Fault("webhook_inativo", "O webhook está desligado."),), True, "com_defeito"),
        ((Fault("sem_resposta", "O Cal.com não respondeu."),), False, "desconhecido"),
    ):
        await store.keep(Report(at=at, faults=faults, is_read=is_read).to_document())
        told = await office.health()
        assert (told["webhook"]["state"], len(told["webhook"]["faults"])) == (state, len(faults))
        assert told["api"]["is_reachable"] is is_read


async def test_the_newest_run_of_each_kind_says_whether_cal_com_answers(office: Office) -> None:
    store, now = RunStore(office.mongo.database, timedelta(days=90)), datetime.now(UTC)
    for minutes, kind, state in ((9, Kind.FULL, RunState.DONE), (5, Kind.INCREMENTAL, RunState.FAILED)):
        at = now - timedelta(minutes=minutes)
        await store.request(
            replace(asked_for(kind, "relogio", at), id=kind, state=state, started_at=at, ended_at=at)
        )
    told = await office.health()
    assert [(each["kind"], each["state"]) for each in told["runs"]] == [
        ("incremental", "falhou"),
        ("full", "concluida"),
    ]
    assert told["api"]["is_reachable"] is False


async def test_what_needs_a_person_is_counted(office: Office) -> None:
    await office.stored(pendencias=("envio_recusado", "cpf_ausente"))
    await office.stored(pendencias=("conflito",))
    told = await office.health()
    assert told["tasks"] == [{"code": "envio_recusado", "total": 1}, {"code": "conflito", "total": 1}]
    assert told["pushes"]["refused"] == 1


async def test_a_worker_is_alive_while_it_says_so(office: Office) -> None:
    redis = connect(office.redis_url)
    await Heartbeat(redis).beat()
    assert (await office.health())["is_worker_alive"] is True
    await redis.aclose()


async def test_visits_are_counted_by_week_and_origin(office: Office) -> None:
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday())
    await office.stored(data_agendamento=monday - timedelta(weeks=1), origem=Origin.CALCOM)
    await office.stored(data_agendamento=monday - timedelta(weeks=20), origem=Origin.CALCOM)
    await office.stored(data_agendamento=None)
    weeks = (await office.client.get("/api/v1/appointments/origins")).json()
    totals = {week["inicio"]: sum(each["total"] for each in week["por_origem"]) for week in weeks}
    assert len(weeks) == 8
    assert sum(totals.values()) == 1
