"""Reads of booking rows across the collection `appointments`, by projections. What was read is remembered: of ten thousand
appointments that nobody wrote since, the version alone is read again."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection

from application.booked import Booked
from domain.appointment import Status
from domain.booking.row import RowStatus
from domain.slots import Slot
from infrastructure.mongo import Document
from infrastructure.repositories.booking_document import DOUBTFUL, STRAY, tokens_in
from infrastructure.repositories.values import decode
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to_day

# Every write raises `versao`; a restored backup may reach the same number in another way, but not at the same instant.
_STAMP = {"versao": 1, "updated_at": 1}
_SHOWN = _STAMP | dict.fromkeys(
    (
        *(
            "calcom_booking_id",
            "calcom.chaves",
            f"calcom.{DOUBTFUL}",
            "inicio",
            "fim",
            "status",
            "pendencias",
        ),
        *(f"calcom.cadeia.{name}" for name in ("chave", "uid", "status", "horario.valor", "lida.valor")),
    ),
    1,
)
# A local day and the UTC day of the same instant differ by one at most; staff may have moved the visit by more.
_SLACK = timedelta(days=1)
_BATCH = 1000  # documents in one round trip
_REMEMBERED = 20_000  # appointments, of some 1 KB each


@dataclass(frozen=True, slots=True)
class _Read:
    """What an appointment says of its rows: the tokens of all its keys, and the row that stands for it now, if one does."""

    stamp: tuple[int, datetime]
    tokens: dict[str, str | None]
    booked: Booked | None


class BookedRows:
    """Implements the port of the same name over AppointmentRepository's collection. Every call may raise Unavailable."""

    def __init__(self, appointments: AsyncCollection[Document]) -> None:
        self._appointments = appointments
        self._memory: dict[str, _Read] = {}

    async def tokens(self, keys: Sequence[str]) -> dict[str, str | None]:
        known: dict[str, str | None] = {}
        for each in await self._read({"calcom.chaves": {"$in": list(keys)}}):
            known |= each.tokens
        return {key: known[key] for key in keys if key in known}

    async def by_keys(self, keys: Sequence[str]) -> dict[str, Booked]:
        found = await self._booked({"calcom_booking_id": {"$in": list(keys)}}) if keys else []
        return {each.key: each for each in found}

    async def of_uids(self, uids: Sequence[str]) -> list[Booked]:
        return await self._booked({"calcom.uids": {"$in": list(uids)}}) if uids else []

    async def open_between(self, start: datetime, end: datetime) -> list[Booked]:
        days = {"$gte": (start - _SLACK).date().isoformat(), **up_to_day((end + _SLACK).date())}
        found = await self._booked({"data_agendamento": days})
        inside = [(each.told.inicio, each) for each in found if each.is_open and each.told]
        return [each for at, each in sorted(inside, key=lambda pair: pair[0]) if start <= at < end]

    async def strays(self, emails: Sequence[str]) -> list[str]:
        found = self._documents({f"calcom.{STRAY}": {"$in": list(emails)}}, {"_id": 1})
        return [each["_id"] async for each in found]

    async def doubtful(self, limit: int) -> list[str]:
        found = self._documents({f"calcom.{DOUBTFUL}": {"$gt": ""}}, {f"calcom.{DOUBTFUL}": 1})
        keys = sorted({key async for each in found for key in each["calcom"][DOUBTFUL]})
        return keys[:limit]

    async def _booked(self, wanted: dict[str, Any]) -> list[Booked]:
        return [each.booked for each in await self._read(wanted) if each.booked]

    async def _read(self, wanted: dict[str, Any]) -> list[_Read]:
        """What the wanted appointments say as they are now: the stamps come from the database at every call."""
        stamps = {each["_id"]: _stamp(each) async for each in self._documents(wanted, _STAMP)}
        known = {id_: self._memory[id_] for id_ in stamps if id_ in self._memory}
        found = {id_: each for id_, each in known.items() if each.stamp == stamps[id_]}
        unread = [id_ for id_ in stamps if id_ not in found]
        for first in range(0, len(unread), _BATCH):
            some = {"_id": {"$in": unread[first : first + _BATCH]}}
            found |= {each["_id"]: _read_in(each) async for each in self._documents(some, _SHOWN)}
        self._remember(found)
        return list(found.values())

    def _remember(self, found: dict[str, _Read]) -> None:
        """The oldest are forgotten first."""
        self._memory |= found
        for id_ in [*islice(self._memory, max(len(self._memory) - _REMEMBERED, 0))]:
            del self._memory[id_]

    async def _documents(self, wanted: dict[str, Any], shown: dict[str, int]) -> AsyncIterator[Document]:
        """By batches: the driver's own iterator takes a turn of the event loop for each document."""
        async with driver_errors():
            cursor = self._appointments.find(wanted, shown, batch_size=_BATCH)
            while batch := await cursor.to_list(_BATCH):
                for each in batch:
                    yield each


def _stamp(document: Document) -> tuple[int, datetime]:
    return document["versao"], document["updated_at"]


def _read_in(document: Document) -> _Read:
    return _Read(_stamp(document), dict(tokens_in(document)), _booked(document))


def _booked(document: Document) -> Booked | None:
    key = document.get("calcom_booking_id")
    if not key:
        return None
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
