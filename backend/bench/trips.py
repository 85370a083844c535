"""The round trips that one new booking must make, and nothing else: what the worker and the reconciliation are held against.

They are the statements of `Inbound` and of `AppointmentService.apply_booking`, made by the same driver with documents that the
product wrote, at as many at once. `backend/docs/performance.md` lists them.
"""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from infrastructure.mongo import Mongo, Session

Document = dict[str, Any]
# No worker takes it for work that is due, nor (what is due in a year) for the work of a clock that was ahead.
_LATER = timedelta(minutes=10)
_MARK, _NUMBERS = "bruto", count(1)


@dataclass(frozen=True, slots=True)
class Trips:
    """Templates: one booking's appointment, its history's entry, and its delivery, as the product stored them."""

    mongo: Mongo
    uid: str
    appointment: Document
    entry: Document
    delivery: Document | None

    @classmethod
    async def like(cls, mongo: Mongo) -> "Trips":
        """Of any booking that the product wrote. Raises LookupError where it wrote none."""
        found = mongo.database["appointment_history"].find(
            {"cause.kind": {"$in": ["entrega", "reconciliacao"]}}
        )
        async for entry in found:
            appointment = await mongo.database["appointments"].find_one({"_id": entry["appointment_id"]})
            delivery = await mongo.database["calcom_deliveries"].find_one({"_id": entry["cause"]["id"]})
            if appointment:
                return cls(mongo, appointment["calcom_booking_id"], appointment, entry, delivery)
        raise LookupError("The product wrote no booking.")

    async def rate(self, number: int, at_once: int) -> float:
        """Bookings a second over `number` of them, with their deliveries where the template has one."""
        uids = [f"{_MARK}{next(_NUMBERS):08d}" for _ in range(number)]
        if self.delivery:
            await self.mongo.database["calcom_deliveries"].insert_many([self._delivery(uid) for uid in uids])
        ready = [(uid, self._appointment(uid), self._entry(uid)) for uid in uids]
        todo, begun = iter(ready), time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(self._each(todo))
        seconds = time.perf_counter() - begun
        await self._forget()
        return number / seconds

    async def _forget(self) -> None:
        """What was written here is nobody's booking."""
        for name in ("appointments", "appointment_history", "calcom_deliveries"):
            await self.mongo.database[name].delete_many({"_id": {"$regex": f"^{_MARK}"}})

    async def _each(self, todo: Iterable[tuple[str, Document, Document]]) -> None:
        for uid, appointment, entry in todo:
            if self.delivery:
                await self._claim(uid)
            await self._apply(uid, appointment, entry)
            if self.delivery:
                await self._finish(uid)

    async def _claim(self, uid: str) -> None:
        deliveries = self.mongo.database["calcom_deliveries"]
        await deliveries.find_one({"_id": uid})
        guard = {"_id": uid, "state": "received", "claims": 0}
        taken = {"state": "processing", "attempts": 1, "claims": 1, "next_attempt_at": _later()}
        await deliveries.update_one(guard, {"$set": taken})

    async def _apply(self, uid: str, appointment: Document, entry: Document) -> None:
        database = self.mongo.database
        if not self.delivery:  # a row of the API does not say whether it is a new booking or a seat's
            await database["appointments"].find({"calcom.uids": uid}).to_list()
        await database["appointments"].find({"calcom.chaves": {"$in": [uid]}}).to_list()
        await database["appointment_tombstones"].find_one(
            {"_id": {"$in": [sha256(uid.encode()).hexdigest()]}}
        )
        await database["appointments"].find(_twin_of(appointment), {"nome_unidade": 1}).to_list()

        async def body(session: Session) -> None:
            await database["appointments"].insert_one(appointment, session=session)
            await database["appointment_history"].insert_many([entry], session=session)

        await self.mongo.transaction(body)
        await database["calcom_deliveries"].find_one({"awaits": {"$in": [uid]}}, {"_id": 1})

    async def _finish(self, uid: str) -> None:
        guard = {"_id": uid, "state": "processing", "claims": 1}
        outcome = {"state": "done", "appointment_id": uid, "processed_at": _later(), "expires_at": _later()}
        await self.mongo.database["calcom_deliveries"].update_one(guard, {"$set": outcome})

    def _appointment(self, uid: str) -> Document:
        named: Document = _renamed(self.appointment, self.uid, uid)
        return named | {"_id": uid, "versao": 1, "a_fazer_desde": _later(), "nome_normalizado": uid}

    def _entry(self, uid: str) -> Document:
        named: Document = _renamed(self.entry, self.uid, uid)
        return named | {"_id": uid, "appointment_id": uid}

    def _delivery(self, uid: str) -> Document:
        fresh = {
            "_id": uid,
            "uid": uid,
            "digest": uid,
            "state": "received",
            "claims": 0,
            "next_attempt_at": _later(),
        }
        ended = ("processed_at", "expires_at", "appointment_id", "attempts")
        return {name: value for name, value in (self.delivery or {}).items() if name not in ended} | fresh


def _later() -> datetime:
    return datetime.now(UTC) + _LATER


def _twin_of(appointment: Document) -> Document:
    return {name: appointment[name] for name in ("nome_normalizado", "data_agendamento", "hora_agendamento")}


def _renamed(value: Any, old: str, new: str) -> Any:
    """The value with another booking's uid wherever the template's stands."""
    if isinstance(value, dict):
        return {name: _renamed(each, old, new) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, old, new) for each in value]
    return value.replace(old, new) if isinstance(value, str) else value
