"""The collection `erasures`: clients that asked to be forgotten, by ids alone."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from application.privacy.ports import Erasure, ErasureState
from infrastructure.mongo import Document, Mongo
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to
from persistence.indexes import Declared

_INDEXES = [
    IndexModel([("state", ASCENDING), ("due", ASCENDING)]),
    IndexModel([("asked_at", DESCENDING)]),
]
# What workers add to, each what it found.
_GROWING = ("visits", "bookings")


class ErasureRepository:
    """Implements the port Erasures on MongoDB."""

    collections = (Declared("erasures", _INDEXES),)

    def __init__(self, mongo: Mongo) -> None:
        self._erasures = mongo.database["erasures"]

    @driver_errors()
    async def ask(self, erasure: Erasure) -> Erasure:
        try:
            await self._erasures.insert_one(_document(erasure))
        except DuplicateKeyError:
            return await self.get(erasure.id) or erasure
        return erasure

    @driver_errors()
    async def get(self, client_id: str) -> Erasure | None:
        found = await self._erasures.find_one({"_id": client_id})
        return _erasure(found) if found else None

    @driver_errors()
    async def save(self, erasure: Erasure) -> None:
        told = _document(erasure)
        is_done = erasure.state is ErasureState.DONE
        grown = {name: {"$each": told[name]} for name in _GROWING if told[name] and not is_done}
        settled = {name: value for name, value in told.items() if name not in grown and name != "_id"}
        await self._erasures.update_one(
            {"_id": erasure.id}, {"$set": settled} | ({"$addToSet": grown} if grown else {})
        )

    @driver_errors()
    async def due(self, at: datetime) -> list[Erasure]:
        """One query for each state (`persistence.embedded_server`, 4)."""
        found = [
            each
            for state in (ErasureState.ASKED, ErasureState.WAITING)
            for each in await self._erasures.find({"state": state.value, "due": up_to(at)}).to_list()
        ]
        return sorted(map(_erasure, found), key=lambda each: each.due)

    @driver_errors()
    async def newest(self, limit: int) -> list[Erasure]:
        found = self._erasures.find().sort("asked_at", DESCENDING).limit(limit)
        return [_erasure(each) async for each in found]


def _document(erasure: Erasure) -> Document:
    document: dict[str, Any] = asdict(erasure) | {"state": erasure.state.value}
    document |= {name: list(document[name]) for name in (*_GROWING, "standing")}
    return {"_id": document.pop("id")} | document


def _erasure(document: Document) -> Erasure:
    plain = {name: value for name, value in document.items() if name != "_id"}
    plain |= {name: tuple(plain[name]) for name in (*_GROWING, "standing")}
    return Erasure(id=document["_id"], **(plain | {"state": ErasureState(plain["state"])}))
