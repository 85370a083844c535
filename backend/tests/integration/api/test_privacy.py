"""The rights of a patient over HTTP, and who looked, as the gestor sees it."""

from datetime import timedelta
from typing import Any

from application.page import Page
from application.privacy.ports import Seen
from domain.client import Client
from domain.errors import Unavailable
from domain.users import Role
from infrastructure.repositories.client_repository import ClientRepository
from tests.builders import NOW

HOUR = timedelta(hours=1)
CLIENT = Client(
    id="c1", nome="Ana Souza", telefone="+5511987654321", contato_em=NOW, created_at=NOW, updated_at=NOW
)


class _Away:
    """An access log whose database is away."""

    async def add(self, entries: Any) -> None:
        raise Unavailable

    async def page(self, page: int, page_size: int, subject: str | None = None) -> Page[Seen]:
        raise Unavailable

    async def let_go(self, before: Any) -> int:
        raise Unavailable


async def accesses(client: Any, **query: Any) -> list[tuple[str, str, str]]:
    answer = await client.get("/api/v1/privacy/accesses", params=query)
    assert answer.status_code == 200
    return [(each["quem"], each["acao"], each["id"]) for each in answer.json()["items"]]


async def test_an_export_is_a_file_and_is_noted(house: Any, sign_in: Any) -> None:
    await ClientRepository(house.mongo).put(CLIENT)
    client = await sign_in(Role.GESTOR)
    answer = await client.get("/api/v1/clients/c1/export")

    assert answer.json()["cliente"]["nome"] == "Ana Souza"
    assert answer.headers["content-disposition"] == 'attachment; filename="dados-c1.json"'
    assert answer.headers["cache-control"] == "no-store"
    [(_, act, subject)] = await accesses(client)
    assert (act, subject) == ("exportou", "c1")
    assert (await client.get("/api/v1/clients/c2/export")).status_code == 404


async def test_nothing_is_exported_unnoted(house: Any, sign_in: Any) -> None:
    await ClientRepository(house.mongo).put(CLIENT)
    client = await sign_in(Role.GESTOR)
    house.services.privacy.witness._entries = _Away()
    answer = await client.get("/api/v1/clients/c1/export")

    assert (answer.status_code, "Ana" in answer.text) == (503, False)


async def test_who_is_looked_at_again_and_again_is_told_once_an_hour(house: Any, sign_in: Any) -> None:
    await ClientRepository(house.mongo).put(CLIENT)
    client, witness = await sign_in(Role.GESTOR), house.services.privacy.witness
    for _ in range(3):
        await client.get("/api/v1/clients/c1")
        await client.get("/api/v1/clients")
    await witness.flush()
    assert [act for _, act, _ in await accesses(client, id="c1")] == ["visualizou"]

    house.clock.advance(HOUR)
    client = await sign_in(Role.GESTOR)
    await client.get("/api/v1/clients/c1")
    await witness.flush()
    assert len(await accesses(client, id="c1")) == 2
    assert await accesses(client, id="other") == []
    assert await witness.let_go(HOUR / 2) == 1


async def test_looks_wait_for_a_database_that_is_away(house: Any, sign_in: Any) -> None:
    await ClientRepository(house.mongo).put(CLIENT)
    client, witness = await sign_in(Role.GESTOR), house.services.privacy.witness
    real, witness._entries = witness._entries, _Away()
    assert (await client.get("/api/v1/clients/c1")).status_code == 200
    witness._entries = real
    await witness.flush()

    assert [each[1] for each in await accesses(client)] == ["visualizou"]


async def test_an_erasure_is_carried_out_and_asked_for_twice_is_one(house: Any, sign_in: Any) -> None:
    await ClientRepository(house.mongo).put(CLIENT)
    client = await sign_in(Role.GESTOR)
    assert (await client.get("/api/v1/clients/c1/erasure")).status_code == 404
    asked = [await client.post("/api/v1/clients/c1/erasure") for _ in range(2)]
    assert [each.status_code for each in asked] == [202, 202]
    assert asked[0].json() == asked[1].json()
    assert asked[0].json()["estado"] == "pedido"

    await house.services.privacy.erasing.sweep()
    told = (await client.get("/api/v1/privacy/erasures")).json()
    assert [(each["id"], each["estado"], each["em_pe"]) for each in told] == [("c1", "concluido", [])]
    assert (await client.get("/api/v1/clients/c1")).status_code == 404
    assert "Ana" not in str(told)
    assert (await client.post("/api/v1/clients/c2/erasure")).status_code == 404
