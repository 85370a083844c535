"""The mapping over HTTP: look, save, try on real deliveries."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pymongo import AsyncMongoClient

from entrypoints.settings import DEMO_PASSWORD
from tests.deliveries import sent, units
from tests.indexes import migrated_database
from tests.serving import SECRET, WEBHOOK, application, settings_of, signed

MAPPING = "/api/v1/calcom/mapping"
Json = dict[str, Any]


@dataclass
class Desk:
    """The application with a gestor signed in; every test finds the mapping as it was seeded."""

    client: httpx.AsyncClient
    database: Any

    async def mapping(self) -> Json:
        answer = await self.client.get(MAPPING)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def draft(self, **over: Any) -> Json:
        """What the mapping's editor would send for the version in force."""
        found = await self.mapping()
        names = ("id", "slug", "unidade_id")
        types = [{name: each[name] for name in names} for each in found["event_types"]]
        return {"event_types": types, "questions": found["questions"], **over}

    async def save(self, version: int, **over: Any) -> httpx.Response:
        return await self.client.put(MAPPING, json={**await self.draft(**over), "version": version})

    async def preview(self, **over: Any) -> list[Json]:
        answer = await self.client.post(f"{MAPPING}/preview", json=await self.draft(**over))
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    async def unit_id(self, name: str) -> str:
        items = (await self.client.get("/api/v1/units")).json()["items"]
        return next(str(each["id"]) for each in items if each["nome_unidade"] == name)

    async def receive(self, *names: str) -> None:
        for name in names:
            body = sent(name).body
            answer = await self.client.post(WEBHOOK, content=body, headers=signed(body))
            assert answer.status_code == 200, answer.text

    async def stored(self, collection: str) -> list[Json]:
        return [each async for each in self.database[collection].find().sort("_id", 1)]


@pytest.fixture(scope="module")
async def opened(mongodb_url: str, redis_database_url: str) -> AsyncIterator[Desk]:
    mongo: AsyncMongoClient[Json] = AsyncMongoClient(mongodb_url, tz_aware=True)
    with pytest.MonkeyPatch.context() as environment, migrated_database(mongodb_url) as name:
        environment.setenv("CALCOM_WEBHOOK_SECRET", SECRET)
        settings = settings_of(mongodb_url, name, redis_database_url, demo_accounts=True)
        async with application(settings) as client:
            credentials = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
            answer = await client.post("/api/v1/auth/login", json=credentials)
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield Desk(client, mongo[name])
    await mongo.close()


@pytest.fixture
async def desk(opened: Desk, redis_url: str) -> Desk:
    await opened.database["calcom_deliveries"].delete_many({})
    await opened.database["calcom_settings"].delete_many({"_id": {"$gt": 1}})
    return opened


async def test_the_seeded_mapping_with_its_units_its_fields_and_who_saved_it(desk: Desk) -> None:
    found = await desk.mapping()

    assert (found["version"], found["questions"]) == (1, {})
    assert len(found["event_types"]) == len(units()["event_types"])
    assert found["event_types"][0] == {
        "id": 1,
        "slug": "coleta-paulista",
        "unidade_id": await desk.unit_id("Paulista"),
        "nome_unidade": "Paulista",
        "nome_marca": "Laboratório Aurora",
        "is_active": True,
    }
    assert "documento" in next(each["usual"] for each in found["fields"] if each["field"] == "cpf")
    [save] = found["saves"]
    assert (save["version"], save["by"], save["note"]) == (1, "sistema", "infra/units.yaml")


async def test_what_is_saved_is_the_next_version(desk: Desk) -> None:
    answer = await desk.save(1, questions={"cpf": ["cic"]}, note="novo formulário")

    assert answer.status_code == 200, answer.text
    assert answer.json() == await desk.mapping()
    assert (answer.json()["version"], answer.json()["questions"]) == (2, {"cpf": ["cic"]})
    assert [(each["version"], each["by"], each["note"]) for each in answer.json()["saves"]] == [
        (2, "Gestora Demo", "novo formulário"),
        (1, "sistema", "infra/units.yaml"),
    ]


