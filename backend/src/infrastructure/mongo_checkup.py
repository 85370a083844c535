"""What a MongoDB is, and that it does what the product needs of it: for `cli doctor`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports import Clock
from infrastructure.mongo import PINGS, Mongo, Session
from persistence.driver_errors import driver_errors


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """`set_name` is the replica set's, or `mongos`; `write_concern` is what writes wait for; `clock_ahead` is how far the
    server's clock is ahead of ours, half the way to it and back left out."""

    version: str
    set_name: str
    write_concern: str
    clock_ahead: timedelta


async def examine(mongo: Mongo, clock: Clock) -> ServerFacts:
    """Run one transaction, and say what the server is. Raises NotAReplicaSet, Unavailable, and what the driver does of a
    refused password or missing rights."""
    await mongo.check()
    await mongo.transaction(lambda session: _count(mongo, session))
    admin = mongo.database.client.admin
    async with driver_errors():
        asked_at = clock.now()
        hello = await admin.command("hello")
        answered_at = clock.now()
        version = (await admin.command("buildInfo"))["version"]
    waits_for = mongo.database.write_concern.document
    return ServerFacts(
        version=version,
        set_name=hello.get("setName", "mongos"),
        write_concern=" ".join(f"{name}={str(value).lower()}" for name, value in sorted(waits_for.items())),
        clock_ahead=_utc(hello["localTime"], asked_at) - (asked_at + (answered_at - asked_at) / 2),
    )


async def _count(mongo: Mongo, session: Session) -> None:
    """Of the kinds of statement that every write of the product has: a guarded update and an insert, taken back."""
    pings = mongo.database[PINGS.name]
    await pings.update_one({"_id": "doctor"}, {"$inc": {"n": 1}}, upsert=True, session=session)
    await pings.insert_one({"_id": "doctor, inserted"}, session=session)
    await pings.delete_one({"_id": "doctor, inserted"}, session=session)


def _utc(told: datetime, now: datetime) -> datetime:
    """The driver gives instants of UTC, aware or not."""
    return told if told.tzinfo else told.replace(tzinfo=now.tzinfo)
