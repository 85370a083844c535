"""A visit that staff bring back while its booking is closed (DESIGN.md, "Reopened by staff")."""

from dataclasses import replace

from domain.appointment import Appointment
from domain.booking.pruning import pruned
from domain.booking.side import BookingSide
from domain.pending import Pending

# Whoever brings a visit back decides on its state and its hour; what else is contested still waits for a person.
_SETTLED = ("status", "slot", "motivo_cancelamento")


def without_booking(appointment: Appointment) -> Appointment:
    """The appointment with its chain behind it: the keys stay reserved, and news of it changes nothing any more. So of its
    rows the ends alone stay whole."""
    previous = (*appointment.side.previous, pruned(appointment.side.chain, full_rows=1))
    left = tuple(each for each in appointment.side.disagreements if each.field not in _SETTLED)
    gone = {Pending.CONFLITO_DE_HORARIO} if left else {Pending.CONFLITO_DE_HORARIO, Pending.CONFLITO}
    codes = tuple(code for code in appointment.pendencias if code not in gone)
    booking = BookingSide(previous=previous, disagreements=left)
    return replace(appointment, booking=booking, pendencias=codes)
