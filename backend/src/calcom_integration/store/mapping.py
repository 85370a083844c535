"""The mapping's versions, and what event types were called: the collections `calcom_settings` and `calcom_titles`."""

from typing import Any

from pymongo import DESCENDING
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from persistence.driver_errors import driver_errors

# `_id` is the version: it decides between two who save at once, and orders them without an index of its own.
_NEWEST_FIRST = [("_id", DESCENDING)]


class MappingStore:
    """Versions of the mapping in `calcom_settings`: appended, never changed. Every call raises Unavailable where the
    database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._settings = database["calcom_settings"]
        self._titles = database["calcom_titles"]

    async def newest(self) -> dict[str, Any] | None:
        """The stored mapping of the highest version, or None."""
        async with driver_errors():
            found: dict[str, Any] | None = await self._settings.find_one({}, sort=_NEWEST_FIRST)
        return found

    async def append(self, document: dict[str, Any]) -> bool:
        """Store a version; False where it was stored before."""
        async with driver_errors():
            try:
                await self._settings.insert_one(document | {"_id": document["version"]})
            except DuplicateKeyError:
                return False
        return True

    async def titles(self) -> list[dict[str, Any]]:
        """What each event type was called, by slug (`mapping.titles`)."""
        async with driver_errors():
            return await self._titles.find({}).to_list()

    async def put_titles(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Store the titles of one event type in the place of `before`; nothing where another process did since."""
        async with driver_errors():
            try:
                await self._titles.replace_one(before, after, upsert=not before["titulos"])
            except DuplicateKeyError:
                return

    async def saves(self, limit: int) -> list[dict[str, Any]]:
        """`version`, `by`, `at` and `note` of the newest versions, newest first."""
        wanted = {"_id": 0, "version": 1, "by": 1, "at": 1, "note": 1}
        async with driver_errors():
            found = await self._settings.find({}, wanted).sort(_NEWEST_FIRST).limit(limit).to_list(limit)
        return [dict(each) for each in found]
