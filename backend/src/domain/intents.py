"""What staff meant for the booking too (DESIGN.md, "Pushable", "Due"): kept with the appointment, pushed by others."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.appointment import Appointment, Status
from domain.booking.side import Intent
from domain.status_merge import disagrees

# The values that a booking can be told; `slot` stands for the date, the hour and their instants.
PUSHABLE = ("slot", "status", "paciente_ausente")
# The appointment's hour is to be held by a booking of its own, so that nobody books it twice.
RESERVATION = "reserva"
_NEEDS_NO_HOUR = (Status.CANCELADO, Status.ALTERAR, Status.COLETADO)


def meant(before: Appointment, after: Appointment, by: str, at: datetime) -> Appointment:
    """`after`, an edit of `before` by the user `by`, with an intent for each pushable value that it moved. `at` is UTC."""
    moved = [name for name in PUSHABLE if getattr(before, name) != getattr(after, name)]
    return _with_intents(after, {**after.side.intents, **dict.fromkeys(moved, Intent(by, at))}.items())


def with_reservation(before: Appointment | None, after: Appointment, by: str, at: datetime) -> Appointment:
    """`after`, whose unit holds its hours by bookings, with the intent of one where its hour is to come and new.

    `before` is None where `after` is new. `at` is UTC.
    """
    is_new = before is None or (before.slot, _wants_hour(before)) != (after.slot, True)
    was_left = before is not None and bool(before.side.chain.rows)
    if after.slot is None or after.slot.inicio <= at or not (is_new or was_left):
        return after
    return _with_intents(after, {RESERVATION: Intent(by, at), **after.side.intents}.items())


def with_live_intents(appointment: Appointment) -> Appointment:
    """The appointment without the intents that were met or overruled: its value is the booking's now."""
    return _with_intents(appointment, appointment.side.intents.items())


def differs(appointment: Appointment, name: str) -> bool:
    """Whether the clinic's value of `name` (one of PUSHABLE, or RESERVATION) is another than the booking's last one."""
    if name == RESERVATION:
        return not appointment.side.chain.rows and _wants_hour(appointment)
    base = appointment.side.base
    if name not in base:
        return False
    if name == "status":
        return disagrees(appointment.status, base[name])
    if name == "slot" and appointment.slot:
        return bool(appointment.slot.inicio != base[name].inicio)  # nobody can tell the booking how long
    return bool(getattr(appointment, name) != base[name])


def _wants_hour(appointment: Appointment) -> bool:
    return appointment.slot is not None and appointment.status not in _NEEDS_NO_HOUR


def _with_intents(appointment: Appointment, intents: Iterable[tuple[str, Intent]]) -> Appointment:
    live = {name: intent for name, intent in intents if differs(appointment, name)}
    if live == appointment.side.intents:
        return appointment
    return replace(appointment, booking=replace(appointment.side, intents=live))
