"""The collection `imports`, and its files in GridFS: a file need not fit a document (16 MB)."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import NoFile
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError, WriteConcernError

from application.creation import Creation, Earlier
from application.known_fields import known_fields
from application.spreadsheet.faults import RowError
from application.spreadsheet.ports import AT_WORK, Import, ImportState
from domain.client import Client
from domain.merge import fold
from infrastructure.mongo import Document, Mongo
from infrastructure.repositories.creations import INDEX, Creations, made_by
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to
from persistence.indexes import Declared

_INDEXES = [
    IndexModel([("state", ASCENDING), ("due", ASCENDING)]),
    IndexModel([("created_at", DESCENDING)]),
    INDEX,
]
# As GridFS would make them at the first file.
_FILES = (
    Declared("import_files.files", [IndexModel([("filename", ASCENDING), ("uploadDate", ASCENDING)])]),
    Declared("import_files.chunks", [IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)]),
)
_PLAIN = {field.name for field in fields(Import)} - {
    *("id", "state", "erros", "colunas_ignoradas", "amostra", "confirmado_por")
}


class ImportRepository:
    """Implements the port Imports on MongoDB."""

    collections = (Declared("imports", _INDEXES), *_FILES)

    def __init__(self, mongo: Mongo) -> None:
        self._imports = mongo.database["imports"]
        self._creations = Creations(mongo, self._imports)
        self._files = AsyncGridFSBucket(mongo.database, bucket_name="import_files")
        self._chunks = mongo.database["import_files.chunks"]

    @driver_errors()
    async def created_by(self, key: str) -> Earlier[Import] | None:
        return await self._creations.earlier(key, _import)

    @driver_errors()
    async def add(self, started: Import, content: bytes, creation: Creation | None = None) -> None:
        """The file first: an import without its file would be read in vain."""
        await self._files.upload_from_stream_with_id(started.id, "arquivo", content)
        try:
            await self._imports.insert_one(_document(started) | made_by(creation))
        except DuplicateKeyError:
            await self.drop_content(started.id)
            raise

    @driver_errors()
    async def get(self, import_id: str) -> Import | None:
        document = await self._imports.find_one({"_id": import_id})
        return _import(document) if document else None

    @driver_errors()
    async def newest(self, limit: int) -> list[Import]:
        found = self._imports.find().sort("created_at", DESCENDING).limit(limit)
        return [_import(each) async for each in found]

    @driver_errors()
    async def content(self, import_id: str) -> bytes:
        stream = await self._files.open_download_stream(import_id)
        return await stream.read()

    @driver_errors()
    async def claim(self, import_id: str, now: datetime, until: datetime) -> Import | None:
        guard = {"_id": import_id, "state": {"$in": list(AT_WORK)}, "due": up_to(now)}
        change = {"$set": {"due": until}, "$inc": {"tentativa": 1}}
        try:
            is_mine = bool((await self._imports.update_one(guard, change)).modified_count)
        except (
            WriteConcernError
        ):  # carried out all the same, if the import was due: its lease tells whose it is
            is_mine = await self._imports.find_one({"_id": import_id, "due": until}, {"_id": 1}) is not None
        return await self.get(import_id) if is_mine else None

    @driver_errors()
    async def renew(self, taken: Import, until: datetime) -> bool:
        """Of any state: an import that ended is not lost to its worker, who has its file to take away."""
        guard = {"_id": taken.id, "tentativa": taken.tentativa}
        return bool((await self._imports.update_one(guard, {"$set": {"due": until}})).matched_count)

    @driver_errors()
    async def release(self, taken: Import, due: datetime) -> None:
        await self._imports.update_one(_held(taken), {"$set": {"due": due}, "$inc": {"tentativa": -1}})

    @driver_errors()
    async def save(self, changed: Import, before: ImportState) -> bool:
        guard: Document = {"_id": changed.id, "state": before.value}
        if before in AT_WORK:
            guard["tentativa"] = changed.tentativa
        document = _document(changed)
        del document["_id"]
        return bool((await self._imports.update_one(guard, {"$set": document})).matched_count)

    @driver_errors()
    async def drop_content(self, import_id: str) -> None:
        try:
            await self._files.delete(import_id)
        except NoFile:
            return

    @driver_errors()
    async def drop_orphans(self, before: datetime) -> int:
        pieces = self._chunks.find({}, {"files_id": 1, "_id": 1})
        made: dict[str, datetime] = {}
        async for each in pieces:  # a killed upload leaves pieces without their file
            at = each["_id"].generation_time
            made[each["files_id"]] = max(made.get(each["files_id"], at), at)
        async for each in self._files.find({}):
            made.setdefault(each._id, each.upload_date)
        known = {each["_id"] async for each in self._imports.find({"_id": {"$in": [*made]}}, {"_id": 1})}
        orphans = [file_id for file_id, at in made.items() if file_id not in known and at <= before]
        for file_id in orphans:
            await self._chunks.delete_many({"files_id": file_id})
            await self.drop_content(file_id)
        return len(orphans)

    @driver_errors()
    async def samples_of(self, client: Client) -> list[dict[str, Any]]:
        return [row async for each in self._imports.find() for row in each["amostra"] if _is_of(row, client)]

    @driver_errors()
    async def forget_samples(self, client: Client) -> None:
        async for each in self._imports.find():
            left = [row for row in each["amostra"] if not _is_of(row, client)]
            if left != each["amostra"]:
                await self._imports.update_one({"_id": each["_id"]}, {"$set": {"amostra": left}})

    @driver_errors()
    async def due(self, now: datetime) -> list[str]:
        found = self._imports.find({"state": {"$in": list(AT_WORK)}, "due": up_to(now)}, {"_id": 1})
        return [each["_id"] async for each in found]

    @driver_errors()
    async def unconfirmed(self, since: datetime) -> list[Import]:
        found = self._imports.find({"state": ImportState.PRONTO.value, "due": up_to(since)})
        return [_import(each) async for each in found]


def _held(taken: Import) -> Document:
    return {"_id": taken.id, "state": taken.state.value, "tentativa": taken.tentativa}


def _is_of(row: Document, client: Client) -> bool:
    """By CPF, else by the name with the phone."""
    if client.cpf and row.get("cpf"):
        return bool(row["cpf"] == client.cpf)
    is_named = fold(row.get("nome_paciente") or "") == fold(client.nome)
    return is_named and (row.get("telefone") or None) == client.telefone


def _document(each: Import) -> Document:
    document: dict[str, Any] = asdict(each)
    document["_id"] = document.pop("id")
    lists = {name: list(document[name]) for name in ("erros", "colunas_ignoradas", "amostra")}
    return document | lists | {"state": each.state.value}


def _import(document: Document) -> Import:
    return Import(
        id=document["_id"],
        state=ImportState(document["state"]),
        erros=tuple(RowError(**known_fields(RowError, each)) for each in document["erros"]),
        colunas_ignoradas=tuple(document["colunas_ignoradas"]),
        amostra=tuple(document["amostra"]),
        confirmado_por=document.get("confirmado_por"),  # absent before it was kept
        **{name: document[name] for name in _PLAIN},
    )
