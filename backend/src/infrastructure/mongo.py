"""The one door to MongoDB."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient, IndexModel, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)
from pymongo.monitoring import CommandListener
from pymongo.read_concern import ReadConcern

from application.cancellation import cancellation_kept
from domain.errors import StaleWrite, Unavailable
from infrastructure.timings import CommandTimings

Document = dict[str, Any]
Session = AsyncClientSession
P = ParamSpec("P")
T = TypeVar("T")

# The server's own failures (error codes of MongoDB): nothing wrong with what was asked, so ask again later.
_SERVER_FAILED = frozenset({1, 8, 91, 189, 10107, 11600, 11602, 13435, 13436, 14031})
_WRITE_CONFLICT = 112
_DUPLICATE_KEY = 11000


class NotAReplicaSet(RuntimeError):
    """MONGODB_URL leads to a server without transactions."""


class Mongo:
    """A connection pool and the product's database. Ids are strings, instants aware UTC."""

    def __init__(self, url: str, database_name: str, listeners: Sequence[CommandListener] = ()) -> None:
        """Connects lazily. No call waits longer than a few seconds for a server that is away. `listeners` are told of every
        command."""
        self._client: AsyncMongoClient[Document] = AsyncMongoClient(
            url,
            serverSelectionTimeoutMS=3_000,
            connectTimeoutMS=3_000,
            socketTimeoutMS=20_000,
            retryWrites=True,
            retryReads=True,
            appname="coleta",
            event_listeners=[CommandTimings(), *listeners],
        )
        self.database: AsyncDatabase[Document] = self._client.get_database(
            database_name,
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            write_concern=WriteConcern(w="majority", j=True, wtimeout=10_000),
        )

    async def check(self) -> None:
        """Raise NotAReplicaSet with what to do where the server cannot do transactions; Unavailable where it is away."""
        async with driver_errors():
            hello = await self._client.admin.command("hello")
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise NotAReplicaSet(
                "MONGODB_URL must be a replica set (transactions need one): start mongod with --replSet rs0 "
                "and run rs.initiate() once."
            )

    async def ping(self) -> bool:
        """Whether a server stores what it is told: one that answers may have no room left."""
        try:
            async with driver_errors():
                await self.database["pings"].update_one({"_id": "ping"}, {"$inc": {"n": 1}}, upsert=True)
        except StaleWrite:  # two processes at once: the other's was stored
            return True
        except (Unavailable, PyMongoError):
            return False
        return True

    async def close(self) -> None:
        await self._client.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """All statements given the session are stored, or none. Raises StaleWrite on a lost race, Unavailable on a
        passing failure, also where the outcome of the commit is unknown."""
        async with (
            driver_errors(),
            self._client.start_session() as session,
            await session.start_transaction(
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern(w="majority", j=True),
            ),
        ):
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Session]:
        """All that is read with the session is as it was at the first reading. MongoDB keeps that for five minutes
        (minSnapshotHistoryWindowInSeconds)."""
        async with driver_errors(), self._client.start_session(snapshot=True) as session:
            yield session


async def create_indexes(collection: AsyncCollection[Document], models: Sequence[IndexModel]) -> None:
    """Create what is missing of the collection's indexes."""
    async with driver_errors():
        await collection.create_indexes(list(models))


async def insert_missing(collection: AsyncCollection[Document], key: Document, document: Document) -> None:
    """Insert `document` where none matches `key`; a unique index decides between racers."""
    async with driver_errors():
        if await collection.find_one(key, {"_id": 1}) is None:
            with suppress(DuplicateKeyError):
                await collection.insert_one(document)


async def put_anew(
    collection: AsyncCollection[Document], guard: Document, document: Document, session: Session
) -> None:
    """Store `document` in the place of the one that `guard` finds. Raises StaleWrite where it finds none.

    For documents whose unique values change: of two transactions that take one value SecantusDB refuses the second only
    where both insert, and a value that an update takes away stays taken there for good (docs/decisions/0002).
    """
    taken_out = await collection.delete_one(guard, session=session)
    if taken_out.deleted_count != 1:
        raise StaleWrite
    await collection.insert_one(document, session=session)


class driver_errors:  # spelled as contextlib's own are
    """Translate the driver's errors to the domain's; also a decorator for async functions.

    The driver's own error is dropped, for its text holds values of documents; its kind and code stay as a note.
    """

    def __call__(self, function: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
        @wraps(function)
        async def translating(*args: P.args, **kwargs: P.kwargs) -> T:
            async with driver_errors():
                return await function(*args, **kwargs)

        return translating

    async def __aenter__(self) -> None:
        self._cancellation = cancellation_kept()
        self._cancellation.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._cancellation.__exit__(kind, error, place)
        if isinstance(error, PyMongoError) and (known := _translated(error)):
            known.add_note(f"{type(error).__name__} code={_code(error)}")
            raise known from None


def _translated(error: PyMongoError) -> Exception | None:
    code = _code(error)
    if code == _DUPLICATE_KEY:
        return StaleWrite()
    if isinstance(error, ConnectionFailure | WTimeoutError | ExecutionTimeout):
        return Unavailable()
    if code == _WRITE_CONFLICT or error.has_error_label("TransientTransactionError"):
        return StaleWrite()
    if isinstance(error, OperationFailure) and code in _SERVER_FAILED:
        return Unavailable()
    return None


def _code(error: PyMongoError) -> int | None:
    """The server's code; of a batch that of the first write that failed."""
    failed = (error.details or {}).get("writeErrors") if isinstance(error, BulkWriteError) else None
    return failed[0]["code"] if failed else getattr(error, "code", None)
