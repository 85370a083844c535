"""Forgetting a patient: asked for by a person, carried out by a worker, level by level (DESIGN.md, 4).

What is to be forgotten stands in the erasure and in what is stored; every step may be done twice, and a worker that dies
leaves it to the next. A visit whose booking still stands is called off first, and forgotten once it is off: until then
its row is needed to tell Cal.com, and news of it would bring the patient back. Appointments that were made after the
asking are a new patient's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from application.ports import AppointmentRepository, Changed, ChangePublisher, Clients, Clock
from application.privacy.burial import buried_keys, own_bookings
from application.privacy.ports import (
    ClientEnd,
    Erasure,
    Erasures,
    ErasureState,
    ForgottenRows,
    HistoryOfClients,
    ImportSamples,
    Papers,
)
from application.races import redone
from application.services.appointment_service import AppointmentService
from domain.anonymity import anonymous, called_off, still_stands
from domain.appointment import Appointment
from domain.errors import NotFound
from domain.history import Actor, Cause, HistoryEntry
from domain.users import User

FORGOTTEN = Cause("lgpd")
_SYSTEM = Actor("sistema", "LGPD")
_AGAIN_AFTER = timedelta(seconds=15)
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """What holds personal data, and what the way through it needs."""

    appointments: AppointmentRepository
    forgotten: ForgottenRows
    history: HistoryOfClients
    clients: Clients
    client_end: ClientEnd
    imports: ImportSamples
    papers: Sequence[Papers]
    erasures: Erasures


class Erasing:
    def __init__(
        self, stores: Stores, service: AppointmentService, publisher: ChangePublisher, clock: Clock
    ) -> None:
        self._stores, self._service = stores, service
        self._publisher, self._clock = publisher, clock

    async def ask(self, client_id: str, user: User) -> Erasure:
        """Have the client forgotten; the erasure that was asked for first, where one was. Raises NotFound."""
        known = await self._stores.erasures.get(client_id)
        if known is None and await self._stores.clients.get(client_id) is None:
            raise NotFound
        now = self._clock.now()
        return known or await self._stores.erasures.ask(
            Erasure(id=client_id, asked_by=user.id, asked_at=now, due=now)
        )

    async def get(self, client_id: str) -> Erasure:
        """How far it is. Raises NotFound where nobody asked."""
        erasure = await self._stores.erasures.get(client_id)
        if erasure is None:
            raise NotFound
        return erasure

    async def newest(self) -> list[Erasure]:
        return await self._stores.erasures.newest(_SHOWN)

    async def sweep(self) -> int:
        """Carry on with what is due. How many were."""
        due = await self._stores.erasures.due(self._clock.now())
        for erasure in due:
            await self._carry_on(erasure)
        return len(due)

    async def _carry_on(self, erasure: Erasure) -> None:
        stores, standing = self._stores, []
        for appointment in await self._visits(erasure):
            erasure = erasure.with_visit(appointment.id, own_bookings(appointment))
            await stores.erasures.save(erasure)
            if not await self._forgotten(appointment.id):
                standing.append(appointment.id)
        for appointment_id in await stores.history.appointments_of_client(erasure.id):
            if await stores.appointments.get(appointment_id) is None:
                erasure = erasure.with_visit(appointment_id, ())
                await stores.forgotten.scrub_history(appointment_id)
        for papers in stores.papers:
            await papers.forget(erasure.visits, erasure.bookings, self._clock.now())
        await self._end(erasure, tuple(standing))

    async def _visits(self, erasure: Erasure) -> list[Appointment]:
        """The client's visits that were there when somebody asked."""
        ids = await self._stores.appointments.ids_of_client(erasure.id)
        found = [await self._stores.appointments.get(each) for each in ids]
        return [each for each in found if each and each.created_at <= erasure.asked_at]

    async def _forgotten(self, appointment_id: str) -> bool:
        """Whether the visit is without its patient now, or gone; False while its booking stands."""
        now = self._clock.now()
        await self._service.amend(
            appointment_id, lambda each: called_off(each, _SYSTEM.name, now), FORGOTTEN, _SYSTEM
        )

        async def attempt() -> bool:
            before = await self._stores.appointments.get(appointment_id)
            if before is None or before.anonimizado_em:
                return True
            if still_stands(before, now):
                return False
            entry = HistoryEntry(str(uuid4()), before.id, now, _SYSTEM, FORGOTTEN, (), before.versao + 1)
            await self._stores.forgotten.put(anonymous(before, now), buried_keys(before), entry)
            await self._publisher.publish(Changed(before.id, before.versao + 1, FORGOTTEN.kind))
            return True

        return await redone(attempt)

    async def _end(self, erasure: Erasure, standing: tuple[str, ...]) -> None:
        """Forget the client last: until then its record tells whose visits and rows are left."""
        now, stores = self._clock.now(), self._stores
        if standing:
            waiting = replace(erasure, state=ErasureState.WAITING, standing=standing, due=now + _AGAIN_AFTER)
            await stores.erasures.save(waiting)
            return
        client = await stores.clients.get(erasure.id)
        if client is not None:
            await stores.imports.forget_samples(client)
            await stores.client_end.remove(client.id)
            for phone, _, name in (key.partition("|") for key in client.chaves):
                marks = stores.appointments.marks  # who was asked whether they are the client's is so no more
                await marks.look_at_contact(phone, name, (client.id,), now, is_asked=True)
        await self._loosen(erasure.id)
        done = replace(erasure, state=ErasureState.DONE, standing=(), bookings=(), ended_at=now)
        await stores.erasures.save(done)

    async def _loosen(self, client_id: str) -> None:
        """What was booked since is a new patient's: its follow-up finds or makes the record."""

        def loose(appointment: Appointment) -> Appointment:
            is_its = appointment.cliente_id == client_id
            return replace(appointment, cliente_id=None) if is_its else appointment

        for appointment_id in await self._stores.appointments.ids_of_client(client_id):
            await self._service.amend(appointment_id, loose, Cause("cliente"), _SYSTEM)
