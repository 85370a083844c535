"""Making the declared collections and indexes: `cli migrate` alone does it, never a process that serves.

Building an index on a large collection takes minutes. A client of its own waits for that, however long.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from pymongo import AsyncMongoClient, IndexModel, WriteConcern
from pymongo.errors import CollectionInvalid, DuplicateKeyError

from domain.errors import Unavailable
from infrastructure.mongo import Mongo
from persistence.driver_errors import driver_errors
from persistence.indexes import Database, Declared, Difference, Index, compared

__all__ = ["Broken", "Declared", "DeclaredIndexes", "Migrated", "migrate"]

_CONNECT_WITHIN = 10_000  # milliseconds
_SHOWN = 20  # ids


@dataclass(frozen=True, slots=True)
class Broken:
    """A unique index that the data break: `groups` values stand in several documents, `documents` in all; `ids` are some of
    these documents'. The values are not told: they may be a person's."""

    index: str
    groups: int
    documents: int
    ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Migrated:
    """By name: what was `made` and `dropped`; the indexes that are `undeclared`, or declared otherwise now (`changed`), and
    stay until they may be dropped; and those that could not be made."""

    made: Sequence[str]
    dropped: Sequence[str]
    undeclared: Sequence[str]
    changed: Sequence[str]
    broken: Sequence[Broken]

    @property
    def is_whole(self) -> bool:
        """Whether everything that is declared is there."""
        return not self.broken and not self.changed


class DeclaredIndexes:
    """What all parts of this process declare, held against the database."""

    def __init__(self, mongo: Mongo, declared: Sequence[Declared] = ()) -> None:
        self._mongo, self.declared = mongo, [*declared]
        self._are_there = False

    def add(self, declared: Sequence[Declared]) -> None:
        self.declared += declared

    async def lacking(self) -> list[str]:
        """The names of what is declared and not there. Raises Unavailable."""
        found = (await compared(self._mongo.database, self.declared)).lacking
        self._are_there = not found
        return found

    async def are_there(self) -> bool:
        """Asks no more once they were; False where the database does not answer."""
        try:
            return self._are_there or not await self.lacking()
        except Unavailable:
            return False


async def migrate(
    url: str, database_name: str, declared: Sequence[Declared], *, may_drop: bool = False
) -> Migrated:
    """Make what is missing, and fill in what older versions did not store. With `may_drop` also take away what is declared no
    more, unless the data break an index. Safe to repeat, and beside running processes. Raises Unavailable."""
    models = {f"{each.name}.{model.document['name']}": model for each in declared for model in each.indexes}
    async with _unhurried(url, database_name) as database:
        before = await compared(database, declared)
        for name in before.collections:
            with suppress(CollectionInvalid):  # another one was faster
                await database.create_collection(name)
        broken = await _made(database, before.missing, models)
        changed = [await _duplicates(database, index) for index in before.changed if _is_unique(index)]
        broken += [each for each in changed if each]
        for each in declared:
            if each.fill:
                await database[each.name].update_many(each.fill.wanted, [*each.fill.change])
        dropped = await _dropped(database, before, models) if may_drop and not broken else []
        after = await compared(database, declared)
    return Migrated(
        made=[name for name in before.lacking if name not in after.lacking],
        dropped=dropped,
        undeclared=[str(each) for each in after.undeclared],
        changed=[str(each) for each in after.changed],
        broken=broken,
    )


@asynccontextmanager
async def _unhurried(url: str, database_name: str) -> AsyncIterator[Database]:
    """The database through a client that waits for an answer as long as it takes."""
    async with driver_errors():
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            url,
            serverSelectionTimeoutMS=_CONNECT_WITHIN,
            connectTimeoutMS=_CONNECT_WITHIN,
            socketTimeoutMS=None,
            appname="coleta-migrate",
        )
        try:
            yield client.get_database(database_name, write_concern=WriteConcern(w="majority", j=True))
        finally:
            await client.close()


def _is_unique(index: Index) -> bool:
    return bool(dict(index.options).get("unique"))


async def _made(database: Database, indexes: Sequence[Index], models: dict[str, IndexModel]) -> list[Broken]:
    """All of one collection at once, which reads it once; one by one where the data break any of them."""
    found: list[Broken | None] = []
    for collection in dict.fromkeys(index.collection for index in indexes):
        of_it = [index for index in indexes if index.collection == collection]
        try:
            await database[collection].create_indexes([models[str(index)] for index in of_it])
        except DuplicateKeyError:
            found += [await _made_alone(database, index, models[str(index)]) for index in of_it]
    return [each for each in found if each]


async def _made_alone(database: Database, index: Index, model: IndexModel) -> Broken | None:
    try:
        await database[index.collection].create_indexes([model])
    except DuplicateKeyError:
        return await _duplicates(database, index)
    return None


async def _dropped(database: Database, before: Difference, models: dict[str, IndexModel]) -> list[str]:
    for index in (*before.undeclared, *before.changed):
        await database[index.collection].drop_index(index.name)
    await _made(database, before.changed, models)
    return [str(each) for each in (*before.undeclared, *before.changed)]


async def _duplicates(database: Database, index: Index) -> Broken | None:
    """What of the data the unique index would not bear; None where there is nothing."""
    names = [name for name, _ in index.fields]
    present = (
        {"$or": [{name: {"$exists": True}} for name in names]} if dict(index.options).get("sparse") else {}
    )
    pipeline: list[dict[str, Any]] = [
        {"$match": present},
        *({"$unwind": {"path": f"${name}", "preserveNullAndEmptyArrays": True}} for name in names),
        {
            "$group": {
                "_id": {str(place): f"${name}" for place, name in enumerate(names)},
                "ids": {"$addToSet": "$_id"},
            }
        },
        {"$match": {"ids.1": {"$exists": True}}},
    ]
    cursor = await database[index.collection].aggregate(pipeline, allowDiskUse=True)
    groups = [each["ids"] async for each in cursor]
    ids = sorted({str(each) for group in groups for each in group})
    return Broken(str(index), len(groups), len(ids), ids[:_SHOWN]) if groups else None
