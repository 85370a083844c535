"""What follows a write of an appointment: its texts normalised, its client kept in step. Level, not edge (DESIGN.md, 4):
every write stores that its follow-up is due, a worker's sweep finds it, and doing it again changes nothing."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

import structlog

from application.duplicates import is_duplicate, unflagged
from application.error_place import place_of
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
_FORGETS = 1.02  # the quickest so far counts for less with every one that is slower
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
        self._pace = Pace()

    async def has_due_since(self, at: datetime) -> bool:
        """Whether a follow-up was due by then that was not done yet."""
        return bool(await self._appointments.due(at, 1))

    async def sweep(self, limit: int) -> int:
        """Work off what is due, at most `limit` of each kind; how many appointments. What comes first is asked for before
        each, so that a booking that comes in waits for one of an import's rows at most."""
        now = self._clock.now()
        for absorbed_id, survivor_id in await self._stored_clients.aliases_due(now, limit):
            await self._follow(absorbed_id, survivor_id)
        for client_id in await self._stored_clients.due(now, limit):
            await self._clients.recount(client_id, is_marked=True)
        for done in range(limit):
            due = await self._appointments.due(self._clock.now(), 1)
            if not due:
                return done
            begun = perf_counter()
            await self._try(due[0])
            await asyncio.sleep(self._pace.rest(perf_counter() - begun))
        return limit

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

    async def _try(self, appointment_id: str) -> None:
        """One that fails must not hold up the others; its error's text may quote a patient, so its place is told."""
        try:
            await self.catch_up(appointment_id)
        except Exception as error:
            _log.warning("follow_up_failed", appointment_id=appointment_id, error=place_of(error))
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


class Pace:
    """How long to rest between follow-ups, by what one takes here: as long as the quickest takes where nothing else goes on,
    and the longer the busier everything is."""

    def __init__(self) -> None:
        self._usual: float | None = None

    def rest(self, took: float) -> float:
        """Seconds to wait after one that took so many seconds: by the square of how much longer than usual that is, so that
        what comes in goes first."""
        self._usual = took if self._usual is None else min(took, self._usual * _FORGETS)
        return min(took * took / self._usual, _LONGEST_REST) if self._usual else 0.0
