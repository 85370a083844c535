"""A backup put back: nothing is written before the whole file has proven sound."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from bson.raw_bson import RawBSONDocument

from infrastructure.backup.archive import Archive
from infrastructure.backup.making import RAW, ordered
from infrastructure.mongo import Mongo
from persistence.driver_errors import driver_errors

_PIECE = 200  # documents
_ERASURES, _TOMBSTONES = "erasures", "appointment_tombstones"


class NotEmpty(Exception):
    """There is something in the database already."""


@driver_errors()
async def restore(mongo: Mongo, archive: Archive, at: datetime, *, force: bool) -> int:
    """Put the archive's documents into the database, without indexes; how many. With `force` in the place of all that was
    there; who was forgotten since the backup is to be forgotten again. `at` is UTC.

    Raises Damaged and UnknownKey, having written nothing; NotEmpty; Unavailable: half-way, to be repeated with `force`.
    """
    archive.verify()
    database = mongo.database
    present = ordered(await database.list_collection_names())
    if not force and any([await database[name].find_one({}, {"_id": 1}) for name in present]):
        raise NotEmpty
    forgotten = [each async for each in database[_ERASURES].find()]
    buried = [each async for each in database[_TOMBSTONES].find()]
    for name in present:
        await database.drop_collection(name)
    for name in archive.manifest.collections:
        await _fill(mongo, name, archive.documents(name))
    await _forget_again(mongo, forgotten, buried, at)
    return archive.manifest.documents


async def _fill(mongo: Mongo, name: str, documents: Iterator[bytes]) -> None:
    collection = mongo.database.with_options(RAW)[name]
    while piece := [RawBSONDocument(each) for each in islice(documents, _PIECE)]:
        await collection.insert_many(piece)


async def _forget_again(
    mongo: Mongo, forgotten: list[dict[str, Any]], buried: list[dict[str, Any]], at: datetime
) -> None:
    """The backup may know them still: their erasures begin anew."""
    for erasure in forgotten:
        asked = erasure | {"state": "pedido", "due": at, "ended_at": None, "standing": []}
        await mongo.database[_ERASURES].replace_one({"_id": erasure["_id"]}, asked, upsert=True)
    for tombstone in buried:
        await mongo.database[_TOMBSTONES].replace_one({"_id": tombstone["_id"]}, tombstone, upsert=True)
