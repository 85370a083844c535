"""What every store of clients does: the fake and the real one alike."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from application.ports import Clients
from domain.client import Claim, parted, united
from domain.errors import StaleWrite
from infrastructure.mongo import Mongo
from infrastructure.repositories.client_repository import ClientMarks, ClientRepository
from tests.builders import NOW, VALID_CPF, a_client, a_union
from tests.fakes import FakeClients
from tests.indexes import ensure_indexes

KEY = "+5511987654321|maria souza"


@pytest.fixture(params=["fake", "mongo"])
async def clients(request: pytest.FixtureRequest, mongo: Mongo) -> Clients:
    if request.param == "fake":
        return FakeClients()
    clients = ClientRepository(mongo)
    await ensure_indexes(mongo.database, clients)
    return clients


async def test_a_client_is_read_back_by_id_cpf_and_key(clients: Clients) -> None:
    client = a_client(cpf=VALID_CPF, chaves=(KEY,), ultima_visita=date(2026, 11, 2), total_agendamentos=3)
    stored = await clients.put(client)
    assert stored == replace(client, revisao=1)
    assert await clients.get(client.id) == stored
    assert await clients.by_cpf(VALID_CPF) == stored
    assert await clients.by_key(KEY) == stored
    assert await clients.get("nenhum") is None
    assert await clients.survivor_of(client.id) is None


async def test_clients_without_cpf_and_key_do_not_collide(clients: Clients) -> None:
    await clients.put(a_client())
    await clients.put(a_client())
    assert (await clients.search("", 1, 10, is_cpf_hidden=False)).total == 2


@pytest.mark.parametrize("same", [{"cpf": VALID_CPF}, {"chaves": (KEY,)}])
async def test_of_racers_with_one_cpf_or_key_one_wins(clients: Clients, same: dict[str, Any]) -> None:
    known = await clients.put(a_client())
    racers = [clients.put(a_client(**same)) for _ in range(4)]
    results = await asyncio.gather(*racers, clients.put(replace(known, **same)), return_exceptions=True)
    assert [isinstance(each, StaleWrite) for each in results].count(True) == 4


async def test_a_write_on_an_old_revision_is_stale(clients: Clients) -> None:
    stored = await clients.put(a_client())
    await clients.put(replace(stored, nome="Outro"))
    with pytest.raises(StaleWrite):
        await clients.put(replace(stored, nome="Atrasado"))


async def test_two_become_one(clients: Clients) -> None:
    first = await clients.put(a_client())
    survivor = await clients.put(a_client(cpf=VALID_CPF))
    absorbed = await clients.put(a_client(chaves=(KEY,)))
    absorbed = await clients.unite(absorbed, a_union(absorbed, first))
    survivor = await clients.unite(replace(survivor, chaves=(KEY,)), a_union(survivor, absorbed))
    assert await clients.get(absorbed.id) is None
    assert await clients.by_key(KEY) == survivor
    assert await clients.survivor_of(absorbed.id) == survivor.id
    assert await clients.survivor_of(first.id) == survivor.id
    assert sorted(await clients.aliases_due(NOW, 10)) == sorted(
        [(absorbed.id, survivor.id), (first.id, survivor.id)]
    )
    assert await clients.aliases_due(NOW - timedelta(seconds=1), 10) == []
    await clients.settle_alias(absorbed.id, survivor.id)
    await clients.settle_alias(first.id, absorbed.id)
    assert await clients.aliases_due(NOW, 10) == [(first.id, survivor.id)]


async def test_a_union_is_undone_with_what_had_become_part_of_it_before(clients: Clients) -> None:
    first, absorbed = await clients.put(a_client()), await clients.put(a_client(chaves=(KEY,)))
    survivor = await clients.put(a_client(cpf=VALID_CPF))
    inner = a_union(absorbed, first, at=NOW - timedelta(hours=1))
    absorbed = await clients.unite(absorbed, inner)
    outer = a_union(survivor, absorbed, taken=("telefone",), visits=("v1", "v2"))
    survivor = await clients.unite(united(survivor, absorbed), outer)
    assert await clients.unions_of(survivor.id) == [outer, inner]

    left, again = parted(survivor, outer)
    await clients.part(left, again)
    assert await clients.by_key(KEY) == replace(again, revisao=1)
    assert await clients.survivor_of(absorbed.id) is None
    assert await clients.survivor_of(first.id) == absorbed.id
    assert await clients.unions_of(absorbed.id) == [inner]
    assert await clients.unions_of(survivor.id) == [replace(outer, is_undone=True)]
    with pytest.raises(StaleWrite):
        await clients.part(left, again)

    await clients.end_union(absorbed.id)
    await clients.end_union(first.id)
    assert await clients.unions_of(survivor.id) == []
    assert await clients.survivor_of(first.id) == absorbed.id


async def test_claims_and_what_a_person_said_are_read_back(clients: Clients) -> None:
    claims = {"email": Claim(NOW, "visita")}
    client = a_client(alegados=claims, nome_confirmado=True, separado_de=("outro",), a_comparar=True)
    assert await clients.put(client) == replace(client, revisao=1)
    assert await clients.get(client.id) == replace(client, revisao=1)


async def test_a_union_with_a_client_that_moved_on_changes_nothing(clients: Clients) -> None:
    survivor, absorbed = await clients.put(a_client()), await clients.put(a_client())
    await clients.put(absorbed)
    with pytest.raises(StaleWrite):
        await clients.unite(survivor, a_union(survivor, absorbed))
    assert await clients.get(survivor.id) == survivor
    assert await clients.aliases_due(NOW, 10) == []


async def test_search(clients: Clients) -> None:
    await clients.put(a_client(nome="José de Araújo", cpf=VALID_CPF, telefone="+5511987654321"))
    await clients.put(a_client(nome="Ana Lima"))

    async def found(q: str, is_cpf_hidden: bool = False) -> list[str]:
        page = await clients.search(q, 1, 10, is_cpf_hidden=is_cpf_hidden)
        return [each.nome for each in page.items]

    assert await found("") == ["Ana Lima", "José de Araújo"]
    assert await found("arau jose") == ["José de Araújo"]
    assert await found("529.982") == ["José de Araújo"]
    assert await found("529.982", is_cpf_hidden=True) == []
    assert await found("(11) 98765", is_cpf_hidden=True) == ["José de Araújo"]
    page = await clients.search("", 2, 1, is_cpf_hidden=False)
    assert (page.total, [each.nome for each in page.items]) == (2, ["José de Araújo"])


async def test_a_transaction_of_appointments_makes_totals_due(mongo: Mongo) -> None:
    clients = ClientRepository(mongo)
    await ensure_indexes(mongo.database, clients)
    client = await clients.put(a_client())
    await mongo.transaction(partial(ClientMarks(mongo).count_again, [client.id], NOW))
    assert await clients.due(NOW, 10) == [client.id]
    with pytest.raises(StaleWrite):
        await clients.put(client)
    fresh = await clients.get(client.id)
    assert fresh is not None
    await clients.put(fresh)
    assert await clients.due(NOW, 10) == []
