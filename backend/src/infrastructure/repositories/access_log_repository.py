"""The collection `access_log`: who did what with whose data. Ids only."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import DESCENDING, IndexModel
from pymongo.errors import BulkWriteError

from application.page import Page
from application.privacy.ports import Deed, Seen
from infrastructure.mongo import Document, Mongo
from persistence.driver_errors import driver_errors
from persistence.indexes import Declared

_DUPLICATE_KEY = 11000
_NEWEST_FIRST = [("at", DESCENDING), ("_id", DESCENDING)]
_INDEXES = [IndexModel(_NEWEST_FIRST), IndexModel([("subject", 1), *_NEWEST_FIRST])]


class AccessLogRepository:
    """Implements the port AccessLog on MongoDB."""

    collections = (Declared("access_log", _INDEXES),)

    def __init__(self, mongo: Mongo) -> None:
        self._entries = mongo.database["access_log"]

    @driver_errors()
    async def add(self, entries: Sequence[Seen]) -> None:
        """Those that are there already, from a try that was not answered, stay as they are."""
        try:
            await self._entries.insert_many([_document(each) for each in entries], ordered=False)
        except BulkWriteError as error:
            failed = [*error.details["writeErrors"], *error.details["writeConcernErrors"]]
            if any(each["code"] != _DUPLICATE_KEY for each in failed):
                raise

    @driver_errors()
    async def page(self, page: int, page_size: int, subject: str | None = None) -> Page[Seen]:
        wanted: Document = {"subject": subject} if subject else {}
        found = self._entries.find(wanted).sort(_NEWEST_FIRST).skip((page - 1) * page_size).limit(page_size)
        items = [_seen(each) async for each in found]
        return Page(items, page, page_size, await self._entries.count_documents(wanted))

    @driver_errors()
    async def let_go(self, before: datetime) -> int:
        return int((await self._entries.delete_many({"at": {"$lt": before}})).deleted_count)


def _document(seen: Seen) -> Document:
    return {
        "_id": f"{seen.at.isoformat()} {seen.user_id} {seen.act.value} {seen.kind} {seen.id}",
        "at": seen.at,
        "user_id": seen.user_id,
        "act": seen.act.value,
        "kind": seen.kind,
        "subject": seen.id,
    }


def _seen(document: Document) -> Seen:
    return Seen(
        document["at"], document["user_id"], Deed(document["act"]), document["kind"], document["subject"]
    )
