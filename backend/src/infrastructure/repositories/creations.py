"""Which requests made the documents of a collection (application.creation): kept on the documents themselves.

A document that took others in keeps theirs too. Of a deleted one the key stays behind in `creation_tombstones`.
"""

from collections.abc import Callable
from typing import TypeVar

from pymongo import ASCENDING, IndexModel
from pymongo.asynchronous.collection import AsyncCollection

from application.creation import Creation, Earlier
from infrastructure.mongo import Document, Mongo, Session
from persistence.indexes import Declared

T = TypeVar("T")

FIELD = "criacoes"
_KEY = f"{FIELD}.chave"
INDEX = IndexModel([(_KEY, ASCENDING)], unique=True, sparse=True)
TOMBSTONES = Declared("creation_tombstones")


def made_by(creation: Creation | None) -> Document:
    """What a document holds of the request that made it; nothing where none did."""
    return {FIELD: [{"chave": creation.key, "corpo": creation.body}]} if creation else {}


def taking_over(document: Document, creations: list[Document]) -> Document:
    """`document` with those of one that it takes in (`Creations.of`)."""
    return document | {FIELD: [*document.get(FIELD, ()), *creations]} if creations else document


class Creations:
    """Raises the driver's own errors: whoever calls translates them."""

    def __init__(self, mongo: Mongo, documents: AsyncCollection[Document]) -> None:
        self._documents, self._gone = documents, mongo.database[TOMBSTONES.name]

    async def earlier(self, key: str, record: Callable[[Document], T | None]) -> Earlier[T] | None:
        """What the request `key` (see Creation) made; `record` reads the document."""
        found = await self._documents.find_one({_KEY: key})
        if found is not None:
            body = next(each["corpo"] for each in found[FIELD] if each["chave"] == key)
            return Earlier(record(found), body)
        gone = await self._gone.find_one({"_id": key})
        return Earlier(None, gone["corpo"]) if gone else None

    async def of(self, document_id: str, session: Session) -> list[Document]:
        """The requests that made a stored document, to be given to another one."""
        found = await self._documents.find_one({"_id": document_id}, {FIELD: 1}, session=session)
        return list((found or {}).get(FIELD, ()))

    async def bury(self, document_id: str, session: Session) -> None:
        """Remember the requests that made a document which this transaction is about to delete."""
        for each in await self.of(document_id, session):
            told = {"$setOnInsert": {"corpo": each["corpo"]}}
            await self._gone.update_one({"_id": each["chave"]}, told, upsert=True, session=session)
