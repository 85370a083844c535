"""What staff meant for the booking too (DESIGN.md, "Pushable", "Due"): kept with the appointment, pushed by others."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.appointment import Appointment
from domain.booking.side import Intent
from domain.status_merge import disagrees

# The values that a booking can be told; `slot` stands for the date, the hour and their instants.
PUSHABLE = ("slot", "status", "paciente_ausente")


def meant(before: Appointment, after: Appointment, by: str, at: datetime) -> Appointment:
    """`after`, an edit of `before` by the user `by`, with an intent for each pushable value that it moved. `at` is UTC."""
    moved = [name for name in PUSHABLE if getattr(before, name) != getattr(after, name)]
    return _with_intents(after, {**after.side.intents, **dict.fromkeys(moved, Intent(by, at))}.items())


def with_live_intents(appointment: Appointment) -> Appointment:
    """The appointment without the intents that were met or overruled: its value is the booking's now."""
    return _with_intents(appointment, appointment.side.intents.items())


def differs(appointment: Appointment, name: str) -> bool:
    """Whether the clinic's value of `name` (one of PUSHABLE) is another than the booking's last one."""
    base = appointment.side.base
    if name not in base:
        return False
    if name == "status":
        return disagrees(appointment.status, base[name])
    return bool(getattr(appointment, name) != base[name])


def _with_intents(appointment: Appointment, intents: Iterable[tuple[str, Intent]]) -> Appointment:
    live = {name: intent for name, intent in intents if differs(appointment, name)}
    if live == appointment.side.intents:
        return appointment
    return replace(appointment, booking=replace(appointment.side, intents=live))
