"""No edit of staff is lost: each value that they were answered 200 for stands, or something better overruled it.

Better is a later edit; a conflict that keeps it for a person; for what Cal.com owns (DESIGN.md, "Owners"), a later
word of Cal.com's; and the rule that a new slot takes a confirmation back.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chaos.verdict.snapshots import CLOSED, Changed, Check, Contested, Finding, Record, Saved, Visit

STAFF, TIDYING = "usuario", frozenset({"normalizacao", "cliente"})
_KEPT = "kept as a conflict"
_SLOT, _STATUS = "inicio", "status"
_CALCOM_TEXTS = frozenset({"telefone", "email"})
_CONFIRMATION = frozenset({"canal_confirmacao", "data_confirmacao", "hora_confirmacao"})
# The names under which a conflict lists a field.
_CONTESTED_AS = {_SLOT: "slot"}


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
    standing = value
    for entry in _after(edit, name, value, record.history):
        if entry.actor == STAFF:
            return "edited again"
        if not same(entry.old, standing) or same(entry.new, standing):
            continue  # of an appointment that was absorbed later, or of another spelling
        if entry.cause in TIDYING:
            standing = entry.new
            continue
        return _overruled(edit, entry, value, record, visit)
    if same(record.fields[name], standing):
        return "standing"
    return _KEPT if _is_kept(name, value, record) else None


def _is_kept(name: str, value: Any, record: Record) -> bool:
    return any(_holds(each, name, value) for each in record.conflicts)


def _after(edit: Saved, name: str, value: Any, history: Sequence[Changed]) -> Iterable[Changed]:
    """What happened to the field after the edit's own entry; everything since then where it has none."""
    told = [entry for entry in history if entry.field == name and entry.at >= edit.at]
    own = next((n for n, each in enumerate(told) if each.actor == STAFF and same(each.new, value)), -1)
    return told[own + 1 :]


def _overruled(edit: Saved, entry: Changed, value: Any, record: Record, visit: Visit | None) -> str | None:
    if _is_kept(entry.field, value, record):
        return _KEPT
    if _is_unconfirmed(entry):
        return "unconfirmed by a new slot"
    if entry.field in _CALCOM_TEXTS or visit is None:
        return "overruled by Cal.com" if entry.field in _CALCOM_TEXTS else None
    if entry.field == _SLOT and visit.moved_at > edit.at:
        return "overruled by Cal.com"
    if entry.field == _STATUS and (not visit.is_open or (value in CLOSED and visit.moved_at > edit.at)):
        return "overruled by Cal.com"
    return None


def _is_unconfirmed(entry: Changed) -> bool:
    is_of_confirmation = entry.old == "Confirmado" if entry.field == _STATUS else entry.field in _CONFIRMATION
    return is_of_confirmation and _SLOT in entry.changed


def _holds(conflict: Contested, name: str, value: Any) -> bool:
    offered = (conflict.kept, conflict.other, *conflict.besides)
    return conflict.field == _CONTESTED_AS.get(name, name) and any(same(each, value) for each in offered)


def same(one: Any, other: Any) -> bool:
    """Equal for a person: spelling aside, which the house tidies up."""
    return bool(one == other) or (
        isinstance(one, str) and isinstance(other, str) and _folded(one) == _folded(other)
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
