"""Visits whose patient is forgotten: written without the person, over AppointmentRepository's collection."""

from collections.abc import Sequence

from pymongo.asynchronous.collection import AsyncCollection

from domain.anonymity import IMPERSONAL
from domain.appointment import Appointment
from domain.errors import StaleWrite
from domain.history import HistoryEntry
from infrastructure.mongo import Document, Mongo, Session
from infrastructure.repositories.appointment_document import to_document
from infrastructure.repositories.creations import FIELD as CREATIONS
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.possible_duplicates import PossibleDuplicates
from infrastructure.repositories.tombstones import Tombstones
from persistence.driver_errors import driver_errors
from persistence.embedded_server import put_anew


class ForgottenRows:
    """Implements the port of the same name. Every call may raise Unavailable."""

    def __init__(
        self, mongo: Mongo, appointments: AsyncCollection[Document], history: HistoryRepository
    ) -> None:
        self._mongo, self._appointments, self._history = mongo, appointments, history
        self._tombstones = Tombstones(mongo)
        self._duplicates = PossibleDuplicates(appointments)

    async def put(self, forgotten: Appointment, keys: Sequence[str], entry: HistoryEntry) -> None:
        """In the place of what it was at its `versao`: nothing follows from this write, for nobody is left to follow."""
        document = to_document(forgotten) | {"versao": forgotten.versao + 1}
        guard = {"_id": forgotten.id, "versao": forgotten.versao}

        async def body(session: Session) -> None:
            stored = await self._appointments.find_one(guard, session=session)
            if stored is None:
                raise StaleWrite
            await self._duplicates.look_again(stored, document, forgotten.updated_at, session)
            made = {name: stored[name] for name in (CREATIONS,) if name in stored}
            await put_anew(self._appointments, guard, document | made, session)
            await self._tombstones.add(keys, entry.at, session)
            await self._history.scrub(forgotten.id, IMPERSONAL, session)
            await self._history.append((entry,), session)

        await self._mongo.transaction(body)

    @driver_errors()
    async def scrub_history(self, appointment_id: str) -> None:
        await self._history.scrub(appointment_id, IMPERSONAL)
