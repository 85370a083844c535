"""What staff decide where appointment and booking do not agree."""

from collections.abc import Callable

from application.page import AppointmentQuery, Page, Scope
from application.ports import AppointmentRepository, Clock, SmallList
from application.services.appointment_service import AppointmentService
from domain import ways_out
from domain.appointment import Appointment
from domain.errors import Absorbed, NotFound
from domain.history import Actor, Cause
from domain.pending import Pending
from domain.small_lists import Unit
from domain.users import User

# Causes of the writes; the first makes what is due at the booking side be looked at.
DECISION = "decisao"
_OPEN = (str(Pending.CONFLITO), str(Pending.CONFLITO_DE_HORARIO))


class BookingDecisions:
    def __init__(
        self,
        repository: AppointmentRepository,
        service: AppointmentService,
        units: SmallList[Unit],
        clock: Clock,
    ) -> None:
        self._repository, self._service, self._units, self._clock = repository, service, units, clock

    async def push(self, appointment_id: str, way: ways_out.Way, user: User) -> Appointment:
        """The appointment after `user` chose a way out of its refused pushes. Raises NotFound, Absorbed, NothingRefused."""
        return await self._amend(appointment_id, lambda each: ways_out.decided(each, way), user)

    async def settle(self, appointment_id: str, field: str, owner: str, user: User) -> Appointment:
        """The appointment after `user` ended its conflict over `field` for one side (`clinica` or `booking`). Raises
        NotFound, Absorbed, AlreadyCollected."""
        at = self._clock.now()
        zones = {(unit.nome_unidade, unit.nome_marca): unit.fuso for unit in await self._units.all()}
        return await self._amend(
            appointment_id, lambda each: ways_out.settled(each, field, owner, user.name, at, zones), user
        )

    async def conflicts(self, page: int, page_size: int) -> Page[Appointment]:
        """Appointments with an open conflict, by date, the latest first."""
        asked = AppointmentQuery(scope=Scope.ALL, pendencia=_OPEN, page=page, page_size=page_size)
        return await self._repository.search(asked, self._clock.now())

    async def _amend(
        self, appointment_id: str, decided: Callable[[Appointment], Appointment], user: User
    ) -> Appointment:
        actor = Actor("usuario", user.name)
        after = await self._service.amend(appointment_id, decided, Cause(DECISION), actor)
        if after is None:
            survivor_id = await self._repository.survivor_of(appointment_id)
            raise Absorbed(survivor_id) if survivor_id else NotFound
        return after
