"""No edit of staff is lost: each value that they were answered 200 for stands, or something better overruled it.

Better is a later edit; a conflict that keeps it for a person; and what Cal.com did where that is lawful
(`chaos.verdict.overruling`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chaos.verdict.overruling import (
    CANCELLED,
    CONFIRMATION,
    CONFIRMED,
    REASON,
    SLOT,
    STATUS,
    Overruling,
)
from chaos.verdict.snapshots import STAFF, Changed, Check, Contested, Finding, Record, Saved, Visit
from chaos.verdict.spelling import same

TIDYING = frozenset({"normalizacao", "cliente"})
_KEPT, _EDITED = "kept as a conflict", "edited again"
# The names under which a conflict lists a field.
_CONTESTED_AS = {SLOT: "slot"}


def edits(saved: Sequence[Saved], records: Sequence[Record], visit_of: Mapping[str, Visit]) -> Check:
    """`visit_of` has the visit at Cal.com of each appointment by its id."""
    owners = {each: record for record in records for each in (record.id, *record.absorbed)}
    fates: Counter[str] = Counter()
    findings = []
    for edit in saved:
        record = owners.get(edit.appointment_id)
        for name, value in edit.values.items():
            fate = fate_of(edit, name, value, record, visit_of.get(record.id)) if record else None
            fates[fate or "lost"] += 1
            if fate is None:
                evidence = (edit, record, visit_of.get(record.id) if record else None)
                findings.append(Finding(f"{name} = {value!r} perdeu-se", edit.appointment_id, evidence))
    words = ", ".join(f"{number} {fate}" for fate, number in fates.most_common())
    return Check("no edit of staff is lost", f"{sum(fates.values())} values: {words}", tuple(findings))


def fate_of(edit: Saved, name: str, value: Any, record: Record, visit: Visit | None) -> str | None:
    """What became of one value, in a word; None where it is lost."""
    if same(record.fields[name], value):
        return "standing"
    after = _after(edit, name, value, record.history)
    if _is_taken_back(name, after):
        return _EDITED
    of_field = [each for each in after if each.field == name]
    standing, entry = _first_change(value, of_field)
    if entry is None and edit.appointment_id in record.absorbed:
        entry = _last_change(of_field)
    if entry is not None and any(each.actor == STAFF for each in of_field[of_field.index(entry) :]):
        return _EDITED
    if _is_kept(name, value, record):
        return _KEPT
    if entry is None and edit.appointment_id in record.absorbed:
        entry = _move_that_unconfirmed(name, value, after)
    if entry is None:
        return "standing" if same(record.fields[name], standing) else None
    later = [each for each in after if each.at >= entry.at]
    return Overruling(edit, value, entry, later, record, visit).word() if visit else None


def _is_taken_back(name: str, after: Sequence[Changed]) -> bool:
    """Whether staff themselves took back the status that a confirmation, or the reason of a cancellation, belongs to."""
    status = CONFIRMED if name in CONFIRMATION else CANCELLED if name == REASON else None
    by_staff = [each.new for each in after if each.actor == STAFF and each.field == STATUS]
    return status is not None and bool(by_staff) and by_staff[-1] != status


def _first_change(value: Any, entries: Sequence[Changed]) -> tuple[Any, Changed | None]:
    """How the value is spelled now, and the first of its field's entries that made it another."""
    standing = value
    for entry in entries:
        if entry.actor == STAFF:
            return standing, entry
        if not same(entry.old, standing) or same(entry.new, standing):
            continue  # of an appointment that was absorbed later, or of another spelling
        if entry.cause not in TIDYING:
            return standing, entry
        standing = entry.new
    return standing, None


def _last_change(entries: Sequence[Changed]) -> Changed | None:
    """What made the field what it is: where two appointments became one, the older one's value is the former in it."""
    return next((each for each in reversed(entries) if each.cause not in TIDYING), None)


def _move_that_unconfirmed(name: str, value: Any, after: Sequence[Changed]) -> Changed | None:
    """The move that undid a confirmation of an appointment that was absorbed with it: the survivor had none, so that its
    history names the slot alone."""
    if name not in CONFIRMATION and value != CONFIRMED:
        return None
    moved = next((each for each in after if each.field == SLOT and each.actor != STAFF), None)
    return moved and replace(moved, field=name, old=value, new=None)


def _is_kept(name: str, value: Any, record: Record) -> bool:
    return any(_holds(each, name, value) for each in record.conflicts)


def _after(edit: Saved, name: str, value: Any, history: Sequence[Changed]) -> list[Changed]:
    """What happened after the edit's own entry for the field; everything since the edit where it has none."""
    since = [entry for entry in history if entry.at >= edit.at]
    of_field = [(n, each) for n, each in enumerate(since) if each.field == name]
    own = next((n for n, each in of_field if each.actor == STAFF and same(each.new, value)), -1)
    return since[own + 1 :]


def _holds(conflict: Contested, name: str, value: Any) -> bool:
    offered = (conflict.kept, conflict.other, *conflict.besides)
    return conflict.field == _CONTESTED_AS.get(name, name) and any(same(each, value) for each in offered)
