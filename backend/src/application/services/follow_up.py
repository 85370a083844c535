"""What follows a write of an appointment: its texts normalised, its client kept in step. Level, not edge (DESIGN.md, 4):
every write stores that its follow-up is due, a worker's sweep finds it, and doing it again changes nothing."""

import asyncio
import traceback
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import structlog

from application.duplicates import is_duplicate, unflagged
from application.normalisation import normalised
from application.ports import AppointmentRepository, Clients, Clock
from application.services.appointment_service import AppointmentService
from application.services.client_service import ClientService
from domain.appointment import Appointment
from domain.history import Actor, Cause
from domain.pending import Pending

_SYSTEM = Actor("sistema", "Sistema")
_NORMALISED, _MATCHED = Cause("normalizacao"), Cause("cliente")
_AGAIN_AFTER = timedelta(minutes=1)
_USUAL = 0.02  # seconds that one takes where nothing else goes on
_LONGEST_REST = 1.0  # seconds
_log = structlog.get_logger(__name__)


class FollowUp:
    """One for each worker process. Several may work at once: each step is redone where it loses a race."""

    def __init__(
        self,
        appointments: AppointmentRepository,
        service: AppointmentService,
        stored_clients: Clients,
        clients: ClientService,
        clock: Clock,
    ) -> None:
        self._appointments, self._service, self._clock = appointments, service, clock
        self._stored_clients, self._clients = stored_clients, clients
        self._is_busy = False

    async def sweep(self, limit: int) -> int:
        """Work off what is due, at most `limit` of each kind; how many appointments. A sweep begun while another one of
        this process is under way does nothing."""
        if self._is_busy:
            return 0
        self._is_busy = True
        try:
            return await self._sweep(limit)
        finally:
            self._is_busy = False

    async def catch_up(self, appointment_id: str) -> None:
        """Do the follow-up of one appointment. It stays due where somebody wrote the appointment meanwhile."""
        appointment = await self._service.amend(appointment_id, normalised, _NORMALISED, _SYSTEM)
        if appointment is None:
            return
        is_flagged = Pending.POSSIVEL_DUPLICADO in appointment.pendencias
        if is_flagged and not await is_duplicate(appointment, self._appointments):
            await self._cleared(appointment)
            return  # that write is due in its turn
        match = await self._clients.keep(appointment)
        linked = await self._service.amend(appointment_id, match.onto, _MATCHED, _SYSTEM)
        is_counted = await self._clients.recount(match.client_id)
        if appointment.cliente_id not in (None, match.client_id):
            await self._clients.recount(str(appointment.cliente_id))
        own_writes = int(match.onto(appointment) != appointment)
        if linked and is_counted and linked.versao == appointment.versao + own_writes:
            await self._appointments.settle(appointment_id, linked.versao)

    async def _cleared(self, looked_at: Appointment) -> None:
        """Take the code off what was looked at; what was written since is due and looked at again."""

        def cleared(now: Appointment) -> Appointment:
            return unflagged(now) if now.versao == looked_at.versao else now

        await self._service.amend(looked_at.id, cleared, _NORMALISED, _SYSTEM)

    async def _sweep(self, limit: int) -> int:
        now = self._clock.now()
        for absorbed_id, survivor_id in await self._stored_clients.aliases_due(now, limit):
            await self._follow(absorbed_id, survivor_id)
        for client_id in await self._stored_clients.due(now, limit):
            await self._clients.recount(client_id, is_marked=True)
        due = await self._appointments.due(now, limit)
        for appointment_id in due:
            begun = perf_counter()
            await self._try(appointment_id)
            await asyncio.sleep(_rest(perf_counter() - begun))
        return len(due)

    async def _try(self, appointment_id: str) -> None:
        """One that fails must not hold up the others; its error's text may quote a patient, so its place is told."""
        try:
            await self.catch_up(appointment_id)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__} at {place.name}:{place.lineno}"
            _log.warning("follow_up_failed", appointment_id=appointment_id, error=where)
            await self._appointments.postpone(appointment_id, self._clock.now() + _AGAIN_AFTER)

    async def _follow(self, absorbed_id: str, survivor_id: str) -> None:
        """Give the appointments of an absorbed client to its survivor."""

        def moved(appointment: Appointment) -> Appointment:
            is_its = appointment.cliente_id == absorbed_id
            return replace(appointment, cliente_id=survivor_id) if is_its else appointment

        for appointment_id in await self._appointments.ids_of_client(absorbed_id):
            await self._service.amend(appointment_id, moved, _MATCHED, _SYSTEM)
        await self._clients.recount(survivor_id)
        await self._stored_clients.settle_alias(absorbed_id, survivor_id)


def _rest(took: float) -> float:
    """Seconds to wait after one that took so long: by its square, so that what comes in goes first, the more so the busier
    everything is."""
    return min(took * took / _USUAL, _LONGEST_REST)
