"""Reads of booking rows across the collection `appointments`, by projections: one statement each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection

from application.booked import Booked
from domain.appointment import Status
from domain.booking.row import RowStatus
from domain.slots import Slot
from infrastructure.mongo import Document, driver_errors
from infrastructure.repositories.booking_document import STRAY, TOKENS_ONLY, tokens_in
from infrastructure.repositories.values import decode

_SHOWN = dict.fromkeys(
    (
        "calcom_booking_id",
        *(f"calcom.cadeia.{name}" for name in ("chave", "uid", "status", "horario.valor")),
        *("inicio", "fim", "status", "pendencias"),
    ),
    1,
)
# A local day and the UTC day of the same instant differ by one at most; staff may have moved the visit by more.
_SLACK = timedelta(days=1)


class BookedRows:
    """Implements the port of the same name over AppointmentRepository's collection. Every call may raise Unavailable."""

    def __init__(self, appointments: AsyncIOMotorCollection[Document]) -> None:
        self._appointments = appointments

    @driver_errors()
    async def tokens(self, keys: Sequence[str]) -> dict[str, str | None]:
        wanted = {"calcom.chaves": {"$in": list(keys)}}
        known = {
            key: token
            async for each in self._appointments.find(wanted, TOKENS_ONLY)
            for key, token in tokens_in(each)
        }
        return {key: known[key] for key in keys if key in known}

    async def by_keys(self, keys: Sequence[str]) -> dict[str, Booked]:
        found = await self._found({"calcom_booking_id": {"$in": list(keys)}}) if keys else []
        return {each.key: each for each in found}

    async def of_uids(self, uids: Sequence[str]) -> list[Booked]:
        return await self._found({"calcom.uids": {"$in": list(uids)}}) if uids else []

    async def open_between(self, start: datetime, end: datetime) -> list[Booked]:
        days = {"$gte": (start - _SLACK).date().isoformat(), "$lte": (end + _SLACK).date().isoformat()}
        found = await self._found({"data_agendamento": days})
        inside = [(each.told.inicio, each) for each in found if each.is_open and each.told]
        return [each for at, each in sorted(inside, key=lambda pair: pair[0]) if start <= at < end]

    @driver_errors()
    async def strays(self, emails: Sequence[str]) -> list[str]:
        found = self._appointments.find({f"calcom.{STRAY}": {"$in": list(emails)}}, {"_id": 1})
        return [each["_id"] async for each in found]

    @driver_errors()
    async def _found(self, wanted: dict[str, Any]) -> list[Booked]:
        documents = self._appointments.find(wanted, _SHOWN)
        return [_booked(each) async for each in documents if each.get("calcom_booking_id")]


def _booked(document: Document) -> Booked:
    key = document["calcom_booking_id"]
    row = next(each for each in document["calcom"]["cadeia"] if each["chave"] == key)
    begins, ends = document["inicio"], document["fim"]
    return Booked(
        key=key,
        uid=row["uid"],
        appointment_id=document["_id"],
        is_open=row["status"] is None or RowStatus(row["status"]).is_open,
        told=decode(row["horario"]["valor"]) if row["horario"] else None,
        slot=Slot(begins, ends) if begins and ends else None,
        status=Status(document["status"]),
        pendencias=tuple(document["pendencias"]),
    )
