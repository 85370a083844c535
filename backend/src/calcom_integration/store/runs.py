"""Reconciliations in MongoDB: the collection `calcom_runs`, and in `calcom_leases` whose turn it is."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from application.creation import Creation, Earlier
from application.known_fields import known_fields
from calcom_integration.run import Drift, DriftKind, Kind, Run, RunState, Tally, Window
from calcom_integration.store.keeping import kept_for
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to
from persistence.indexes import Declared

_LEASE = "reconciliation"
_READ_UNTIL = "read_until"
_CREATION = "criacao"
_LONGEST_LEASE = timedelta(minutes=2)  # of this version, and of the one beside it
_LISTS = {"drift": 0, "completeness": 0}


_OF_A_KIND = [("kind", ASCENDING), ("dry_run", ASCENDING)]
_INDEXES = [
    IndexModel([("kept_until", ASCENDING)], sparse=True),
    IndexModel([(f"{_CREATION}.chave", ASCENDING)], unique=True, sparse=True),
    IndexModel([("state", ASCENDING), ("due_at", ASCENDING)]),
    IndexModel([("_id", ASCENDING), ("state", ASCENDING)]),
    IndexModel([*_OF_A_KIND, ("asked_at", DESCENDING)]),
    IndexModel([*_OF_A_KIND, ("state", ASCENDING), ("asked_at", DESCENDING)]),
    IndexModel([("asked_at", DESCENDING)]),
]
_LEASE_INDEXES = [IndexModel([("_id", ASCENDING), ("turn", ASCENDING)])]


class RunStore:
    """Runs in MongoDB. Every call raises Unavailable where the database is."""

    collections = (Declared("calcom_runs", _INDEXES), Declared("calcom_leases", _LEASE_INDEXES))

    def __init__(self, database: AsyncDatabase[dict[str, Any]], retention: timedelta) -> None:
        """Runs that ended well go in time (see `store.keeping`), those that found both sides to agree sooner; all others
        stay."""
        self._runs, self._leases = database["calcom_runs"], database["calcom_leases"]
        self._retention = retention

    async def request(self, run: Run, creation: Creation | None = None) -> bool:
        """Store a run that is asked for; False where its id is taken, or by the same request: it was asked for already."""
        made_by = {_CREATION: {"chave": creation.key, "corpo": creation.body}} if creation else {}
        async with driver_errors():
            with suppress(DuplicateKeyError):
                await self._runs.insert_one(_document(run) | made_by)
                return True
        return False

    async def created_by(self, key: str) -> Earlier[Run] | None:
        """What the request `key` (`Creation.key`) asked for."""
        async with driver_errors():
            found = await self._runs.find_one({f"{_CREATION}.chave": key})
        return Earlier(_run(found), found[_CREATION]["corpo"]) if found else None

    async def get(self, run_id: str) -> Run | None:
        async with driver_errors():
            document = await self._runs.find_one({"_id": run_id})
        return _run(document) if document else None

    async def page(self, page: int, page_size: int) -> tuple[list[Run], int]:
        """Runs newest first, without their lists, and how many there are."""
        async with driver_errors():
            total = await self._runs.count_documents({})
            cursor = self._runs.find({}, _LISTS).sort([("asked_at", -1), ("_id", -1)])
            found = await cursor.skip((page - 1) * page_size).limit(page_size).to_list(page_size)
        return [_run(document) for document in found], total

    async def due(self, now: datetime) -> str | None:
        """The id of the run that should have begun first."""
        wanted = {"state": RunState.ASKED, "due_at": up_to(now)}
        async with driver_errors():
            found = await self._runs.find_one(wanted, {"_id": 1}, sort=[("due_at", ASCENDING)])
        return str(found["_id"]) if found else None

    async def newest(self, kind: Kind, state: RunState | None = None) -> Run | None:
        """The run of that kind (and state) that was asked for last, rehearsals aside; without what it lists."""
        return await self._newest(kind, state, _LISTS)

    async def ended_well(self, kind: Kind, limit: int) -> list[Run]:
        """The runs of that kind that ended well, the newest first, rehearsals aside; without what they list."""
        wanted = {"kind": kind, "dry_run": False, "state": RunState.DONE}
        async with driver_errors():
            found = self._runs.find(wanted, _LISTS).sort("asked_at", DESCENDING).limit(limit)
            return [_run(document) async for document in found]

    async def unaccounted(self) -> int | None:
        """How many bookings the newest whole run that ended well could not account for; None before there is one."""
        wanted = {"kind": Kind.FULL, "dry_run": False, "state": RunState.DONE}
        shown = {"completeness.others": 1}
        async with driver_errors():
            found = await self._runs.find_one(wanted, shown, sort=[("asked_at", DESCENDING)])
        table = found and found.get("completeness")
        return len(table["others"]) if table else None

    async def newest_table(self) -> Run | None:
        """The newest whole run that ended well, with all that it lists."""
        return await self._newest(Kind.FULL, RunState.DONE, None)

    async def _newest(self, kind: Kind, state: RunState | None, hidden: dict[str, int] | None) -> Run | None:
        wanted = {"kind": kind, "dry_run": False} | ({"state": state} if state else {})
        async with driver_errors():
            found = await self._runs.find_one(wanted, hidden, sort=[("asked_at", DESCENDING)])
        return _run(found) if found else None

    async def take_turn(self, now: datetime, lease: timedelta) -> int | None:
        """The number of a turn that is this caller's for `lease`; None while somebody else has theirs."""
        async with driver_errors():
            known = await self._leases.find_one({"_id": _LEASE})
            if known is None:
                with suppress(DuplicateKeyError):
                    await self._leases.insert_one({"_id": _LEASE, "turn": 1, "until": now + lease})
                    return 1
                return None
            turn = int(known["turn"])
        # Further away than any lease lasts: it was given by a clock that was ahead.
        is_free = known["until"] <= now or known["until"] > now + _LONGEST_LEASE
        return turn + 1 if is_free and await self._lease(turn, turn + 1, now + lease) else None

    async def keep_turn(self, turn: int, until: datetime) -> bool:
        """Hold on to a turn; False where it has passed to somebody else."""
        return await self._lease(turn, turn, until)

    async def end_turn(self, turn: int, now: datetime) -> None:
        await self._lease(turn, turn, now)

    async def reap(self, now: datetime) -> int:
        """Whoever has the turn marks what others left under way as abandoned; how many."""
        change = {"$set": {"state": RunState.ABANDONED, "ended_at": now}}
        async with driver_errors():
            result = await self._runs.update_many({"state": RunState.UNDER_WAY}, change)
        return result.modified_count

    async def note(self, run_id: str, tally: Tally) -> None:
        """How far a run that is under way has come."""
        guard = {"_id": run_id, "state": RunState.UNDER_WAY}
        async with driver_errors():
            await self._runs.update_one(guard, {"$set": {"tally": asdict(tally)}})

    async def change(self, run: Run, expected: RunState) -> bool:
        """Store the run in the place of what was stored; False where that was not `expected` any more."""
        guard = {"_id": run.id, "state": expected}
        expiry = kept_for(run, self._retention)
        async with driver_errors():
            result = await self._runs.update_one(guard, {"$set": _document(run) | expiry})
        return bool(result.matched_count)

    async def _lease(self, turn: int, next_turn: int, until: datetime) -> bool:
        guard = {"_id": _LEASE, "turn": turn}
        change = {"$set": {"turn": next_turn, "until": until}}
        async with driver_errors():
            result = await self._leases.update_one(guard, change)
        return bool(result.matched_count)


def _document(run: Run) -> dict[str, Any]:
    """The watermark stands where a version before `rules` does not look for it: after a rollback its first run is a whole one."""
    plain = asdict(run)
    return {"_id": plain.pop("id")} | plain | {"watermark": None, _READ_UNTIL: run.watermark}


def _run(document: dict[str, Any]) -> Run:
    read_until = document.get(_READ_UNTIL) or document.get("watermark")
    plain = known_fields(Run, document | {"id": document["_id"], "watermark": read_until})
    return Run(
        kind=Kind(plain.pop("kind")),
        state=RunState(plain.pop("state")),
        window=Window(**known_fields(Window, plain.pop("window"))),
        tally=Tally(**known_fields(Tally, plain.pop("tally"))),
        drift=tuple(_drift(each) for each in plain.pop("drift", ())),
        **plain,
    )


def _drift(stored: Mapping[str, Any]) -> Drift:
    return Drift(**{**known_fields(Drift, stored), "kind": DriftKind(stored["kind"])})
