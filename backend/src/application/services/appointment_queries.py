"""Reading appointments."""

from application.page import AppointmentQuery, Page
from application.ports import AppointmentRepository, Clock, History
from domain.appointment import Appointment
from domain.errors import Moved, NotFound
from domain.history import HistoryEntry


class AppointmentQueries:
    def __init__(self, repository: AppointmentRepository, history: History, clock: Clock) -> None:
        self._repository, self._history, self._clock = repository, history, clock

    async def search(self, query: AppointmentQuery) -> Page[Appointment]:
        return await self._repository.search(query, self._clock.now())

    async def get(self, appointment_id: str) -> Appointment:
        """Raises NotFound, or Moved where another appointment absorbed it (DESIGN.md, rule 8)."""
        appointment = await self._repository.get(appointment_id)
        if appointment is not None:
            return appointment
        survivor_id = await self._repository.survivor_of(appointment_id)
        raise Moved(survivor_id) if survivor_id else NotFound()

    async def find(self, appointment_id: str) -> Appointment | None:
        return await self._repository.get(appointment_id)

    async def history(self, appointment_id: str) -> list[HistoryEntry]:
        """Newest first. Raises as `get` does."""
        await self.get(appointment_id)
        return await self._history.of(appointment_id)
