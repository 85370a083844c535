"""The collections and indexes that `cli migrate` makes in production, made for a test."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol

from pymongo import MongoClient
from pymongo.asynchronous.database import AsyncDatabase

from entrypoints.bootstrap import build_house
from entrypoints.settings import Settings
from persistence.indexes import Declared
from tests.embedded import fresh_database

_NOWHERE = {"mongodb_url": "mongodb://127.0.0.1:1/", "redis_url": "redis://127.0.0.1:1/0"}


class Storing(Protocol):
    @property
    def collections(self) -> Sequence[Declared]: ...


async def ensure_indexes(database: AsyncDatabase[dict[str, Any]], *parts: Storing) -> None:
    """Those that the parts declare."""
    present = await database.list_collection_names()
    for declared in (each for part in parts for each in part.collections):
        if declared.name not in present:
            await database.create_collection(declared.name)
        if declared.indexes:
            await database[declared.name].create_indexes(declared.indexes)


def make_indexes(mongodb_url: str, database_name: str) -> None:
    """Everything that the whole application needs before its first start, in a database that does not exist yet."""
    with MongoClient[dict[str, Any]](mongodb_url) as client:
        for each in _declared():
            collection = client[database_name].create_collection(each.name)
            if each.indexes:
                collection.create_indexes(each.indexes)


def declared_indexes(collection: str) -> set[str]:
    """The first field of each index of the collection."""
    models = (model for each in _declared() if each.name == collection for model in each.indexes)
    return {next(iter(model.document["key"])) for model in models}


@contextmanager
def migrated_database(mongodb_url: str) -> Iterator[str]:
    """The name of a database that is ready for a first start; dropped after the block."""
    with fresh_database(mongodb_url) as name:
        make_indexes(mongodb_url, name)
        yield name


@cache
def _declared() -> Sequence[Declared]:
    return build_house(Settings.model_validate(_NOWHERE)).core.indexes.declared
