"""Deliveries in MongoDB: the collection `calcom_deliveries`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, WriteConcernError
from pymongo.read_concern import ReadConcern

from application.sealing import Seal, UnknownKey
from calcom_integration.delivery import EXPIRING, FINAL, Delivery, DeliveryFilter, Outcome, State
from calcom_integration.store.bodies import BODY_FIELDS, Bodies
from calcom_integration.store.keeping import LIMITS, erased, limits_of
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to
from persistence.indexes import Declared

# Longer than a backoff, a lease and a turn above the rate last.
LONGEST_REST = timedelta(minutes=15)
_AT_ONCE = 1_000  # updates in one round trip
_PLAIN_FIELDS = tuple(
    field.name for field in fields(Delivery) if field.name not in ("id", "body", "is_locked")
)
_LIST_FIELDS = dict.fromkeys((*BODY_FIELDS, "headers"), 0)
_CLAIM_FIELDS = ("state", "starts", "claims", "held_by", "next_attempt_at")


_INDEXES = [
    IndexModel([("digest", ASCENDING)], unique=True),
    *(IndexModel([(name, ASCENDING)], sparse=True) for name in LIMITS),
    # A claim's whole filter must be covered by one index (`persistence.embedded_server`, 4).
    IndexModel([("_id", ASCENDING), ("state", ASCENDING), ("claims", ASCENDING)]),
    IndexModel([("state", ASCENDING), ("next_attempt_at", ASCENDING)]),
    *(IndexModel([(name, ASCENDING), ("received_at", DESCENDING)]) for name in ("state", "trigger", "uid")),
    IndexModel([("received_at", DESCENDING)]),
    *(IndexModel([(name, ASCENDING)], sparse=True) for name in ("awaits", "sealed_with", "appointment_id")),
]


class DeliveryStore:
    """Deliveries in MongoDB. Every call raises Unavailable where the database is."""

    collections = (Declared("calcom_deliveries", _INDEXES),)

    def __init__(
        self, database: AsyncDatabase[dict[str, Any]], retention: timedelta, seal: Seal | None = None
    ) -> None:
        """What ended well keeps its body for `retention` (see `store.keeping`). Bodies are stored as they are without a
        `seal`, or one that has no key."""
        self._deliveries = database["calcom_deliveries"]
        self._retention, self._bodies = retention, Bodies(seal)
        self._me = uuid4().hex  # this process, among those that hold deliveries

    async def add(self, delivery: Delivery) -> str | None:
        """Store a delivery durably. None, or the id of the same bytes' earlier delivery."""
        while True:
            async with driver_errors():
                try:
                    await self._deliveries.insert_one(
                        _document(delivery) | self._bodies.stored(delivery.body or b"")
                    )
                    return None
                except DuplicateKeyError:
                    earlier = await self._deliveries.find_one({"digest": delivery.digest}, {"_id": 1})
            if earlier:  # else it expired between the two statements: store it after all
                return str(earlier["_id"])

    async def is_held(self, digest: str) -> bool:
        """Whether a majority of the servers holds the delivery of these bytes: a failover does not take it away."""
        held = self._deliveries.with_options(read_concern=ReadConcern("majority"))
        async with driver_errors():
            return await held.find_one({"digest": digest}, {"_id": 1}) is not None

    async def get(self, delivery_id: str) -> Delivery | None:
        async with driver_errors():
            document = await self._deliveries.find_one({"_id": delivery_id})
        return self._delivery(document) if document else None

    async def page(self, wanted: DeliveryFilter, page: int, page_size: int) -> tuple[list[Delivery], int]:
        """Deliveries newest first, without bodies, and how many there are."""
        query = _query(wanted)
        async with driver_errors():
            total = await self._deliveries.count_documents(query)
            cursor = self._deliveries.find(query, _LIST_FIELDS).sort([("received_at", -1), ("_id", -1)])
            found = await cursor.skip((page - 1) * page_size).limit(page_size).to_list(page_size)
        return [self._delivery(document) for document in found], total

    async def newest(self, triggers: Sequence[str], limit: int) -> list[Delivery]:
        """The deliveries with one of these triggers that came last, newest first, with their bodies."""
        async with driver_errors():
            cursor = self._deliveries.find({"trigger": {"$in": list(triggers)}})
            found = await cursor.sort([("received_at", -1), ("_id", -1)]).limit(limit).to_list(limit)
        return [self._delivery(document) for document in found]

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of the deliveries whose time has come, the longest waiting first; an expired lease counts as due."""
        async with driver_errors():
            found = [
                each
                for query in _timed(up_to(now))
                for each in await self._deliveries.find(query, {"next_attempt_at": 1})
                .sort("next_attempt_at", 1)
                .limit(limit)
                .to_list(limit)
            ]
        longest_first = sorted(found, key=lambda each: each["next_attempt_at"])
        return [each["_id"] for each in longest_first[:limit]]

    async def bring_forward(self, now: datetime) -> int:
        """Make due what waits longer than any rest or lease lasts: its turn was given by a clock that was ahead. How many."""
        changed = 0
        async with driver_errors():
            for query in _timed({"$gt": now + LONGEST_REST}):
                result = await self._deliveries.update_many(query, {"$set": {"next_attempt_at": now}})
                changed += result.modified_count
        return changed

    async def claim(self, delivery_id: str, now: datetime, lease: timedelta) -> Delivery | None:
        """Take a due delivery for one attempt; None where it is not due or another worker was faster. One that this process
        held before and could not finish has killed nobody: that start is not counted."""
        delivery = await self.get(delivery_id)
        if delivery is None or delivery.state in FINAL or _later(delivery.next_attempt_at, now):
            return None
        was_mine = delivery.state is State.PROCESSING and delivery.held_by == self._me
        taken = replace(
            delivery,
            state=State.PROCESSING,
            starts=delivery.starts if was_mine else delivery.starts + 1,
            claims=delivery.claims + 1,
            held_by=self._me,
            next_attempt_at=now + lease,
        )
        change = {name: getattr(taken, name) for name in _CLAIM_FIELDS}
        is_mine = await self._update(delivery, {"$set": change})
        return replace(taken, attempts=delivery.attempts + 1) if is_mine else None

    async def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Hold on to a claimed delivery until then; False where it is somebody else's, or due again."""
        return await self._update(delivery, {"$set": {"next_attempt_at": until}})

    async def release(self, delivery: Delivery, now: datetime) -> None:
        """Give a claimed delivery back, as if it had not been taken."""
        change = {"state": State.RECEIVED, "starts": delivery.starts - 1, "next_attempt_at": now}
        await self._update(delivery, {"$set": change})

    async def finish(self, delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
        """Write a claimed delivery's outcome; False where the lease had passed to somebody else."""
        ended = outcome.state in FINAL
        change = asdict(outcome) | {"processed_at": now if ended else None, "is_erased": None}
        change |= {"attempts": outcome.attempts or delivery.attempts, "starts": None, "held_by": None}
        limits = limits_of(now, self._retention) if outcome.state in EXPIRING else dict.fromkeys(LIMITS)
        change |= limits
        return await self._update(delivery, erased(change, now) if outcome.is_erased else _set(change))

    async def note_awaited(self, delivery: Delivery, outcome: Outcome) -> None:
        """Let a claimed delivery be found by `wake` before its outcome is written."""
        await self._update(delivery, _set({"awaits": outcome.awaits, "seen": outcome.seen}))

    async def wake(self, tokens: Sequence[str], key: str, now: datetime) -> int:
        """Make deliveries due again that wait for one of `tokens` and were judged without knowing the row `key`; one that
        is being processed is taken out of its worker's hands."""
        found = self._deliveries.find({"awaits": {"$in": list(tokens)}}, {"seen": 1})
        async with driver_errors():
            waiting = [each["_id"] for each in await found.to_list() if key not in each.get("seen", ())]
        states = [State.PROCESSING, State.DONE, State.IGNORED, State.FAILED]
        # One by one (`persistence.embedded_server`, 4).
        return sum([await self._requeue({"_id": each, "state": {"$in": states}}, now) for each in waiting])

    async def replay(self, wanted: DeliveryFilter, now: datetime) -> int:
        """Make ended deliveries due again, with all their attempts before them; how many."""
        guards = [
            {"_id": each["_id"], "state": each["state"]}
            for query in _ended(wanted)
            for each in await self._found(query)
            if _passes(each, "trigger", wanted.trigger) and _passes(each, "uid", wanted.uid)
        ]
        done = 0
        for first in range(0, len(guards), _AT_ONCE):
            updates = [UpdateOne(guard, _requeued(now)) for guard in guards[first : first + _AT_ONCE]]
            async with driver_errors():
                done += (await self._deliveries.bulk_write(updates, ordered=False)).modified_count
        return done

    async def _found(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        async with driver_errors():
            return await self._deliveries.find(query, {"state": 1, "trigger": 1, "uid": 1}).to_list()

    async def replay_one(self, delivery_id: str, now: datetime) -> bool:
        return bool(await self._requeue({"_id": delivery_id, "state": {"$in": list(FINAL)}}, now))

    async def follow(self, absorbed: Sequence[str], survivor: str) -> None:
        """Deliveries of absorbed appointments belong to the survivor."""
        async with driver_errors():
            await self._deliveries.update_many(
                {"appointment_id": {"$in": list(absorbed)}}, {"$set": {"appointment_id": survivor}}
            )

    async def counts(self) -> dict[str, int]:
        """How many deliveries wait or need a person, by state."""
        async with driver_errors():
            return {
                s: await self._deliveries.count_documents({"state": s}) for s in State if s not in EXPIRING
            }

    async def waiting_since(self) -> datetime | None:
        """When the delivery arrived that has waited longest for its outcome; None where none waits."""
        query = {"state": {"$in": [State.RECEIVED, State.PROCESSING]}}
        async with driver_errors():
            found = await self._deliveries.find_one(
                query, {"received_at": 1}, sort=[("received_at", ASCENDING)]
            )
        since: datetime | None = found["received_at"] if found else None
        return since

    async def _update(self, delivery: Delivery, update: dict[str, Any]) -> bool:
        """Update a delivery that is still as it was when it was read or claimed; False where it is not. Where a majority is
        slow to take the update it was carried out all the same, and counts."""
        guard = {"_id": delivery.id, "state": delivery.state, "claims": delivery.claims}
        async with driver_errors():
            try:
                result = await self._deliveries.update_one(guard, update)
            except WriteConcernError:
                return await self._is_as(guard | update["$set"])
        return bool(result.matched_count)

    async def _is_as(self, said: Mapping[str, Any]) -> bool:
        """Whether the delivery `said["_id"]` is stored with those of these values that tell one claim from another."""
        found = await self._deliveries.find_one({"_id": said["_id"]}, dict.fromkeys(_CLAIM_FIELDS, 1))
        return found is not None and all(
            found.get(name) == said[name] for name in _CLAIM_FIELDS if name in said
        )

    def _delivery(self, document: dict[str, Any]) -> Delivery:
        known = {field.name for field in fields(Delivery)}
        plain = {name: value for name, value in document.items() if name in known}
        plain |= {"state": State(document["state"]), "body": None}
        plain |= {name: tuple(document.get(name, ())) for name in ("awaits", "seen")}
        delivery = Delivery(id=document["_id"], headers=plain.pop("headers", {}), **plain)
        try:
            return replace(delivery, body=self._bodies.read(document))
        except UnknownKey:
            return replace(delivery, is_locked=True)

    async def _requeue(self, query: dict[str, Any], now: datetime) -> int:
        async with driver_errors():
            return int((await self._deliveries.update_one(query, _requeued(now))).modified_count)


def _requeued(now: datetime) -> dict[str, Any]:
    """The update that makes an ended delivery due again."""
    change = {"state": State.RECEIVED, "attempts": 0, "is_replayed": True, "next_attempt_at": now}
    ended = dict.fromkeys((*LIMITS, "processed_at", "error", "reason", "starts", "held_by"), "")
    return {"$set": change, "$unset": ended}


def _ended(wanted: DeliveryFilter) -> list[dict[str, Any]]:
    """Queries for the ended deliveries of `wanted`'s states and time: one for each state (`persistence.embedded_server`, 4)."""
    states = [state for state in wanted.state or FINAL if state in FINAL]
    return [{"state": state, **_received(wanted)} for state in states]


def _passes(document: dict[str, Any], name: str, values: Sequence[str]) -> bool:
    return not values or document.get(name) in values


def _timed(when: dict[str, datetime]) -> list[dict[str, Any]]:
    """Queries for what is open and due at a time: one for each state (`persistence.embedded_server`, 4)."""
    return [{"state": state, "next_attempt_at": when} for state in (State.RECEIVED, State.PROCESSING)]


def _later(due: datetime | None, now: datetime) -> bool:
    return due is not None and due > now


def _document(delivery: Delivery) -> dict[str, Any]:
    """All but the body."""
    plain = {name: getattr(delivery, name) for name in _PLAIN_FIELDS}
    return {"_id": delivery.id} | {name: value for name, value in plain.items() if value not in (None, ())}


def _set(change: dict[str, Any]) -> dict[str, Any]:
    """An update that sets what has a value and removes the rest."""
    present = {name: value for name, value in change.items() if value not in (None, ())}
    absent = {name: "" for name in change if name not in present}
    return {"$set": present} | ({"$unset": absent} if absent else {})


def _query(wanted: DeliveryFilter) -> dict[str, Any]:
    named = (("state", wanted.state), ("trigger", wanted.trigger), ("uid", wanted.uid))
    query: dict[str, Any] = {
        name: values[0] if len(values) == 1 else {"$in": list(values)} for name, values in named if values
    }
    return query | _received(wanted)


def _received(wanted: DeliveryFilter) -> dict[str, Any]:
    bounds = {"$gte": wanted.since, "$lt": wanted.until}
    received = {operator: at for operator, at in bounds.items() if at is not None}
    return {"received_at": received} if received else {}
