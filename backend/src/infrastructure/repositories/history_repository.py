"""The collection `appointment_history`: append only, written in the appointment's own transaction."""

from collections.abc import Collection, Sequence

from pymongo import ASCENDING, DESCENDING, IndexModel

from application.known_fields import known_fields
from domain.history import Actor, Cause, Change, HistoryEntry
from infrastructure.mongo import Document, Mongo, Session
from infrastructure.repositories.values import decode, encode
from persistence.driver_errors import driver_errors
from persistence.indexes import Declared, Fill

_LINK = "cliente_id"
# The clients that an entry links its appointment to; absent where it links none.
_LINKED = "clientes"
_INDEXES = [
    IndexModel([("appointment_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel([(_LINKED, ASCENDING)], sparse=True),
]
_LINKS = {"$and": [{"$eq": ["$$each.field", _LINK]}, {"$gt": ["$$each.to", None]}]}
_LINKS_OF = {"$filter": {"input": "$changes", "as": "each", "cond": _LINKS}}
# Entries of versions that did not store it.
_UNLINKED = Fill(
    {"changes.field": _LINK, _LINKED: {"$exists": False}},
    [{"$set": {_LINKED: {"$map": {"input": _LINKS_OF, "as": "link", "in": "$$link.to"}}}}],
)


class HistoryRepository:
    """Implements the port History on MongoDB."""

    collections = (Declared("appointment_history", _INDEXES, _UNLINKED),)

    def __init__(self, mongo: Mongo) -> None:
        self._entries = mongo.database["appointment_history"]

    @driver_errors()
    async def of(self, appointment_id: str) -> list[HistoryEntry]:
        newest_first = [("at", DESCENDING), ("_id", DESCENDING)]
        return [
            _entry(each)
            async for each in self._entries.find({"appointment_id": appointment_id}).sort(newest_first)
        ]

    async def append(self, entries: Sequence[HistoryEntry], session: Session) -> None:
        """Part of the session's transaction."""
        if entries:
            await self._entries.insert_many([_document(entry) for entry in entries], session=session)

    async def forget(self, appointment_id: str, session: Session) -> None:
        """Part of the session's transaction."""
        await self._entries.delete_many({"appointment_id": appointment_id}, session=session)

    async def scrub(self, appointment_id: str, kept: Collection[str], session: Session | None = None) -> None:
        """Forget the values of all fields but the `kept`; that they changed, when and by whom, stays."""
        gone = {} if _LINK in kept else {"$unset": {_LINKED: ""}}
        async for each in self._entries.find({"appointment_id": appointment_id}, session=session):
            changes = [
                change if change["field"] in kept else change | {"from": None, "to": None}
                for change in each["changes"]
            ]
            if changes != each["changes"]:
                told = {"$set": {"changes": changes}, **gone}
                await self._entries.update_one({"_id": each["_id"]}, told, session=session)

    @driver_errors()
    async def appointments_of_client(self, client_id: str) -> list[str]:
        """The ids of all appointments that were ever linked to the client, deleted ones too."""
        found: list[str] = await self._entries.distinct("appointment_id", {_LINKED: client_id})
        return sorted(found)

    async def repoint(self, from_id: str, to_id: str, session: Session) -> None:
        """Give one appointment's entries to another, in the session's transaction."""
        await self._entries.update_many(
            {"appointment_id": from_id}, {"$set": {"appointment_id": to_id}}, session=session
        )


def _document(entry: HistoryEntry) -> Document:
    linked = [each.new for each in entry.changes if each.field == _LINK and each.new]
    return ({_LINKED: linked} if linked else {}) | {
        "_id": entry.id,
        "appointment_id": entry.appointment_id,
        "at": entry.at,
        "versao": entry.versao,
        "actor": {"kind": entry.actor.kind, "name": entry.actor.name},
        "cause": {"kind": entry.cause.kind, "id": entry.cause.id},
        "changes": [
            {"field": each.field, "from": encode(each.old), "to": encode(each.new)} for each in entry.changes
        ],
    }


def _entry(document: Document) -> HistoryEntry:
    return HistoryEntry(
        id=document["_id"],
        appointment_id=document["appointment_id"],
        at=document["at"],
        versao=document["versao"],
        actor=Actor(**known_fields(Actor, document["actor"])),
        cause=Cause(**known_fields(Cause, document["cause"])),
        changes=tuple(
            Change(each["field"], decode(each["from"]), decode(each["to"])) for each in document["changes"]
        ),
    )
