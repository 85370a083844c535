"""The appointment that an edit makes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.appointment import Appointment
from domain.conflicts import decided_by_edit
from domain.editing.codes import codes_after
from domain.editing.edit import CREW, REQUIRED, Edit
from domain.editing.rules import faults
from domain.editing.statuses import CLOSED, with_status
from domain.editing.times import TIMES, at_time
from domain.errors import Invalid
from domain.intents import meant, with_reservation
from domain.pushing import arrived
from domain.reopening import without_booking

# A text that is rewritten leaves what was made of it behind.
DERIVED = {"endereco_completo": "endereco_normalizado", "documento_completo": "documento_normalizado"}


def created(start: Appointment, edit: Edit) -> Appointment:
    """`start`, which is blank, filled in by hand. Raises Invalid with every field that must be corrected."""
    return edited(start, replace(edit, changes=dict.fromkeys(REQUIRED) | dict(edit.changes)))


def edited(before: Appointment, edit: Edit) -> Appointment:
    """The appointment as staff want it, and all that follows from it. Raises Invalid with every field to correct."""
    changes = _with_followers(edit)
    if not changes and not edit.faults:
        return before
    now = _reopened(before, changes)
    now = at_time(now, changes, edit.unit, edit.at)
    now = replace(now, **{name: value for name, value in changes.items() if name not in TIMES})
    now = with_status(before, now, changes, edit.by, edit.at)
    found = {**faults(before, now, changes, edit), **edit.faults}
    if found:
        raise Invalid(found)
    now = codes_after(now, changes, is_phone_valid=edit.is_phone_valid)
    now = decided_by_edit(before, now)
    now = meant(before, now, edit.by, edit.at)
    if edit.unit is not None and edit.unit.reserva_horario:
        now = with_reservation(before, now, edit.by, edit.at)
    return replace(arrived(now), updated_at=edit.at)


def _with_followers(edit: Edit) -> dict[str, Any]:
    """The changes, and those that follow: a package sets the other three, a new text undoes its parts."""
    changes = dict(edit.changes)
    if edit.package is not None:
        changes = {name: getattr(edit.package, name) for name in CREW} | changes
    elif changes.keys() & set(CREW):
        # Whoever changes one of the three leaves the package.
        changes["logistics_package_id"] = None
    return changes | {parts: None for text, parts in DERIVED.items() if text in changes}


def _reopened(appointment: Appointment, changes: Mapping[str, Any]) -> Appointment:
    """Without its closed booking, where staff bring the visit back (DESIGN.md, "Reopened by staff")."""
    chain = appointment.side.chain
    if not chain.rows or appointment.has_open_booking or changes.get("status", CLOSED[0]) in CLOSED:
        return appointment
    return without_booking(appointment)
