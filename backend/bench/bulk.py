"""The inserts that an import makes, and nothing else: the same documents in the same batches, made ready before."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from application.spreadsheet.desk import Desk
from application.spreadsheet.sheet import sheet_of
from domain.appointment import Appointment
from domain.history import Actor, Cause, HistoryEntry, entry_of
from entrypoints.seeds import units_in
from infrastructure.mongo import Mongo, Session
from infrastructure.repositories.appointment_document import to_document
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.spreadsheet_files import SpreadsheetReader
from tests.deliveries import units

Document = dict[str, Any]
_BATCH = 100  # as the import's


@dataclass(frozen=True, slots=True)
class Bulk:
    """Appointments and history of a spreadsheet, batch by batch, for a database of their own."""

    mongo: Mongo
    history: HistoryRepository
    batches: list[tuple[list[Document], list[HistoryEntry]]]

    @classmethod
    async def of(cls, mongo: Mongo, content: bytes) -> "Bulk":
        """The rows of the file as the product maps them; the database gets the product's indexes."""
        history = HistoryRepository(mongo)
        for each in (*history.collections, *AppointmentRepository.collections):
            if each.indexes:
                await mongo.database[each.name].create_indexes(each.indexes)
        made = await _appointments(content)
        return cls(
            mongo, history, [_batch(made[begin : begin + _BATCH]) for begin in range(0, len(made), _BATCH)]
        )

    async def insert(self, *, first: bool) -> float:
        """Seconds to store the first or the second half of the batches."""
        half = len(self.batches) // 2
        begun = time.perf_counter()
        for appointments, entries in self.batches[:half] if first else self.batches[half:]:
            await self.mongo.transaction(partial(self._insert, appointments, entries))
        return time.perf_counter() - begun

    async def _insert(
        self, appointments: list[Document], entries: list[HistoryEntry], session: Session
    ) -> None:
        await self.mongo.database["appointments"].insert_many(appointments, session=session)
        await self.history.append(entries, session)


async def _appointments(content: bytes) -> list[Appointment]:
    desk = Desk(units_in(units()), datetime.now(UTC), "Gestora Demo", lambda _row: str(uuid4()))
    sheet = sheet_of(await SpreadsheetReader().read(content), desk)
    return [sheet.appointment(draft) for draft in sheet.drafts]


def _batch(made: list[Appointment]) -> tuple[list[Document], list[HistoryEntry]]:
    at, cause, actor = datetime.now(UTC), Cause("importacao", "bulk"), Actor("planilha", "Gestora Demo")
    appointments = [to_document(each) | {"versao": 1, "a_fazer_desde": at} for each in made]
    return appointments, [entry for each in made for entry in entry_of(None, each, actor, cause, at)]
