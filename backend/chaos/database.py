"""What the API does not say, read from the stack's database."""

import asyncio
import math
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chaos.clinic import Json
from chaos.verdict.quiet import Stillness
from chaos.verdict.snapshots import Changed, Check, Contested, Finding, Record, RefusedPush
from domain.appointment import Appointment
from domain.booking.push import PushState
from domain.slots import Slot
from infrastructure.mongo import Mongo
from tests.clinic import Clinic as Stored

_SETTLED_AFTER = 3  # looks in a row at which nothing is left to do
_LOOK_EVERY = 0.5  # seconds
_PATIENCE = 300  # seconds without any progress: only a hang takes so long
_TOLD = 6
_UNFINISHED = ("received", "processing")
_PUSH_DUE = {"calcom.envio_em": {"$exists": True}}


class Database:
    """The database of a running stack, whose parts were told `environment`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._mongo = Mongo(environment["MONGODB_URL"], environment["DATABASE_NAME"])
        self._stored = Stored(self._mongo, Path(environment["SPOOL_DIR"]))

    async def close(self) -> None:
        """Give the connections back."""
        await self._mongo.close()

    async def waiting(self) -> dict[str, int]:
        """How much is left to do: deliveries, pushes (those that wait for their time too) and follow-ups of writes."""
        count = self._mongo.database["appointments"].count_documents
        return {
            "deliveries": await self._stored.unfinished(),
            "pushes": await count(_PUSH_DUE),
            "follow-ups": await count({"a_fazer_desde": {"$exists": True}}),
        }

    async def settle(self) -> Check:
        """Wait until nothing has been left to do for a while; what still is when it has not become less for too long (on a
        busy machine it takes its time)."""
        idle, least, deadline = 0, math.inf, time.monotonic() + _PATIENCE
        while idle < _SETTLED_AFTER and time.monotonic() < deadline:
            await asyncio.sleep(_LOOK_EVERY)
            waiting = {name: number for name, number in (await self.waiting()).items() if number}
            idle = 0 if waiting else idle + 1
            if (left := sum(waiting.values())) < least:
                least, deadline = left, time.monotonic() + _PATIENCE
        evidence = await self._late() if waiting else ()
        late = tuple(
            Finding(f"{number} {name}", "ainda por fazer", evidence) for name, number in waiting.items()
        )
        return Check("every queue runs empty", "deliveries, pushes, follow-ups", late)

    async def _late(self) -> tuple[Json, ...]:
        """What still waits: deliveries without their bodies, what is to be told to the booking."""
        deliveries = [
            each for each in (await self._stored.deliveries()).values() if each["state"] in _UNFINISHED
        ]
        due = self._mongo.database["appointments"].find(
            _PUSH_DUE, {"status": 1, "inicio": 1, "calcom.envio_em": 1, "calcom.envios": 1}
        )
        return (*deliveries[:_TOLD], *[each async for each in due])

    async def stillness(self, calls: int) -> Stillness:
        """What would move; `calls` are Cal.com's to count."""
        found = self._mongo.database["appointments"].find({}, {"versao": 1})
        versions = {each["_id"]: each["versao"] async for each in found}
        entries = await self._mongo.database["appointment_history"].count_documents({})
        return Stillness(versions, entries, calls)

    async def appointments(self) -> dict[str, Appointment]:
        """Every appointment by its id, with what it keeps of its booking."""
        return {each.id: each for each in await self._stored.appointments()}


def record(told: Json, entries: list[Json], stored: Appointment) -> Record:
    """One appointment for the verdict: as the API tells it, with what only the database says."""
    side = stored.side
    left = frozenset(key for chain in side.previous for key in chain.names)
    return Record(
        id=stored.id,
        versao=told["versao"],
        origem=told["origem"],
        key=told["calcom_booking_id"],
        keys=left.union(side.chain.names),
        left=left,
        booked=stored.has_open_booking,
        fields=told,
        absorbed=frozenset(stored.absorvidos),
        conflicts=tuple(
            Contested(each.field, _plain(each.kept), _plain(each.other), tuple(map(_plain, each.besides)))
            for each in side.disagreements
        ),
        refused=tuple(_refused(stored)),
        history=tuple(_changes(entries)),
    )


def _refused(stored: Appointment) -> list[RefusedPush]:
    refused = [each for each in stored.side.pushes.values() if each.state is PushState.REFUSED]
    return [
        RefusedPush(
            each.order.key.partition("/")[0],
            each.order.act.value,
            each.order.value.inicio if isinstance(each.order.value, Slot) else None,
            each.reason,
        )
        for each in refused
    ]


def _plain(value: Any) -> Any:
    """A conflict's value as the API tells the field."""
    if isinstance(value, Slot):
        return _plain(value.inicio)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def _changes(entries: list[Json]) -> list[Changed]:
    """The history's fields, oldest first."""
    oldest_first = entries[::-1]
    return [
        Changed(
            at=datetime.fromisoformat(entry["at"]),
            actor=entry["actor"]["kind"],
            cause=entry["cause"]["kind"],
            field=each["field"],
            old=each["from"],
            new=each["to"],
            changed=frozenset(change["field"] for change in entry["changes"]),
        )
        for entry in oldest_first
        for each in entry["changes"]
    ]
