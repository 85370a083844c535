"""A backup made while everybody works.

All collections are read as they were at one instant (MongoDB's snapshot reads). Where the server has no such reads
(`persistence.embedded_server`, 7) causes come before effects, so that what happens meanwhile is done once more after a
restore, which changes nothing.
"""

import os
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import IO

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from application.sealing import Seal
from infrastructure.backup.archive import Contents, Entry, Manifest, entry_name, write_manifest
from infrastructure.mongo import Mongo, Session
from persistence.driver_errors import driver_errors

RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
RECORDS = "backups"
# What causes other collections to change is read before them, what follows from others after them.
_CAUSES = ("erasures", "calcom_deliveries", "imports")
_EFFECTS = ("appointment_history", "appointment_tombstones", "clients", "client_aliases")
_PIECE = 200  # documents
# Bytes that are surely read, compressed and sealed within the five minutes of minSnapshotHistoryWindowInSeconds.
LARGEST = 2_000_000_000


class TooLarge(Exception):
    """The database may take longer to read than the server keeps one instant of it; `megabytes` is its size."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(megabytes)
        self.megabytes = megabytes


@driver_errors()
async def back_up(mongo: Mongo, path: Path, seal: Seal, at: datetime, largest: int = LARGEST) -> Manifest:
    """Write all collections to `path`, sealed where there is a key, and note it in the database. `at` is UTC.

    The file appears whole or not at all. Raises Unavailable; TooLarge, before anything is written, where the documents are
    more than `largest` bytes.
    """
    size_now = int((await mongo.database.command("dbStats"))["dataSize"])
    if size_now > largest:
        raise TooLarge(size_now // 1_000_000)
    used = seal if seal.key_id else None
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            manifest = await _written(mongo, file, used, at)
            file.flush()
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    told = {"em": at, "documentos": manifest.documents, "bytes": size}
    await mongo.database[RECORDS].replace_one({"_id": at.isoformat()}, told, upsert=True)
    return manifest


async def _written(mongo: Mongo, stream: IO[bytes], seal: Seal | None, at: datetime) -> Manifest:
    names = ordered(await mongo.database.list_collection_names())
    found: dict[str, Contents] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        async with mongo.snapshot() as session:
            for name in names:
                with file.open(entry_name(name, seal), "w", force_zip64=True) as opened:
                    entry = Entry(opened, seal)
                    async for piece in _pieces(mongo, name, session):
                        entry.add(piece)
                found[name] = entry.contents
        manifest = Manifest(at, seal.key_id if seal else None, found)
        write_manifest(file, manifest)
    return manifest


async def _pieces(mongo: Mongo, name: str, session: Session) -> AsyncIterator[list[bytes]]:
    collection = mongo.database.with_options(RAW)[name]
    piece: list[bytes] = []
    async for document in collection.find({}, session=session, batch_size=_PIECE):
        piece.append(bytes(document.raw))
        if len(piece) == _PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def ordered(names: list[str]) -> list[str]:
    """What is backed up, in the order of reading."""
    kept = {name for name in names if not name.startswith("system.")} - {RECORDS}
    inner = sorted(kept - {*_CAUSES, *_EFFECTS})
    return [name for name in (*_CAUSES, *inner, *_EFFECTS) if name in kept]
