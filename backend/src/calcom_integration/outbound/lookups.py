"""Looking for what became of a push whose answer never came, or why it was refused (DESIGN.md, "Unknown outcome")."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from application.services.outbox import PUSHED, Parcel
from calcom_integration.client import BookingFilter, CalComClient, Final, Refusal, Sort
from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.acceptance import accepted
from calcom_integration.mapping.rows import planted_in
from calcom_integration.mapping.seats import has_seat, left, seat_of
from calcom_integration.outbound.told import Told, person_on, split
from calcom_integration.refresh import Refresh
from domain.booking.news import BookingNews, seat_key
from domain.booking.push import Act
from domain.history import Actor
from domain.intents import RESERVATION
from domain.merge import BY_BOOKING

ACTOR = Actor("calcom", BY_BOOKING)
_CLOCKS = timedelta(minutes=1)  # that the two sides' clocks may differ by


class Lookups:
    """Raises CalComError."""

    def __init__(self, client: CalComClient, refresh: Refresh) -> None:
        self._bookings, self._refresh = client.bookings, refresh

    async def look(self, parcel: Parcel) -> Told:
        """What Cal.com says now of what the push was about. A row without seats is let in right away."""
        uid, seat = split(parcel.push.order.key)
        if parcel.push.order.act is Act.BOOK:
            return await self._booked(parcel)
        if seat:
            return await self._seat(parcel, uid, seat)
        read = await self._refresh.uid(uid, PUSHED, ACTOR)
        return Told(marked=_accepted_since(parcel, read.row))

    async def _booked(self, parcel: Parcel) -> Told:
        """The bookings that bear the appointment's id, since it was first asked for."""
        appointment = parcel.appointment
        meant = appointment.side.intents.get(RESERVATION)
        since = min(parcel.push.at, meant.at if meant else parcel.push.at) - _CLOCKS
        read = await self._bookings.all(BookingFilter(after_created_at=since, sort=Sort.CREATED))
        return Told(tuple(row for row in read.rows if _bears(row, (appointment.id, *appointment.absorvidos))))

    async def _seat(self, parcel: Parcel, uid: str, seat: str) -> Told:
        try:
            [row, *_] = await self._bookings.get(uid)
        except Final as error:
            if error.code is Refusal.NOT_FOUND:
                return Told()
            raise
        if has_seat(row, seat) or seat_of(row, person_on(parcel.appointment.side.chain.current)):
            return Told((row,))
        if parcel.push.order.act is Act.MOVE:
            return await self._moved_seat(parcel, row)
        if await self._sits_elsewhere(parcel, row):
            return Told((row,))  # moved or booked twice: the next reconciliation tells which
        return Told((row,), left=(left(row, seat),))

    async def _moved_seat(self, parcel: Parcel, old: BookingRow) -> Told:
        """The person's seat at the wanted start: nothing else links the two (CALCOM.md L)."""
        person, start = person_on(parcel.appointment.side.chain.current), parcel.push.order.value.inicio
        there = [row for row in await self._written_since(parcel.push.at, old) if row.start == start]
        seats = [(row, seat_of(row, person)) for row in there]
        older = {seat_key(row.uid, s.seat_uid): parcel.push.order.key for row, s in seats if s and s.seat_uid}
        return Told((*there, old), older)

    async def _sits_elsewhere(self, parcel: Parcel, old: BookingRow) -> bool:
        """Whether the person has another seat, on a row that was written since this one was taken. It may be closed by now:
        whoever moved to it is still one visit."""
        taken = parcel.appointment.side.chain.current
        rows = await self._written_since(taken.born or parcel.push.at, old)
        return any(seat_of(row, person_on(taken)) for row in rows)

    async def _written_since(self, at: datetime, like: BookingRow) -> Sequence[BookingRow]:
        """The rows of the same event type that Cal.com wrote since."""
        types = (like.event_type_id,) if like.event_type_id else ()
        asked = BookingFilter(after_updated_at=at - _CLOCKS, event_type_ids=types)
        return (await self._bookings.all(asked)).rows


def _accepted_since(parcel: Parcel, row: BookingRow | None) -> tuple[BookingNews, ...]:
    """The acceptance that the push asked for, where the row was written since it was sent."""
    since = parcel.push.at - _CLOCKS
    is_ours = parcel.push.order.act is Act.CONFIRM and row and row.updated_at and row.updated_at > since
    return accepted(row, "") if row and is_ours else ()


def _bears(row: BookingRow, ids: tuple[str, ...]) -> bool:
    return any(claimed in ids for claimed, _ in planted_in(row).values())
