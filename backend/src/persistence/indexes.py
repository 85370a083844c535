"""Collections and indexes as they are declared, and how a database differs from that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel
from pymongo.asynchronous.database import AsyncDatabase

from persistence.driver_errors import driver_errors

Database = AsyncDatabase[dict[str, Any]]
# What makes two indexes the same, besides their fields; the server adds more, such as its format's version.
_OPTIONS = ("unique", "sparse", "expireAfterSeconds", "partialFilterExpression")


@dataclass(frozen=True, slots=True)
class Fill:
    """A field that an index needs, in documents of versions that did not store it: the pipeline `change` adds it to those that
    match `wanted`, which then match no more."""

    wanted: Mapping[str, Any]
    change: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Declared:
    """A collection, and the indexes that its queries rely on."""

    name: str
    indexes: Sequence[IndexModel] = ()
    fill: Fill | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """An index of the collection; `options` are those of _OPTIONS that are set."""

    collection: str
    name: str
    fields: tuple[tuple[str, Any], ...]
    options: tuple[tuple[str, Any], ...]

    @property
    def kind(self) -> object:
        """What makes it the same as one of another name."""
        return repr((self.fields, self.options))

    def __str__(self) -> str:
        return f"{self.collection}.{self.name}"


@dataclass(frozen=True, slots=True)
class Difference:
    """`collections` and `missing` are declared and not there; `changed` are there with other fields or options under the same
    name; `undeclared` are there, in a declared collection, and declared no more."""

    collections: Sequence[str]
    missing: Sequence[Index]
    changed: Sequence[Index]
    undeclared: Sequence[Index]

    @property
    def lacking(self) -> list[str]:
        """What no process may work without, by name."""
        return [*self.collections, *map(str, (*self.missing, *self.changed))]


@driver_errors()
async def compared(database: Database, declared: Sequence[Declared]) -> Difference:
    """How `database` differs from what is declared; an index may have any name. Raises Unavailable."""
    present = {*await database.list_collection_names()}
    missing: list[Index] = []
    changed: list[Index] = []
    undeclared: list[Index] = []
    for each in declared:
        stored = await _stored(database, each.name) if each.name in present else []
        wanted = [index_of(each.name, model.document) for model in each.indexes]
        names, known = {index.name for index in stored}, {index.kind for index in stored}
        absent = [index for index in wanted if index.kind not in known]
        missing += [index for index in absent if index.name not in names]
        changed += [index for index in absent if index.name in names]
        asked = {index.kind for index in wanted}, {index.name for index in absent}
        undeclared += [index for index in stored if index.kind not in asked[0] and index.name not in asked[1]]
    return Difference(
        [each.name for each in declared if each.name not in present], missing, changed, undeclared
    )


async def _stored(database: Database, name: str) -> list[Index]:
    cursor = await database[name].list_indexes()
    return [index_of(name, told) async for told in cursor if told["name"] != "_id_"]


def index_of(collection: str, told: Mapping[str, Any]) -> Index:
    """As the driver declares it, or as the server tells of it."""
    options = ((name, told.get(name)) for name in _OPTIONS)
    is_set = [(name, value) for name, value in options if value is not None and value is not False]
    return Index(collection, told["name"], tuple(told["key"].items()), tuple(is_set))
