"""The integration's own collections: the only file of the integration that names the driver."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError, PyMongoError

from calcom_integration.delivery import EXPIRING, FINAL, Delivery, DeliveryFilter, Outcome, State
from domain.errors import Unavailable

_LIST_FIELDS = {"body": 0, "headers": 0}


class DeliveryStore:
    """Deliveries in MongoDB. Every call raises Unavailable where the database is."""

    def __init__(self, database: AsyncIOMotorDatabase[dict[str, Any]], retention: timedelta) -> None:
        self._deliveries = database["calcom_deliveries"]
        self._retention = retention

    async def ensure_indexes(self) -> None:
        """Create what the calls below rely on; safe to repeat."""
        async with _translated():
            await self._deliveries.create_index("digest", unique=True)
            await self._deliveries.create_index("expires_at", expireAfterSeconds=0)
            # A claim's whole filter must be covered by one index (shared/PARTS.md, trap 2).
            await self._deliveries.create_index(
                [("_id", ASCENDING), ("state", ASCENDING), ("claims", ASCENDING)]
            )
            await self._deliveries.create_index([("state", ASCENDING), ("next_attempt_at", ASCENDING)])
            for name in ("state", "trigger", "uid"):
                await self._deliveries.create_index([(name, ASCENDING), ("received_at", DESCENDING)])
            await self._deliveries.create_index([("received_at", DESCENDING)])
            await self._deliveries.create_index("awaits", sparse=True)
            await self._deliveries.create_index("appointment_id", sparse=True)

    async def add(self, delivery: Delivery) -> str | None:
        """Store a delivery durably. None, or the id of the same bytes' earlier delivery."""
        while True:
            async with _translated():
                try:
                    await self._deliveries.insert_one(_document(delivery))
                    return None
                except DuplicateKeyError:
                    earlier = await self._deliveries.find_one({"digest": delivery.digest}, {"_id": 1})
            if earlier:  # else it expired between the two statements: store it after all
                return str(earlier["_id"])

    async def get(self, delivery_id: str) -> Delivery | None:
        async with _translated():
            document = await self._deliveries.find_one({"_id": delivery_id})
        return _delivery(document) if document else None

    async def page(self, wanted: DeliveryFilter, page: int, page_size: int) -> tuple[list[Delivery], int]:
        """Deliveries newest first, without bodies, and how many there are."""
        query = _query(wanted)
        async with _translated():
            total = await self._deliveries.count_documents(query)
            cursor = self._deliveries.find(query, _LIST_FIELDS).sort([("received_at", -1), ("_id", -1)])
            found = await cursor.skip((page - 1) * page_size).limit(page_size).to_list(page_size)
        return [_delivery(document) for document in found], total

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of the deliveries whose time has come, the longest waiting first; an expired lease counts as due."""
        query = {"state": {"$in": [State.RECEIVED, State.PROCESSING]}, "next_attempt_at": {"$lte": now}}
        async with _translated():
            found = (
                await self._deliveries.find(query, {"_id": 1})
                .sort("next_attempt_at", 1)
                .limit(limit)
                .to_list(limit)
            )
        return [str(document["_id"]) for document in found]

    async def claim(self, delivery_id: str, now: datetime, lease: timedelta) -> Delivery | None:
        """Take a due delivery for one attempt; None where it is not due or another worker was faster."""
        delivery = await self.get(delivery_id)
        if delivery is None or delivery.state in FINAL or _later(delivery.next_attempt_at, now):
            return None
        taken = replace(
            delivery,
            state=State.PROCESSING,
            attempts=delivery.attempts + 1,
            claims=delivery.claims + 1,
            next_attempt_at=now + lease,
        )
        change = {name: getattr(taken, name) for name in ("state", "attempts", "claims", "next_attempt_at")}
        return taken if await self._update(delivery, {"$set": change}) else None

    async def finish(self, delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
        """Write a claimed delivery's outcome; False where the lease had passed to somebody else."""
        ended = outcome.state in FINAL
        change = asdict(outcome) | {
            "processed_at": now if ended else None,
            "expires_at": now + self._retention if outcome.state in EXPIRING else None,
        }
        return await self._update(delivery, _set(change))

    async def note_awaited(self, delivery: Delivery, outcome: Outcome) -> None:
        """Let a claimed delivery be found by `wake` before its outcome is written."""
        await self._update(delivery, _set({"awaits": outcome.awaits, "seen": outcome.seen}))

    async def wake(self, tokens: Sequence[str], key: str, now: datetime) -> int:
        """Make deliveries due again that wait for one of `tokens` and were judged without knowing the row `key`; one that
        is being processed is taken out of its worker's hands."""
        query = {
            "awaits": {"$in": list(tokens)},
            "seen": {"$ne": key},
            "state": {"$in": [State.PROCESSING, State.DONE, State.IGNORED, State.FAILED]},
        }
        return await self._requeue(query, now)

    async def replay(self, wanted: DeliveryFilter, now: datetime) -> int:
        """Make ended deliveries due again, with all their attempts before them; how many."""
        states = [state for state in wanted.state or FINAL if state in FINAL]
        return await self._requeue(_query(wanted) | {"state": {"$in": states}}, now)

    async def replay_one(self, delivery_id: str, now: datetime) -> bool:
        return bool(await self._requeue({"_id": delivery_id, "state": {"$in": list(FINAL)}}, now))

    async def follow(self, absorbed: Sequence[str], survivor: str) -> None:
        """Deliveries of absorbed appointments belong to the survivor."""
        async with _translated():
            await self._deliveries.update_many(
                {"appointment_id": {"$in": list(absorbed)}}, {"$set": {"appointment_id": survivor}}
            )

    async def counts(self) -> dict[str, int]:
        """How many deliveries wait or need a person, by state."""
        async with _translated():
            return {
                s: await self._deliveries.count_documents({"state": s}) for s in State if s not in EXPIRING
            }

    async def _update(self, delivery: Delivery, update: dict[str, Any]) -> bool:
        """Update a delivery that is still as it was when it was read or claimed; False where it is not."""
        guard = {"_id": delivery.id, "state": delivery.state, "claims": delivery.claims}
        async with _translated():
            result = await self._deliveries.update_one(guard, update)
        return bool(result.matched_count)

    async def _requeue(self, query: dict[str, Any], now: datetime) -> int:
        change = {"state": State.RECEIVED, "attempts": 0, "next_attempt_at": now}
        ended = {"expires_at": "", "processed_at": "", "error": "", "reason": ""}
        async with _translated():
            result = await self._deliveries.update_many(query, {"$set": change, "$unset": ended})
        return result.modified_count


