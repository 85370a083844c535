"""The collection `tags`."""

from collections.abc import Sequence

from pymongo import ASCENDING, IndexModel

from domain.appointment import Tag
from infrastructure.mongo import Mongo, create_indexes, driver_errors, insert_missing


class TagRepository:
    """Implements the port Tags on MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._tags = mongo.database["tags"]

    async def ensure_indexes(self) -> None:
        await create_indexes(self._tags, [IndexModel([("name", ASCENDING)], unique=True)])

    @driver_errors()
    async def active(self) -> list[Tag]:
        """The tags that an appointment may get, by name."""
        found = self._tags.find({"active": True}).sort("name", ASCENDING)
        return [Tag(id=each["_id"], name=each["name"], color=each["color"]) async for each in found]

    async def seed(self, tags: Sequence[Tag]) -> None:
        """Add those whose name is not stored yet; what staff changed stays."""
        for tag in tags:
            document = {"_id": tag.id, "name": tag.name, "color": tag.color, "active": True}
            await insert_missing(self._tags, {"name": tag.name}, document)

    @driver_errors()
    async def put(self, tag: Tag, *, active: bool = True) -> None:
        fields = {"name": tag.name, "color": tag.color, "active": active}
        await self._tags.replace_one({"_id": tag.id}, fields, upsert=True)
