"""The collections `clients` and `client_aliases` (ids of clients that became part of another one)."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from pymongo import ASCENDING, IndexModel

from application.page import Page
from domain.client import Client, Union
from domain.errors import StaleWrite
from infrastructure.mongo import Document, Mongo, Session
from infrastructure.repositories.carried_over import carried_over
from infrastructure.repositories.client_document import (
    KNOWN,
    UNION,
    from_document,
    to_document,
    union_document,
    union_from,
)
from infrastructure.repositories.search_terms import asked_terms
from persistence.driver_errors import driver_errors
from persistence.embedded_server import put_anew, up_to
from persistence.indexes import Declared

# When a client's totals, or an alias's appointments, are due to be looked at; absent once that is done.
DUE = "a_fazer_desde"
# Of an alias: its client is parted from the other one again, its appointments are on their way back.
_UNDONE = "desfeita"
_BY_NAME = [("nome_normalizado", ASCENDING), ("_id", ASCENDING)]
_INDEXES = [
    IndexModel([("_id", ASCENDING), ("revisao", ASCENDING)]),
    IndexModel([("cpf", ASCENDING)], unique=True, sparse=True),
    IndexModel([("chaves", ASCENDING)], unique=True, sparse=True),
    IndexModel([(DUE, ASCENDING)], sparse=True),
    IndexModel(_BY_NAME),
    IndexModel([("busca", ASCENDING), *_BY_NAME]),
]
_ALIAS_INDEXES = [
    IndexModel([("_id", ASCENDING), ("cliente_id", ASCENDING)]),
    IndexModel([("cliente_id", ASCENDING)]),
    IndexModel([(DUE, ASCENDING)], sparse=True),
]


class ClientRepository:
    """Implements the port Clients on MongoDB. Every call may raise Unavailable."""

    collections = (Declared("clients", _INDEXES), Declared("client_aliases", _ALIAS_INDEXES))

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._clients = mongo.database["clients"]
        self._aliases = mongo.database["client_aliases"]

    async def get(self, client_id: str) -> Client | None:
        return await self._one({"_id": client_id})

    async def by_cpf(self, cpf: str) -> Client | None:
        return await self._one({"cpf": cpf})

    async def by_key(self, key: str) -> Client | None:
        return await self._one({"chaves": key})

    @driver_errors()
    async def survivor_of(self, client_id: str) -> str | None:
        alias = await self._aliases.find_one({"_id": client_id})
        return alias["cliente_id"] if alias and not alias.get(_UNDONE) else None

    async def put(self, client: Client) -> Client:
        """The client as it is stored now: its `revisao` one more. Raises StaleWrite where that has moved on, or where
        another client has the CPF or one of the keys."""
        return await self._mongo.transaction(partial(self._put, client))

    async def unite(self, survivor: Client, union: Union) -> Client:
        """Store the survivor in the place of both, with what undoes it, and that the absorbed one's appointments are to
        follow. Raises StaleWrite as `put` does."""
        absorbed = union.absorbed

        async def body(session: Session) -> Client:
            await self._remove(absorbed, session)
            earlier = await self._aliases.find({"cliente_id": absorbed.id}, session=session).to_list()
            alias = {"_id": absorbed.id, "cliente_id": survivor.id, DUE: union.at}
            await self._aliases.insert_one(alias | union_document(union), session=session)
            for each in earlier:
                moved = {"$set": {"cliente_id": survivor.id, DUE: union.at}}
                guard = {"_id": each["_id"], "cliente_id": absorbed.id}
                await self._aliases.update_one(guard, moved, session=session)
            return await self._put(survivor, session)

        return await self._mongo.transaction(body)

    @driver_errors()
    async def unions_of(self, client_id: str) -> list[Union]:
        found = await self._aliases.find({"cliente_id": client_id}).to_list()
        unions = [union_from(each) for each in found if UNION in each]
        return sorted(unions, key=lambda each: each.at, reverse=True)

    async def part(self, survivor: Client, again: Client) -> None:
        """Raises StaleWrite as `put` does. Who had become part of the absorbed client before is its again."""

        async def body(session: Session) -> None:
            guard = {"_id": again.id, "cliente_id": survivor.id}
            undone = await self._aliases.update_one(
                guard, {"$set": {_UNDONE: True}, "$unset": {DUE: ""}}, session=session
            )
            if undone.matched_count != 1:
                raise StaleWrite
            aliases = await self._aliases.find({"cliente_id": survivor.id}, session=session).to_list()
            for each in _below(again.id, aliases):
                guard = {"_id": each, "cliente_id": survivor.id}
                await self._aliases.update_one(guard, {"$set": {"cliente_id": again.id}}, session=session)
            await self._put(survivor, session)
            await self._put(again, session)

        await self._mongo.transaction(body)

    @driver_errors()
    async def end_union(self, absorbed_id: str) -> None:
        alias = await self._aliases.find_one({"_id": absorbed_id})
        if alias and alias.get(_UNDONE):
            await self._aliases.delete_one({"_id": absorbed_id})

    @driver_errors()
    async def remove(self, client_id: str) -> None:
        """The names of records that became part of it first: without the client they would lead nowhere."""
        await self._aliases.delete_many({"cliente_id": client_id})
        await self._clients.delete_one({"_id": client_id})

    @driver_errors()
    async def due(self, at: datetime, limit: int) -> list[str]:
        """Ids of clients whose totals are due to be counted again."""
        found = self._clients.find({DUE: up_to(at)}, {"_id": 1}).sort(DUE, ASCENDING).limit(limit)
        return [each["_id"] async for each in found]

    @driver_errors()
    async def aliases_due(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        """Absorbed clients whose appointments are to follow, each with its survivor."""
        found = self._aliases.find({DUE: up_to(at)}).sort(DUE, ASCENDING).limit(limit)
        return [(each["_id"], each["cliente_id"]) async for each in found]

    @driver_errors()
    async def settle_alias(self, absorbed_id: str, survivor_id: str) -> None:
        guard = {"_id": absorbed_id, "cliente_id": survivor_id}
        await self._aliases.update_one(guard, {"$unset": {DUE: ""}})

    @driver_errors()
    async def search(self, q: str, page: int, page_size: int, *, is_cpf_hidden: bool) -> Page[Client]:
        wanted = _wanted(q, is_cpf_hidden)
        cursor = self._clients.find(wanted).sort(_BY_NAME).skip((page - 1) * page_size).limit(page_size)
        found = [from_document(each) async for each in cursor]
        return Page(found, page, page_size, await self._clients.count_documents(wanted))

    async def _put(self, client: Client, session: Session) -> Client:
        document = to_document(client) | {"revisao": client.revisao + 1}
        if client.revisao:
            stored = await self._clients.find_one({"_id": client.id}, session=session)
            document = carried_over(stored or {}, document, (*KNOWN, DUE))
            await put_anew(self._clients, _guard(client), document, session)
        else:
            await self._clients.insert_one(document, session=session)
        return from_document(document)

    async def _remove(self, client: Client, session: Session) -> None:
        result = await self._clients.delete_one(_guard(client), session=session)
        if result.deleted_count != 1:
            raise StaleWrite

    @driver_errors()
    async def _one(self, wanted: Document) -> Client | None:
        document = await self._clients.find_one(wanted)
        return from_document(document) if document else None


class ClientMarks:
    """What a transaction of appointments leaves for the clients' worker to do."""

    def __init__(self, mongo: Mongo) -> None:
        self._clients = mongo.database["clients"]

    async def count_again(self, client_ids: Sequence[str], at: datetime, session: Session) -> None:
        """Make the totals of these clients due, in the session's transaction. A count under way is refused by it."""
        for client_id in client_ids:
            change = {"$set": {DUE: at}, "$inc": {"revisao": 1}}
            await self._clients.update_one({"_id": client_id}, change, session=session)


def _guard(client: Client) -> Document:
    return {"_id": client.id, "revisao": client.revisao}


def _below(client_id: str, aliases: Sequence[Document]) -> list[str]:
    """Ids of those that became part of the client, also by way of one another."""
    own = [each["_id"] for each in aliases if each.get(UNION, {}).get("survivor_id") == client_id]
    return [*own, *(below for each in own for below in _below(each, aliases))]


def _wanted(q: str, is_cpf_hidden: bool) -> Document:
    """Each word begins a word of the name; a number begins the CPF (where it may be seen) or the phone."""
    terms = asked_terms(q)
    if not terms:
        return {}
    found: Document = {"busca": terms[0] if len(terms) == 1 else {"$all": terms}}
    if is_cpf_hidden and terms[0].isdigit():
        found["cpf"] = {"$not": {"$regex": f"^{terms[0]}"}}
    return found