class MappingStore:
    """Versions of the mapping in `calcom_settings`: appended, never changed."""

    def __init__(self, database: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._settings = database["calcom_settings"]

    async def newest(self) -> dict[str, Any] | None:
        """The stored mapping of the highest version, or None."""
        async with _translated():
            found: dict[str, Any] | None = await self._settings.find_one({}, sort=[("version", DESCENDING)])
        return found

    async def seed(self, document: dict[str, Any]) -> None:
        """Store the first version, where there is none; its id keeps two starting processes from storing two."""
        async with _translated():
            if await self._settings.find_one({}, {"_id": 1}) is None:
                with suppress(DuplicateKeyError):
                    await self._settings.insert_one(document | {"_id": document["version"]})


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except DuplicateKeyError:
        raise
    except PyMongoError as error:
        known = Unavailable()
        known.add_note(f"{type(error).__name__} code={getattr(error, 'code', None)}")
        raise known from None


def _later(due: datetime | None, now: datetime) -> bool:
    return due is not None and due > now


def _document(delivery: Delivery) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(delivery).items() if value not in (None, ())}
    return {"_id": plain.pop("id")} | plain


def _delivery(document: dict[str, Any]) -> Delivery:
    known = {field.name for field in fields(Delivery)}
    plain = {name: value for name, value in document.items() if name in known}
    plain |= {"state": State(document["state"]), "body": bytes(document.get("body", b""))}
    plain |= {name: tuple(document.get(name, ())) for name in ("awaits", "seen")}
    return Delivery(id=document["_id"], headers=plain.pop("headers", {}), **plain)


def _set(change: dict[str, Any]) -> dict[str, Any]:
    """An update that sets what has a value and removes the rest."""
    present = {name: value for name, value in change.items() if value not in (None, ())}
    absent = {name: "" for name in change if name not in present}
    return {"$set": present} | ({"$unset": absent} if absent else {})


def _query(wanted: DeliveryFilter) -> dict[str, Any]:
    query: dict[str, Any] = {
        name: {"$in": list(values)}
        for name, values in (("state", wanted.state), ("trigger", wanted.trigger), ("uid", wanted.uid))
        if values
    }
    bounds = {"$gte": wanted.since, "$lt": wanted.until}
    received = {operator: at for operator, at in bounds.items() if at is not None}
    return query | ({"received_at": received} if received else {})
