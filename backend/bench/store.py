"""The stack's database behind its back: what is left to do, and how to be rid of it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from infrastructure.mongo import Mongo

Document = dict[str, Any]
# What the bench wrote itself is due in another century.
_FOLLOW_UP = {"a_fazer_desde": {"$lt": datetime(2100, 1, 1, tzinfo=UTC)}}
_SWEEPS = 3  # seconds: a worker looks for what is due every two
_LOOK_EVERY = 0.2  # seconds: a look costs the server something


@asynccontextmanager
async def store_of(environment: Mapping[str, str], name: str | None = None) -> AsyncIterator[Mongo]:
    """The database that a stack was told of, or another one on its server."""
    mongo = Mongo(environment["MONGODB_URL"], name or environment["DATABASE_NAME"])
    yield mongo
    await mongo.close()


async def last_processed(mongo: Mongo, since: datetime, number: int) -> datetime:
    """When (UTC) the last of the `number` deliveries ended that did since, once all of them have."""
    deliveries = mongo.database["calcom_deliveries"]
    ended = {"processed_at": {"$gte": since}}
    while await deliveries.count_documents(ended) < number:  # noqa: ASYNC110 - another process ends them
        await asyncio.sleep(_LOOK_EVERY)
    times = [each["processed_at"] async for each in deliveries.find(ended, {"processed_at": 1})]
    last: datetime = max(times)
    return last


async def followed_up(mongo: Mongo) -> None:
    """Returns when no write's follow-up is left to do."""
    while await mongo.database["appointments"].count_documents(_FOLLOW_UP):  # noqa: ASYNC110 - as above
        await asyncio.sleep(_LOOK_EVERY)


async def drop_follow_ups(mongo: Mongo) -> None:
    """Leave them undone; returns when the worker is through with those that it had begun."""
    before, now = -1, await written(mongo)
    while before != now:
        await mongo.database["appointments"].update_many(_FOLLOW_UP, {"$unset": {"a_fazer_desde": ""}})
        await asyncio.sleep(_SWEEPS)
        before, now = now, await written(mongo)


async def written(mongo: Mongo) -> int:
    """A number that every write of an appointment, of its history or of a delivery raises."""
    sums = await mongo.database["appointments"].aggregate(
        [{"$group": {"_id": None, "sum": {"$sum": "$versao"}}}]
    )
    versions = sum([each["sum"] async for each in sums])
    entries = await mongo.database["appointment_history"].count_documents({})
    return int(versions + entries + await mongo.database["calcom_deliveries"].count_documents({}))
