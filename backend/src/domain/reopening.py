"""A visit that staff bring back while its booking is closed (DESIGN.md, "Reopened by staff")."""

from dataclasses import replace

from domain.appointment import Appointment
from domain.booking.side import BookingSide
from domain.pending import Pending

_SETTLED = (Pending.CONFLITO, Pending.CONFLITO_DE_HORARIO)


def without_booking(appointment: Appointment) -> Appointment:
    """The appointment with its chain behind it: the keys stay reserved, and news of it changes nothing any more."""
    previous = (*appointment.side.previous, appointment.side.chain)
    codes = tuple(code for code in appointment.pendencias if code not in _SETTLED)
    return replace(appointment, booking=BookingSide(previous=previous), pendencias=codes)
