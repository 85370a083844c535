"""Reconciliations over the API: what the gestor sees of them, and asks for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from calcom_integration.reconcile import asked_for
from calcom_integration.run import Drift, DriftKind, Kind, Run, RunState, Tally, Window
from calcom_integration.store import RunStore
from entrypoints.settings import DEMO_PASSWORD
from infrastructure.mongo import Mongo
from tests.indexes import migrated_database
from tests.serving import application, settings_of

RUNS, COMPLETENESS = "/api/v1/calcom/runs", "/api/v1/calcom/completeness"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLE = {
    "there": 3,
    "here": 2,
    "days": [{"day": "2026-12-01", "event_type_id": 1, "nome_unidade": "Paulista", "there": 3, "here": 2}],
    "others": [
        {
            "key": "uid-1",
            "why": "desconhecida",
            "day": "2026-12-01",
            "event_type_id": 1,
            "appointment_id": None,
        },
        {"key": "uid-2", "why": "sumiu_la", "day": None, "event_type_id": None, "appointment_id": "a-2"},
    ],
}
DRIFT = (
    Drift("uid-1", DriftKind.MISSING_HERE, None),
    Drift("uid-2", DriftKind.MISSING_THERE, "a-2", "reserva_nao_encontrada"),
)


@dataclass
class Office:
    client: httpx.AsyncClient
    store: RunStore
    mongo: Mongo

    async def ended(self, number: int, **over: Any) -> Run:
        """A run that ended so many minutes after noon."""
        at = NOON + timedelta(minutes=number)
        run = replace(
            asked_for(Kind.FULL, "relogio", at), id=f"run-{number}", state=RunState.DONE, started_at=at
        )
        run = replace(run, **{"ended_at": at + timedelta(seconds=3), **over})
        await self.store.request(run)
        return run


@asynccontextmanager
async def signed_in(mongodb_url: str, name: str, redis_url: str) -> AsyncIterator[Office]:
    mongo = Mongo(mongodb_url, name)
    settings = settings_of(mongodb_url, name, redis_url, demo_accounts=True)
    async with application(settings) as client:
        login = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
        answer = await client.post("/api/v1/auth/login", json=login)
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield Office(client, RunStore(mongo.database, timedelta(days=90)), mongo)
    await mongo.close()


@pytest.fixture(scope="module")
async def opened(mongodb_url: str, redis_database_url: str) -> AsyncIterator[Office]:
    with pytest.MonkeyPatch.context() as environment, migrated_database(mongodb_url) as name:
        environment.setenv("CALCOM_API_URL", "http://cal.test/v2")
        environment.setenv("CALCOM_API_TOKEN", "cal_test")
        async with signed_in(mongodb_url, name, redis_database_url) as office:
            yield office


@pytest.fixture
async def office(opened: Office) -> Office:
    """The office without any run."""
    await opened.mongo.database["calcom_runs"].delete_many({})
    return opened


async def test_runs_are_listed_newest_first_by_pages(office: Office) -> None:
    for number in range(3):
        await office.ended(number, tally=Tally(rows=number, created=1))
    page = (await office.client.get(RUNS, params={"page_size": 2})).json()
    assert ([each["id"] for each in page["items"]], page["total"]) == (["run-2", "run-1"], 3)
    first = page["items"][0]
    assert (first["kind"], first["state"], first["seconds"]) == ("full", "concluida", 3.0)
    assert (first["tally"]["rows"], first["tally"]["created"]) == (2, 1)
    assert "drift" not in first


async def test_a_runs_differences_name_a_booking_only_where_no_appointment_stands_for_it(
    office: Office,
) -> None:
    run = await office.ended(1, drift=DRIFT)
    shown = (await office.client.get(f"{RUNS}/{run.id}")).json()
    assert shown["drift"] == [
        {"kind": "faltava_aqui", "appointment_id": None, "key": "uid-1", "detail": None},
        {"kind": "sumiu_la", "appointment_id": "a-2", "key": None, "detail": "reserva_nao_encontrada"},
    ]


async def test_an_unknown_run_is_not_found(office: Office) -> None:
    answer = await office.client.get(f"{RUNS}/nenhuma")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Conciliação não encontrada.")


async def test_completeness_is_the_newest_whole_runs(office: Office) -> None:
    empty = (await office.client.get(COMPLETENESS)).json()
    assert (empty["run_id"], empty["days"], empty["others"]) == (None, [], [])

    await office.ended(1, completeness={**TABLE, "there": 9})
    run = await office.ended(2, completeness=TABLE, is_complete=True)
    await office.ended(3, state=RunState.FAILED)
    await office.ended(4, kind=Kind.CUSTOM, completeness={**TABLE, "there": 1})
    found = (await office.client.get(COMPLETENESS)).json()
    assert (found["run_id"], found["there"], found["here"], found["is_complete"]) == (run.id, 3, 2, True)
    assert found["days"] == TABLE["days"]
    assert [(each["why"], each["key"], each["appointment_id"]) for each in found["others"]] == [
        ("desconhecida", "uid-1", None),
        ("sumiu_la", None, "a-2"),
    ]


@pytest.mark.parametrize("kind", [Kind.INCREMENTAL, Kind.FULL])
async def test_a_run_is_asked_for(office: Office, kind: Kind) -> None:
    answer = await office.client.post(RUNS, json={"kind": kind}, params={"dry_run": True})
    assert answer.status_code == 202
    asked = await office.store.get(answer.json()["id"])
    assert asked is not None
    assert (asked.kind, asked.state, asked.dry_run) == (kind, RunState.ASKED, True)
    me = (await office.client.get("/api/v1/auth/me")).json()
    assert (asked.by, asked.by_id) == (me["name"], me["id"])
    assert answer.json()["by"] == me["name"]
    assert await office.store.due(asked.due_at) == asked.id


async def test_a_run_that_is_asked_for_again_is_the_same_run(office: Office) -> None:
    key = {"Idempotency-Key": "0a8f0f6e-6c1c-4f4e-9e58-7f1d3c4b5a69"}
    ask = partial(office.client.post, RUNS, headers=key)
    answers = await asyncio.gather(*(ask(json={"kind": "full"}) for _ in range(3)))
    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["id"] for each in answers}) == 1
    assert (await office.store.page(1, 10))[1] == 1
    other = await ask(json={"kind": "full"}, params={"dry_run": True})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


async def test_days_are_the_clinics(office: Office) -> None:
    wanted = {"kind": "custom", "from": "2026-12-01", "to": "2026-12-02"}
    answer = await office.client.post(RUNS, json=wanted)
    asked = await office.store.get(answer.json()["id"])
    assert asked is not None
    assert asked.window == Window(datetime(2026, 12, 1, 3, tzinfo=UTC), datetime(2026, 12, 3, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "custom"},
        {"kind": "custom", "from": "2026-12-01"},
        {"kind": "full", "from": "2026-12-01", "to": "2026-12-02"},
        {"kind": "custom", "from": "2026-12-02", "to": "2026-12-01"},
        {"kind": "custom", "from": "2026-01-01", "to": "2028-01-01"},
        {"kind": "tudo"},
    ],
)
async def test_what_makes_no_sense_is_refused(office: Office, wrong: dict[str, str]) -> None:
    answer = await office.client.post(RUNS, json=wrong)
    assert answer.status_code == 422
    assert (await office.store.page(1, 10))[1] == 0


async def test_without_an_api_no_run_can_be_asked_for(
    mongodb_url: str, database_name: str, redis_url: str
) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("CALCOM_API_URL", raising=False)
        async with signed_in(mongodb_url, database_name, redis_url) as office:
            answer = await office.client.post(RUNS, json={"kind": "full"})
            assert (answer.status_code, answer.json()["title"] != "") == (409, True)
            assert "não está configurada" in answer.json()["detail"]
            assert (await office.store.page(1, 10))[1] == 0
