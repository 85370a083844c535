"""What each act says to Cal.com, and what the answer tells (CALCOM.md D3, L)."""

from calcom_integration.client import CalComClient, Final
from calcom_integration.dto.row import BookingRow, RowAttendee
from calcom_integration.mapping.absence import marked
from calcom_integration.mapping.acceptance import accepted
from calcom_integration.mapping.seats import has_seat, left, seat_of
from calcom_integration.outbound.reservations import Reservations
from calcom_integration.outbound.told import Told, Unsendable, person_on, split
from domain.appointment import Appointment
from domain.booking.news import seat_key
from domain.booking.push import Act, Order

_NO_REASON = "Cancelado pela clínica."  # a host must give one (CALCOM.md L)
_PENDING = "pending"


class Calls:
    """Raises CalComError, UnknownOutcome among them where an order may have been carried out; Unsendable before anything
    is sent."""

    def __init__(self, client: CalComClient, reservations: Reservations) -> None:
        self._bookings, self._reservations = client.bookings, reservations

    async def carry_out(self, appointment: Appointment, order: Order) -> Told:
        """Ask Cal.com for what the order says."""
        uid, seat = split(order.key)
        match order.act:
            case Act.MOVE if seat:
                return await self._move_seat(appointment, order)
            case Act.MOVE:  # with the owner's key it is accepted at once (CALCOM.md I25)
                return Told((await self._bookings.reschedule(uid, order.value.inicio),))
            case Act.CANCEL:
                return await self._cancel(appointment, uid, seat)
            case Act.DECLINE:
                return await self._decline(appointment, uid)
            case Act.CONFIRM:
                row = await self._bookings.confirm(uid)
                return Told((row,), marked=accepted(row, seat))
            case Act.MARK_ABSENT:
                return await self._mark_absent(appointment, order)
            case Act.BOOK:
                return Told(await self._bookings.create(await self._reservations.of(appointment, order)))

    async def _move_seat(self, appointment: Appointment, order: Order) -> Told:
        uid, seat = split(order.key)
        row = await self._bookings.reschedule(uid, order.value.inicio, seat=seat)
        own = seat_of(row, person_on(appointment.side.chain.current))
        new_seat = row.seat_uid or (own and own.seat_uid)
        return Told((row,), {seat_key(row.uid, new_seat): order.key} if new_seat else {})

    async def _cancel(self, appointment: Appointment, uid: str, seat: str = "") -> Told:
        reason = appointment.motivo_cancelamento or _NO_REASON
        rows = await self._bookings.cancel(uid, reason=reason, seat=seat)
        freed = (row for row in rows if seat and row.uid == uid and not has_seat(row, seat))
        return Told(rows, left=tuple(left(row, seat) for row in freed))

    async def _decline(self, appointment: Appointment, uid: str) -> Told:
        """What waits for a payment cannot be declined, only cancelled."""
        try:
            return Told((await self._bookings.decline(uid, reason=appointment.motivo_cancelamento or ""),))
        except Final:
            [row, *_] = await self._bookings.get(uid)
            if row.status != _PENDING:
                raise
        return await self._cancel(appointment, uid)

    async def _mark_absent(self, appointment: Appointment, order: Order) -> Told:
        uid, seat = split(order.key)
        [row, *_] = await self._bookings.get(uid)
        person = _patient(row, seat, person_on(appointment.side.chain.current).email)
        if person is None or not person.email:
            raise Unsendable(
                "participante_desconhecido", "O Cal.com não tem a quem dar a ausência nesta reserva."
            )
        marked_row = await self._bookings.mark_absent(uid, {person.email: order.value})
        return Told((marked_row,), marked=(marked(marked_row, seat, person.email, order.value),))


def _patient(row: BookingRow, seat: str, email: str) -> RowAttendee | None:
    """Who sits on the seat; of a row without seats whoever has the e-mail address, else its booker: guests follow."""
    if seat:
        return next((each for each in row.seats if each.seat_uid == seat), None)
    known = (each for each in row.attendees if email and (each.email or "").lower() == email.lower())
    return next(known, next(iter(row.attendees), None))