async def test_who_edited_an_older_version_is_shown_the_newer_one(desk: Desk) -> None:
    await desk.save(1, questions={"cpf": ["cic"]})

    late = await desk.save(1, questions={"cpf": ["doc"]})

    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    assert late.json()["code"] == "versao_antiga"
    assert late.json()["current"] == await desk.mapping()
    assert [each["_id"] for each in await desk.stored("calcom_settings")] == [1, 2]


@pytest.mark.parametrize(
    ("over", "fields"),
    [
        ({"questions": {"cpf": ["email"], "peso": ["peso"]}}, {"questions.cpf.0", "questions.peso"}),
        (
            {"event_types": [{"id": 1, "slug": "a", "unidade_id": "nenhuma"}]},
            {"event_types.0.unidade_id"},
        ),
        ({"event_types": [{"id": 0, "slug": "a", "unidade_id": "u"}]}, {"event_types.0.id"}),
        ({"event_types": [{"slug": "a"}]}, {"event_types.0.unidade_id"}),
        ({"perguntas": {}}, {"perguntas"}),
    ],
)
async def test_what_makes_no_sense_is_told_by_field(desk: Desk, over: Json, fields: set[str]) -> None:
    wanted = {**await desk.draft(), **over}
    answers = [
        await desk.client.put(MAPPING, json={**wanted, "version": 1}),
        await desk.client.post(f"{MAPPING}/preview", json=wanted),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert {each["field"] for each in answer.json()["errors"]} == fields
        assert all(each["detail"] for each in answer.json()["errors"])
    assert (await desk.mapping())["version"] == 1


async def test_a_closed_unit_cannot_be_mapped_anew(desk: Desk) -> None:
    unit = {"nome_unidade": "Fechada", "nome_marca": "Vida Diagnósticos", "fuso": "America/Manaus"}
    made = await desk.client.post("/api/v1/units", json={**unit, "duracao_minutos": 30})
    unit_id = made.json()["id"]
    closed = await desk.client.patch(f"/api/v1/units/{unit_id}", json={"active": False})
    assert closed.status_code == 200, closed.text

    answer = await desk.save(1, event_types=[{"id": 1, "slug": None, "unidade_id": unit_id}])

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "event_types.0.unidade_id", "detail": "Esta unidade está desativada."}
    ]


async def test_a_preview_reads_real_deliveries_by_both_mappings_and_writes_nothing(desk: Desk) -> None:
    names = ("created__custom_fields_all_types", "no_show__marked", "paid__plain", "template__form")
    await desk.receive(*names)
    before = [await desk.stored(each) for each in ("calcom_deliveries", "calcom_settings", "appointments")]
    types = [{"id": 2, "slug": None, "unidade_id": await desk.unit_id("Noronha")}]

    [item] = await desk.preview(event_types=types, questions={"rg": ["cpf"]})

    assert (item["trigger"], item["event_type_id"], item["event_type_slug"]) == (
        "BOOKING_CREATED",
        2,
        "avaliacao",
    )
    assert item["unit"] == {"before": None, "after": "Bem Coletar · Noronha"}
    changed = {
        each["field"]: (each["before"], each["after"]) for each in item["fields"] if each["is_changed"]
    }
    assert changed == {"cpf": ("•••.•••.•••-25", None), "rg": (None, "•••.•••.•••-25")}
    after = [await desk.stored(each) for each in ("calcom_deliveries", "calcom_settings", "appointments")]
    assert after == before


async def test_a_preview_names_nobody(desk: Desk) -> None:
    await desk.receive("created__custom_fields_all_types", "created__guests")

    answer = await desk.client.post(f"{MAPPING}/preview", json=await desk.draft())

    assert len(answer.json()["items"]) == 2
    told = answer.text
    for personal in ("João", "Silva", "joao@", "529.982", "98765", "Carla", "obs ção", "uid"):
        assert personal not in told


async def test_a_preview_is_of_the_last_twenty_deliveries_that_tell_answers(desk: Desk) -> None:
    recorded = sent("created__guests").body
    for number in range(25):
        body = recorded.replace(b'"Carla', f'"{number} Carla'.encode())
        await desk.client.post(WEBHOOK, content=body, headers=signed(body))
    stored = await desk.stored("calcom_deliveries")
    newest_first = sorted(stored, key=lambda each: (each["received_at"], each["_id"]), reverse=True)[:20]

    items = await desk.preview()

    assert [each["delivery_id"] for each in items] == [each["_id"] for each in newest_first]
