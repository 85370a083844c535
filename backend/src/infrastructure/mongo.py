"""The one door to MongoDB."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, timedelta
from typing import Any, TypeVar

import pymongo
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient, ReadPreference, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, PyMongoError
from pymongo.monitoring import CommandListener
from pymongo.read_concern import ReadConcern

from domain.errors import StaleWrite, Unavailable
from infrastructure.timings import CommandTimings
from persistence.driver_errors import driver_errors
from persistence.indexes import Declared

Document = dict[str, Any]
PINGS = Declared("pings")  # what is written to find out whether a server stores it
Session = AsyncClientSession
T = TypeVar("T")

# Longer than an election takes.
TRANSACTION_LIMIT = timedelta(seconds=20)
# Times in milliseconds. They hold whatever the URL says.
_OPTIONS: dict[str, Any] = {
    "appname": "coleta",
    "serverSelectionTimeoutMS": 3_000,
    "connectTimeoutMS": 3_000,
    "socketTimeoutMS": 20_000,
    "waitQueueTimeoutMS": 3_000,
    "maxPoolSize": 100,
    "minPoolSize": 0,
    "maxConnecting": 4,
    "retryWrites": True,
    "retryReads": True,
    "readPreference": "primary",
}


class NotAReplicaSet(RuntimeError):
    """MONGODB_URL leads to a server without transactions."""


class Mongo:
    """A connection pool and the product's database. Ids are strings, instants aware UTC."""

    def __init__(
        self,
        url: str,
        database_name: str,
        listeners: Sequence[CommandListener] = (),
        transaction_limit: timedelta = TRANSACTION_LIMIT,
    ) -> None:
        """Connects lazily. No call but a transaction waits longer than a few seconds for a server that is away. `listeners`
        are told of every command."""
        self._transaction_seconds = transaction_limit.total_seconds()
        self._client: AsyncMongoClient[Document] = AsyncMongoClient(
            url, **_OPTIONS, event_listeners=[CommandTimings(), *listeners]
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
                await self.database[PINGS.name].update_one({"_id": "ping"}, {"$inc": {"n": 1}}, upsert=True)
        except StaleWrite:  # two processes at once: the other's was stored
            return True
        except (Unavailable, PyMongoError):
            return False
        return True

    async def close(self) -> None:
        await self._client.close()

    async def transaction(self, body: Callable[[Session], Awaitable[T]]) -> T:
        """What `body` gives. All statements that it gives the session are stored, or none.

        By the driver's own rules the body runs again, whole, where a passing trouble or another writer ended the transaction,
        and the commit is asked for again where its outcome is unknown. So the body changes nothing but by its session, and
        catches none of the driver's errors. What it raises itself ends it. Raises KeyTaken; StaleWrite, where the body does;
        Unavailable where the trouble outlasts the limit: then it may have been stored.
        """
        with pymongo.timeout(self._transaction_seconds):
            async with driver_errors(), self._client.start_session() as session:
                return await session.with_transaction(
                    body,
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern(w="majority", j=True),
                    read_preference=ReadPreference.PRIMARY,
                )

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Session]:
        """All that is read with the session is as it was at the first reading. MongoDB keeps that for five minutes
        (minSnapshotHistoryWindowInSeconds)."""
        async with driver_errors(), self._client.start_session(snapshot=True) as session:
            yield session


async def insert_missing(collection: AsyncCollection[Document], key: Document, document: Document) -> None:
    """Insert `document` where none matches `key`; a unique index decides between racers."""
    async with driver_errors():
        if await collection.find_one(key, {"_id": 1}) is None:
            with suppress(DuplicateKeyError):
                await collection.insert_one(document)
