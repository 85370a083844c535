"""A create that is sent again with its Idempotency-Key is the same create."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from application.ports import Write
from domain.anonymity import anonymous
from domain.history import Actor, deletion_of
from domain.users import Role
from tests.builders import NOW
from tests.lists import AURORA, seed_lists

API, HEADER = "/api/v1", "Idempotency-Key"
VISIT = {"nome_paciente": "Rosa Lima", "nome_unidade": "Paulista", "nome_marca": AURORA}
DATED = {"data_agendamento": "2026-12-01", "hora_agendamento": "08:00"}


@dataclass(frozen=True)
class Create:
    """A creating call; `count` counts what it made. `other` is the same request with another body."""

    path: str
    body: dict[str, Any]
    other: dict[str, Any]
    status: int = 201
    form: bool = False

    async def send(
        self, client: httpx.AsyncClient, key: object, body: dict[str, Any] | None = None
    ) -> httpx.Response:
        content: dict[str, Any] = {"files" if self.form else "json": body or self.body}
        return await client.post(f"{API}/{self.path}", headers={HEADER: str(key)}, **content)

    async def count(self, client: httpx.AsyncClient) -> int:
        everything = {"scope": "all"} if self.path == "appointments" else None
        return len((await client.get(f"{API}/{self.path}", params=everything)).json()["items"])


def _list(path: str, change: str, **body: Any) -> Create:
    return Create(path, body, body | {change: "Outro"})


_UNIT = {"nome_unidade": "Centro", "nome_marca": "Vida", "fuso": "America/Manaus", "duracao_minutos": 30}
_USER = {"name": "Ana", "email": "ana@example.com", "role": "atendente", "password": "outra-senha-longa"}
CREATES = [
    Create("appointments", VISIT, VISIT | {"observacoes": "outra"}),
    Create("appointments", VISIT | DATED, VISIT | DATED | {"observacoes": "outra"}),
    _list("units", "nome_marca", **_UNIT, reserva_horario=False),
    _list("tags", "name", name="Jejum longo", color="#5b5fc7"),
    _list("drivers", "name", name="Davi"),
    _list("collectors", "name", name="Célia"),
    _list("cars", "model", plate="XYZ-9Z87", model="Kangoo"),
    Create("users", _USER, _USER | {"password": "mais-uma-senha-longa"}),
    Create(
        "appointments/imports",
        {"arquivo": ("dia.csv", b"a;b\n1;2\n")},
        {"arquivo": ("dia.csv", b"a;b\n1;3\n")},
        status=202,
        form=True,
    ),
]
each_create = pytest.mark.parametrize("create", CREATES, ids=lambda each: each.path)


@pytest.fixture
async def gestor(sign_in: Any, stores: Any) -> httpx.AsyncClient:
    await seed_lists(stores)
    client: httpx.AsyncClient = await sign_in(Role.GESTOR)
    return client


@each_create
async def test_sent_again_it_makes_nothing_new(gestor: httpx.AsyncClient, create: Create) -> None:
    before, key = await create.count(gestor), uuid4()

    answers = [await create.send(gestor, key) for _ in range(3)]

    assert {each.status_code for each in answers} == {create.status}, answers[-1].text
    assert len({each.json()["id"] for each in answers}) == 1
    assert await create.count(gestor) == before + 1


@each_create
async def test_sent_twice_at_once_it_makes_one(gestor: httpx.AsyncClient, create: Create) -> None:
    before, key = await create.count(gestor), uuid4()

    answers = await asyncio.gather(*(create.send(gestor, key) for _ in range(4)))

    assert {each.status_code for each in answers} == {create.status}, [each.text for each in answers]
    assert len({each.json()["id"] for each in answers}) == 1
    assert await create.count(gestor) == before + 1


@each_create
async def test_with_another_body_it_is_refused(gestor: httpx.AsyncClient, create: Create) -> None:
    key = uuid4()
    await create.send(gestor, key)
    before = await create.count(gestor)

    answer = await create.send(gestor, key, create.other)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, HEADER)
    assert await create.count(gestor) == before


@each_create
async def test_what_is_no_uuid_is_refused(gestor: httpx.AsyncClient, create: Create) -> None:
    before = await create.count(gestor)

    answer = await create.send(gestor, "17")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, HEADER)
    assert await create.count(gestor) == before


def test_every_creating_call_takes_a_key(house: Any) -> None:
    described = {
        operation["operationId"]: {each["name"] for each in operation.get("parameters", ())}
        for path in house.app.openapi()["paths"].values()
        for method, operation in path.items()
        if method == "post" and ("201" in operation["responses"] or operation["operationId"] == "startImport")
    }
    assert len(described) == len({each.path for each in CREATES}) + 1  # packages need their members first
    assert all(HEADER in names for names in described.values())


async def test_the_answer_is_the_record_as_it_is_now(gestor: httpx.AsyncClient) -> None:
    create, key = CREATES[0], uuid4()
    first = (await create.send(gestor, key)).json()
    change = {"versao": first["versao"], "observacoes": "tocar a campainha"}
    await gestor.patch(f"{API}/appointments/{first['id']}", json=change)

    again = await create.send(gestor, key)

    assert (again.status_code, again.json()["observacoes"]) == (201, "tocar a campainha")


@pytest.mark.parametrize(
    "create", [each for each in CREATES if each.path not in ("users", "appointments/imports")]
)
async def test_a_deleted_record_is_gone(gestor: httpx.AsyncClient, create: Create) -> None:
    key = uuid4()
    made = (await create.send(gestor, key)).json()
    path = f"{API}/{create.path}/{made['id']}"
    deleted = await gestor.delete(path, params={"versao": made["versao"]} if "versao" in made else None)
    assert deleted.status_code == 204, deleted.text
    before = await create.count(gestor)

    answer = await create.send(gestor, key)

    assert (answer.status_code, answer.json()["code"]) == (410, "excluido")
    assert await create.count(gestor) == before
    assert (await create.send(gestor, uuid4())).status_code == 201


async def test_an_erased_patients_appointment_is_gone(house: Any, gestor: httpx.AsyncClient) -> None:
    create, key = CREATES[0], uuid4()
    made = (await create.send(gestor, key)).json()
    appointment = await house.repository.get(made["id"])
    entry = deletion_of(appointment, Actor("usuario", "Ana"), NOW)
    await house.repository.forgotten.put(anonymous(appointment, NOW), [], entry)

    assert (await create.send(gestor, key)).status_code == 410


async def test_an_absorbed_appointments_survivor_is_the_answer(house: Any, gestor: httpx.AsyncClient) -> None:
    create = CREATES[0]
    keys = [uuid4(), uuid4()]
    made = [(await create.send(gestor, key)).json()["id"] for key in keys]
    survivor, gone = [await house.repository.get(each) for each in made]
    union = replace(survivor, absorvidos=(gone.id,))
    await house.repository.commit(Write(put=union, expected=1, absorbed=(gone,)))

    answers = [await create.send(gestor, key) for key in keys]

    assert [(each.status_code, each.json()["id"]) for each in answers] == [(201, survivor.id)] * 2


async def test_a_key_is_its_users_own(gestor: httpx.AsyncClient, sign_in: Any) -> None:
    create, key = CREATES[0], uuid4()
    first = (await create.send(gestor, key)).json()["id"]

    clerk = await sign_in(Role.ATENDENTE)

    assert (await create.send(clerk, key)).json()["id"] != first


async def test_of_two_uploads_at_once_one_file_is_kept(house: Any, gestor: httpx.AsyncClient) -> None:
    create, key = CREATES[-1], uuid4()

    await asyncio.gather(*(create.send(gestor, key) for _ in range(4)))

    database = house.mongo.database
    kept = {each["_id"] async for each in database["imports"].find()}
    assert {each["_id"] async for each in database["import_files.files"].find()} == kept
    assert {each["files_id"] async for each in database["import_files.chunks"].find()} == kept
    assert len(kept) == 1


async def test_neither_key_nor_body_can_be_read_from_what_is_kept(
    house: Any, gestor: httpx.AsyncClient
) -> None:
    key = uuid4()
    await CREATES[0].send(gestor, key)

    [kept] = [each["criacoes"] async for each in house.mongo.database["appointments"].find()]

    assert [{name: len(value) for name, value in each.items()} for each in kept] == [
        {"chave": 64, "corpo": 64}
    ]
    assert str(key) not in str(kept)
