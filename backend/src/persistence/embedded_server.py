"""The workarounds for SecantusDB, which serves development and tests where there is no `mongod` (docs/decisions/0002). Each is
right on MongoDB too.

What SecantusDB 0.6.0b17 does, and what is done about it:

1. An inclusive upper bound on a field in the middle of a compound index, after an equality, loses the rows equal to the bound.
   Every upper bound is exclusive: `up_to`, `up_to_day`.
2. Of two open transactions that take one unique value it refuses the second only where both insert, and a value that an update
   takes away stays taken. Documents whose unique values change are put in anew: `put_anew`.
3. The transaction of a client that was killed stays open for good. The supervisor of `make run` ends it: `end_transactions`.
4. It reads the collection whole where no single index covers a filter, and where there are two ranges, an `$or`, `$and` or
   `$nor`. Filters are flat, with one range; an update's filter is covered by an index of its own that begins with `_id`; a
   question about several states and an instant is asked once for each state; what is left is decided in Python.
5. `find_one_and_update` always scans: `update_one` with such a filter stands in its place.
6. A partial index with `$type` or `$exists` is not read, there is no text index, and a unique index with a collation is not
   enforced: indexes are sparse, and normalised text is stored.
7. It has no reads at one instant: a backup reads causes before effects (`infrastructure.backup.making`).

How it must be started is in `entrypoints.stack.servers`.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import MongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

from domain.errors import StaleWrite

Document = dict[str, Any]

_INSTANT = timedelta(milliseconds=1)  # BSON knows nothing finer


def up_to(at: datetime) -> Document:
    """The bound of instants until `at`, itself included."""
    return {"$lt": at + _INSTANT}


def up_to_day(day: date) -> Document:
    """The bound of days, stored as ISO text, until `day`, itself included."""
    return {
        "$lt": f"{day.isoformat()}~"
    }  # after the day, before the next one; there is none after 9999-12-31


async def put_anew(
    collection: AsyncCollection[Document], guard: Document, document: Document, session: AsyncClientSession
) -> None:
    """Store `document` in the place of the one that `guard` finds. Raises StaleWrite where it finds none.

    For documents whose unique values change.
    """
    taken_out = await collection.delete_one(guard, session=session)
    if taken_out.deleted_count != 1:
        raise StaleWrite
    await collection.insert_one(document, session=session)


def end_transactions(url: str, timeout_seconds: float) -> None:
    """Ends every open transaction at the server at `url`; one that does not answer in time is left as it is.

    The living lose theirs too, as in any lost race, and try again.
    """
    milliseconds = int(timeout_seconds * 1000)
    client: MongoClient[Document] = MongoClient(
        url,
        serverSelectionTimeoutMS=milliseconds,
        connectTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
    )
    with suppress(PyMongoError), client:
        client.admin.command("killAllSessions", [])
