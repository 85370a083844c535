"""The collections of the clinic's small lists: one shape for all of them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Generic, TypeVar

from pymongo import ASCENDING, IndexModel

from application.creation import Creation, Earlier
from application.known_fields import known_fields
from application.page import Page
from domain.appointment import Tag
from domain.merge import fold
from domain.small_lists import Car, Collector, Driver, ListedTag, LogisticsPackage, SmallListItem, Unit
from infrastructure.mongo import Document, Mongo, Session, insert_missing
from infrastructure.repositories.creations import INDEX, Creations, made_by
from persistence.driver_errors import driver_errors
from persistence.embedded_server import put_anew
from persistence.indexes import Declared

Item = TypeVar("Item", bound=SmallListItem)

# The folded key: the order of the list, and what is unique in it.
_KEY = "chave"
_BY_KEY = [(_KEY, ASCENDING), ("_id", ASCENDING)]


class SmallListRepository(Generic[Item]):
    """Implements the port SmallList on MongoDB. A list names its collection, its items' type and the fields of its key;
    `looked_up` are fields that are asked for by their values."""

    name: str
    item: type[Item]
    key: tuple[str, ...] = ("name",)
    is_unique = False
    looked_up: tuple[str, ...] = ()

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._items = mongo.database[self.name]
        self._creations = Creations(mongo, self._items)

    @property
    def collections(self) -> Sequence[Declared]:
        by_key = IndexModel([(_KEY, ASCENDING)], unique=self.is_unique, sparse=True)
        others = [IndexModel([(field, ASCENDING), ("active", ASCENDING)]) for field in self.looked_up]
        return (Declared(self.name, [by_key, *others, INDEX]),)

    @driver_errors()
    async def get(self, item_id: str) -> Item | None:
        found = await self._items.find_one({"_id": item_id})
        return self._item(found) if found else None

    @driver_errors()
    async def all(self) -> list[Item]:
        """Every item, inactive ones included, in alphabetical order."""
        return [self._item(each) async for each in self._items.find().sort(_BY_KEY)]

    @driver_errors()
    async def page(self, active: bool | None, page: int, page_size: int) -> Page[Item]:
        wanted = {} if active is None else {"active": active}
        cursor = self._items.find(wanted).sort(_BY_KEY).skip((page - 1) * page_size).limit(page_size)
        found = [self._item(each) async for each in cursor]
        return Page(found, page, page_size, await self._items.count_documents(wanted))

    @driver_errors()
    async def has(self, **fields: Any) -> bool:
        return await self._items.find_one(fields, {"_id": 1}) is not None

    @driver_errors()
    async def created_by(self, key: str) -> Earlier[Item] | None:
        return await self._creations.earlier(key, self._item)

    @driver_errors()
    async def insert(self, item: Item, creation: Creation | None = None) -> None:
        await self._items.insert_one(self._document(item) | made_by(creation))

    @driver_errors()
    async def replace(self, before: Item, after: Item) -> bool:
        document = self._document(after)
        if document[_KEY] != self._document(before)[_KEY]:
            return await self._renamed(before, document)
        result = await self._items.update_one(_fields(before), {"$set": document})
        return result.matched_count == 1

    async def _renamed(self, before: Item, document: Document) -> bool:
        async def body(session: Session) -> bool:
            stored = await self._items.find_one(_fields(before), session=session)
            if stored is None:
                return False
            await put_anew(self._items, {"_id": before.id}, stored | document, session)
            return True

        return await self._mongo.transaction(body)

    async def delete(self, item_id: str) -> None:
        async def body(session: Session) -> None:
            await self._creations.bury(item_id, session)
            await self._items.delete_one({"_id": item_id}, session=session)

        await self._mongo.transaction(body)

    async def seed(self, items: Sequence[Item]) -> None:
        """Add those whose id and key are not stored yet; what staff changed stays."""
        for item in items:
            await insert_missing(self._items, {"_id": item.id}, self._document(item))

    def _document(self, item: Item) -> Document:
        return _fields(item) | {_KEY: "\n".join(fold(getattr(item, field)) for field in self.key)}

    def _item(self, document: Document) -> Item:
        return self.item(**known_fields(self.item, document | {"id": document["_id"]}))


def _fields(item: Any) -> Document:
    document = asdict(item)
    return {"_id": document.pop("id"), **document}


class UnitRepository(SmallListRepository[Unit]):
    name, item, key, is_unique = "units", Unit, ("nome_unidade", "nome_marca"), True


class TagRepository(SmallListRepository[ListedTag]):
    name, item, is_unique = "tags", ListedTag, True

    @driver_errors()
    async def active(self) -> list[Tag]:
        """The tags that an appointment may get, by name."""
        return [each.tag for each in await self.all() if each.active]


class DriverRepository(SmallListRepository[Driver]):
    name, item = "drivers", Driver


class CollectorRepository(SmallListRepository[Collector]):
    name, item = "collectors", Collector


class CarRepository(SmallListRepository[Car]):
    name, item, key, is_unique = "cars", Car, ("plate",), True


class LogisticsPackageRepository(SmallListRepository[LogisticsPackage]):
    name, item, is_unique = "logistics_packages", LogisticsPackage, True
    looked_up = ("driver_id", "collector_id", "car_id")
