"""Open conflicts of an appointment: the value that one is about, and its end."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from domain.appointment import Appointment
from domain.pending import Pending

# Fields that are one value, under the name that base and conflicts know it by; the slot is a value of its own.
_GROUPS: dict[str, tuple[str, ...]] = {
    "unidade": ("nome_unidade", "nome_marca"),
    "confirmacao": ("canal_confirmacao", "data_confirmacao", "hora_confirmacao"),
}


def value_of(appointment: Appointment, name: str) -> Any:
    """The appointment's value by the name that base and conflicts know it by."""
    if name in _GROUPS:
        return {field: getattr(appointment, field) for field in _GROUPS[name]}
    return getattr(appointment, name)


def without_conflicts(appointment: Appointment, names: Collection[str]) -> Appointment:
    """The appointment once a person has decided on the values `names`, with the codes that are still true."""
    left = tuple(each for each in appointment.side.disagreements if each.field not in names)
    if left == appointment.side.disagreements:
        return appointment
    is_torn = sum(row.is_open for row in appointment.side.chain.ends) > 1  # two bookings are open (rule 6)
    holds: dict[str, bool] = {
        Pending.CONFLITO_DE_HORARIO: is_torn or any(each.field == "slot" for each in left),
        Pending.CONFLITO: any(each.field != "slot" for each in left),
    }
    codes = tuple(code for code in appointment.pendencias if holds.get(code, True))
    return replace(appointment, booking=replace(appointment.side, disagreements=left), pendencias=codes)


def decided_by_edit(before: Appointment, now: Appointment) -> Appointment:
    """`now`, an edit of `before` by staff: whoever gives a contested value anew has decided on it."""
    names = [each.field for each in now.side.disagreements]
    return without_conflicts(now, [name for name in names if value_of(before, name) != value_of(now, name)])
