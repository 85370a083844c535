"""The outbox: what the booking side is to be told, taken by one worker at a time, and what became of it.

Level, not edge (DESIGN.md, 4): what is due stands in the appointments themselves (`domain.pushing`), so a lost job or a
killed worker costs a lease, never a push.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports import AppointmentRepository, Clock
from application.services.appointment_service import AppointmentService
from domain import pushing
from domain.appointment import Appointment
from domain.booking.push import Push, PushState
from domain.history import Actor, Cause

PUSHED = Cause("envio")
_SYSTEM = Actor("sistema", "Sistema")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A push in this worker's hands. Where it `is_in_doubt` it may have been carried out: look it up first."""

    appointment: Appointment
    push: Push

    @property
    def is_in_doubt(self) -> bool:
        return self.push.state is PushState.IN_DOUBT


class Outbox:
    """All instants UTC. What is said of a push that is not in flight any more (its news came in by another way) has no
    effect."""

    def __init__(self, repository: AppointmentRepository, service: AppointmentService, clock: Clock) -> None:
        self._repository, self._service, self._clock = repository, service, clock

    async def due(self, limit: int, since: timedelta = timedelta()) -> list[str]:
        """Ids of the appointments with a push that had to be looked at `since` so long ago, the longest due first."""
        return await self._repository.pushes_due(self._clock.now() - since, limit)

    async def waiting(self, age: timedelta = timedelta()) -> int:
        """How many appointments have a booking that could have been told something for `age` or longer."""
        return await self._repository.pushes_waiting(self._clock.now() - age)

    async def take(self, appointment_id: str, lease: timedelta) -> Parcel | None:
        """The appointment's push that is due, for `lease`; None where there is none, or another worker has it. One that a
        worker had taken and said no more of comes back in doubt."""
        found: list[Push] = []

        def taken(appointment: Appointment) -> Appointment:
            found.clear()
            now = self._clock.now()
            due = pushing.push_due(appointment)
            if due is None or due > now:
                return appointment
            after = _taken(appointment, now, now + lease)
            flight = pushing.in_flight(after)
            found.extend([flight] if flight else [])
            return after

        appointment = await self._service.amend(appointment_id, taken, PUSHED, _SYSTEM)
        return Parcel(appointment, found[0]) if appointment and found else None

    async def renew(self, parcel: Parcel, lease: timedelta) -> bool:
        """Hold on to a push that is under way; False where another worker has taken it over. One that is in flight no more,
        for its news came in by another way, is nobody else's either."""
        others: list[Push] = []

        def held(appointment: Appointment) -> Appointment:
            others.clear()
            flight = pushing.in_flight(appointment)
            if flight is None or flight.order != parcel.push.order:
                return appointment
            if (flight.state, flight.at, flight.looks) != (
                parcel.push.state,
                parcel.push.at,
                parcel.push.looks,
            ):
                others.append(flight)
                return appointment
            return pushing.held(appointment, flight, self._clock.now() + lease)

        await self._service.amend(parcel.appointment.id, held, PUSHED, _SYSTEM)
        return not others

    async def carried_out(self, parcel: Parcel) -> None:
        await self._say(parcel, pushing.carried_out)

    async def put_off(self, parcel: Parcel, until: datetime, reason: str) -> None:
        """It was surely not carried out: it is due again at `until`."""
        await self._say(parcel, lambda each, push: pushing.put_off(each, push, until, reason))

    async def doubted(self, parcel: Parcel, look_at: datetime) -> None:
        """Nobody knows whether it was carried out: to be looked up at `look_at`."""
        await self._say(parcel, lambda each, push: pushing.doubted(each, push, look_at))

    async def looked_up(self, parcel: Parcel, look_at: datetime) -> None:
        """A look found nothing of it: the next is at `look_at`."""
        await self._say(parcel, lambda each, push: pushing.looked_up(each, push, look_at))

    async def refused(self, parcel: Parcel, reason: str, detail: str) -> None:
        """It will not be carried out; `detail` says why, in Portuguese."""
        await self._say(parcel, lambda each, push: pushing.refused(each, push, reason, detail))

    async def reconsidered(self, parcel: Parcel, reason: str, detail: str) -> None:
        """The booking was read again because of a refusal: it stands only where the same would be asked again."""
        await self._say(parcel, lambda each, push: pushing.reconsidered(each, push, reason, detail))

    async def _say(self, parcel: Parcel, said: Callable[[Appointment, Push], Appointment]) -> None:
        def amended(appointment: Appointment) -> Appointment:
            flight = pushing.in_flight(appointment)
            is_same = flight is not None and flight.order == parcel.push.order
            return said(appointment, flight) if flight and is_same else appointment

        await self._service.amend(parcel.appointment.id, amended, PUSHED, _SYSTEM)


def _taken(appointment: Appointment, now: datetime, look_at: datetime) -> Appointment:
    flight = pushing.in_flight(appointment)
    if flight is not None:
        return pushing.doubted(appointment, flight, look_at)
    order = pushing.next_order(appointment)
    return pushing.taken(appointment, order, now, look_at) if order else appointment
