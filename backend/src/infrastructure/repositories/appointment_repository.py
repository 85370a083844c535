"""The collection `appointments`, named here alone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from pymongo import ASCENDING, DESCENDING

from application.counts import Count, DayCount, Present
from application.creation import Earlier
from application.page import AppointmentQuery, Page
from application.ports import Write
from domain.appointment import Appointment, Status
from domain.client import ClientTotals
from domain.errors import Duplicated, StaleWrite
from domain.history import HistoryEntry
from domain.visit import Visit, visit_of
from infrastructure.mongo import Document, Mongo, Session
from infrastructure.repositories.appointment_counts import (
    count_from,
    count_pipeline,
    day_from,
    day_pipeline,
    present_from,
    present_pipeline,
)
from infrastructure.repositories.appointment_document import (
    from_document,
    from_standing,
    rewritten,
    to_document,
    unique_values,
)
from infrastructure.repositories.appointment_indexes import (
    CLASS,
    DUE,
    FRESH,
    INDEXES,
    OF_A_BATCH,
    PUSH_DUE,
    PUSH_WAITING,
)
from infrastructure.repositories.appointment_query import filter_of, sort_of
from infrastructure.repositories.booked_rows import BookedRows
from infrastructure.repositories.client_repository import ClientMarks
from infrastructure.repositories.creations import Creations, made_by, taking_over
from infrastructure.repositories.forgotten_rows import ForgottenRows
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.possible_duplicates import PossibleDuplicates
from infrastructure.repositories.tombstones import TOMBSTONES, Tombstones
from infrastructure.repositories.visit_marks import VisitMarks
from persistence.driver_errors import driver_errors
from persistence.embedded_server import put_anew, up_to
from persistence.indexes import Declared

_COLLECTED = (Status.COLETADO, Status.RECOLETA)


class AppointmentRepository:
    """Implements the port of the same name on MongoDB. Every call may raise Unavailable."""

    collections = (Declared("appointments", INDEXES), Declared("appointment_guards"), TOMBSTONES)

    def __init__(self, mongo: Mongo, history: HistoryRepository) -> None:
        self._mongo, self._history = mongo, history
        self._appointments = mongo.database["appointments"]
        self.booked = BookedRows(self._appointments)
        self.forgotten = ForgottenRows(mongo, self._appointments, history)
        self._duplicates = PossibleDuplicates(self._appointments)
        self.marks = VisitMarks(self._appointments)
        self._guards = mongo.database["appointment_guards"]
        self._tombstones = Tombstones(mongo)
        self._creations = Creations(mongo, self._appointments)
        self._clients = ClientMarks(mongo)

    async def get(self, appointment_id: str) -> Appointment | None:
        return await self._one({"_id": appointment_id})

    @driver_errors()
    async def created_by(self, key: str) -> Earlier[Appointment] | None:
        return await self._creations.earlier(key, from_standing)

    async def survivor_of(self, appointment_id: str) -> str | None:
        """The id of the appointment that absorbed this one, or None."""
        survivor = await self._one({"absorvidos": appointment_id})
        return survivor.id if survivor else None

    async def find_by_keys(self, keys: Sequence[str]) -> list[Appointment]:
        return await self._oldest_first({"calcom.chaves": {"$in": list(keys)}}) if keys else []

    async def find_by_uid(self, uid: str) -> list[Appointment]:
        return await self._oldest_first({"calcom.uids": uid})

    async def find_by_number(self, number: int) -> list[Appointment]:
        return await self._oldest_first({"calcom.numeros": number})

    @driver_errors()
    async def has_twin(self, appointment: Appointment, besides: Collection[str] = ()) -> bool:
        return await self._duplicates.has_any(appointment, besides)

    async def is_erased(self, keys: Sequence[str], told_at: datetime | None = None) -> bool:
        return await self._tombstones.has_any(keys, told_at)

    @driver_errors()
    async def search(self, query: AppointmentQuery, now: datetime) -> Page[Appointment]:
        wanted = filter_of(query, now)
        cursor = self._appointments.find(wanted).sort(sort_of(query))
        found = (
            await cursor.skip((query.page - 1) * query.page_size)
            .limit(query.page_size)
            .to_list(query.page_size)
        )
        total = await self._appointments.count_documents(wanted)
        return Page([from_document(each) for each in found], query.page, query.page_size, total)

    @driver_errors()
    async def count(self, query: AppointmentQuery, now: datetime) -> list[Count]:
        return [count_from(each) for each in await self._all_of(count_pipeline(query, now))]

    @driver_errors()
    async def present(self, query: AppointmentQuery, now: datetime) -> Present:
        return present_from(await self._all_of(present_pipeline(query, now)))

    @driver_errors()
    async def count_days(self, query: AppointmentQuery, now: datetime) -> list[DayCount]:
        found = await self._all_of(day_pipeline(query, now))
        return [day_from(each) for each in found if each["_id"].get("day")]

    async def _all_of(self, pipeline: list[Document]) -> list[Document]:
        return await (await self._appointments.aggregate(pipeline)).to_list()

    async def commit(self, write: Write) -> None:
        """Store it all or nothing; the appointment gets `versao` = expected + 1.

        The first statement is guarded on `versao`, so of two racers one is refused before it does anything else.
        Where the appointment absorbs others that statement only moves `versao` on: the absorbed ones still hold keys
        that the survivor takes over, so they go next, each guarded too, and the survivor's new content comes last.
        A new appointment has no earlier version to guard; its key, inserted last, decides.
        """
        await self._mongo.transaction(partial(self._commit, write))

    async def _commit(self, write: Write, session: Session) -> None:
        if write.alone:
            await self._refuse_twin(write.put, session)
        if write.absorbed and write.expected:
            await self._advance(write, session)
        document = _stored(write.put, write.expected + 1) | made_by(write.creation)
        joined = (write.put.id, *(each.id for each in write.absorbed))
        for gone in write.absorbed:
            document = taking_over(document, await self._creations.of(gone.id, session))
            await self._remove(gone, session, joined)
            await self._history.repoint(gone.id, write.put.id, session)
        await self._store(document, write, session)
        await self._history.append(write.entries, session)

    async def remove(self, appointment: Appointment, entry: HistoryEntry) -> None:
        chains = (appointment.side.chain, *appointment.side.previous)
        keys = sorted({key for chain in chains for key in chain.names})

        async def body(session: Session) -> None:
            await self._creations.bury(appointment.id, session)
            await self._remove(appointment, session)
            await self._tombstones.add(keys, entry.at, session)
            await self._history.append((entry,), session)

        await self._mongo.transaction(body)

    async def _refuse_twin(self, appointment: Appointment, session: Session) -> None:
        """Of two writers of one visit the second must see the first: both touch the visit's guard, so that the later
        one's transaction is refused (StaleWrite) or begins after the other's end. There are few guards, shared."""
        visit = visit_of(appointment)
        if visit is None:
            return
        guard = {"_id": sha256(repr(visit).encode()).digest()[0]}
        await self._guards.update_one(guard, {"$inc": {"n": 1}}, upsert=True, session=session)
        if await self._duplicates.has_any(appointment, session=session):
            raise Duplicated("Já existe um agendamento deste paciente nesta unidade, data e hora.")

    async def _advance(self, write: Write, session: Session) -> None:
        guard = {"_id": write.put.id, "versao": write.expected}
        result = await self._appointments.update_one(guard, {"$inc": {"versao": 1}}, session=session)
        _only_one(result.matched_count)

    async def _remove(self, gone: Appointment, session: Session, joined: Collection[str] = ()) -> None:
        """`joined` are the ids that become one with it."""
        guard = {"_id": gone.id, "versao": gone.versao}
        result = await self._appointments.delete_one(guard, session=session)
        _only_one(result.deleted_count)
        await self._duplicates.look_again(to_document(gone), None, gone.updated_at, session, joined)
        if gone.cliente_id:
            await self._clients.count_again([gone.cliente_id], gone.updated_at, session)

    async def _store(self, document: Document, write: Write, session: Session) -> None:
        if write.expected == 0:
            await self._appointments.insert_one(document, session=session)
            return
        advanced = write.expected + 1 if write.absorbed else write.expected
        guard = {"_id": write.put.id, "versao": advanced}
        stored = await self._appointments.find_one(guard, session=session)
        if stored is None:
            raise StaleWrite
        document = rewritten(stored, document)
        await self._duplicates.look_again(stored, document, write.put.updated_at, session)
        if unique_values(stored) != unique_values(document):
            await put_anew(self._appointments, guard, document, session)
            return
        result = await self._appointments.replace_one(guard, document, session=session)
        _only_one(result.matched_count)

    async def insert_batch(
        self, appointments: Sequence[Appointment], entries: Sequence[HistoryEntry]
    ) -> None:
        """Store new appointments and their history in one transaction: some hundred at most, for what it writes, each
        entry of each index included, must fit the server's cache (TransactionTooLargeForCache) and 60 seconds."""
        documents = [_stored(each, versao=1, of_class=OF_A_BATCH) for each in appointments]

        async def body(session: Session) -> None:
            await self._appointments.insert_many(documents, session=session)
            await self._history.append(entries, session)

        await self._mongo.transaction(body)

    async def withdraw(self, ids: Sequence[str]) -> None:
        async def body(session: Session) -> None:
            for appointment_id in ids:
                found = await self._appointments.find_one({"_id": appointment_id}, session=session)
                if found:
                    await self._remove(from_document(found), session)
                    await self._history.forget(appointment_id, session)

        await self._mongo.transaction(body)

    @driver_errors()
    async def known_ids(self, ids: Sequence[str]) -> set[str]:
        return {
            each["_id"] async for each in self._appointments.find({"_id": {"$in": list(ids)}}, {"_id": 1})
        }

    @driver_errors()
    async def visits_on(self, days: Collection[date]) -> set[Visit]:
        return await self._duplicates.visits_on(days)

    @driver_errors()
    async def due(self, at: datetime, limit: int) -> list[str]:
        """Two queries, for the second finds what an earlier version marked too."""
        found: dict[str, None] = {}
        for wanted in ({CLASS: FRESH, DUE: up_to(at)}, {DUE: up_to(at)}):
            if len(found) < limit:
                cursor = self._appointments.find(wanted, {"_id": 1}).sort(DUE, ASCENDING).limit(limit)
                found |= {each["_id"]: None async for each in cursor}
        return [*found][:limit]

    @driver_errors()
    async def pushes_due(self, at: datetime, limit: int) -> list[str]:
        found = self._appointments.find({PUSH_DUE: up_to(at)}, {"_id": 1})
        return [each["_id"] async for each in found.sort(PUSH_DUE, ASCENDING).limit(limit)]

    @driver_errors()
    async def pushes_waiting(self, since: datetime) -> int:
        return await self._appointments.count_documents({PUSH_WAITING: up_to(since)})

    @driver_errors()
    async def settle(self, appointment_id: str, versao: int) -> None:
        guard = {"_id": appointment_id, "versao": versao}
        await self._appointments.update_one(guard, {"$unset": {DUE: "", CLASS: ""}})

    @driver_errors()
    async def postpone(self, appointment_id: str, until: datetime) -> None:
        """A write since makes it due by itself."""
        found = await self._appointments.find_one({"_id": appointment_id}, {"versao": 1, DUE: 1})
        if found and found.get(DUE) and found[DUE] < until:
            guard = {"_id": appointment_id, "versao": found["versao"]}
            await self._appointments.update_one(guard, {"$set": {DUE: until}})

    @driver_errors()
    async def ids_of_client(self, client_id: str) -> list[str]:
        return [each["_id"] async for each in self._appointments.find({"cliente_id": client_id}, {"_id": 1})]

    @driver_errors()
    async def totals_of_client(self, client_id: str) -> ClientTotals:
        total = await self._appointments.count_documents({"cliente_id": client_id})
        collected = {"cliente_id": client_id, "status": {"$in": [status.value for status in _COLLECTED]}}
        newest = [("data_agendamento", DESCENDING)]
        last = await self._appointments.find_one(collected, {"data_agendamento": 1}, sort=newest)
        day = last and last["data_agendamento"]
        return ClientTotals(total, date.fromisoformat(day) if day else None)

    @driver_errors()
    async def _one(self, wanted: dict[str, Any]) -> Appointment | None:
        document = await self._appointments.find_one(wanted)
        return from_document(document) if document else None

    @driver_errors()
    async def _oldest_first(self, wanted: dict[str, Any]) -> list[Appointment]:
        found = [from_document(each) for each in await self._appointments.find(wanted).to_list()]
        return sorted(found, key=lambda each: (each.created_at, each.id))


def _stored(appointment: Appointment, versao: int, of_class: int = FRESH) -> Document:
    """The document as every write stores it: of that version, its follow-up due."""
    return to_document(appointment) | {"versao": versao, DUE: appointment.updated_at, CLASS: of_class}


def _only_one(count: int) -> None:
    if count != 1:
        raise StaleWrite
