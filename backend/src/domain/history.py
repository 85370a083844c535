"""History: who changed what, when, and which event caused it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import uuid4

from domain.appointment import Appointment

# What the machine keeps for itself; staff see its effects, not these.
_UNSEEN = {"id", "versao", "created_at", "updated_at", "booking", "absorvidos", "anonimizado_em"}
_SEEN = (*(each.name for each in fields(Appointment) if each.name not in _UNSEEN), "calcom_booking_id")


# Causes by which the house itself tidies up after a write.
FOLLOW_UPS = frozenset({"normalizacao", "cliente"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: kind is `usuario`, `planilha`, `calcom`, `reconciliacao` or `sistema`."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Which event: kind is `entrega`, `edicao`, `importacao`, `uniao` …; id names it."""

    kind: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from one value to another (values of the domain; None where there was none)."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """`versao` is the version of the appointment that the entry's write made."""

    id: str
    appointment_id: str
    at: datetime
    actor: Actor
    cause: Cause
    changes: tuple[Change, ...]
    versao: int = 0


def entry_of(
    before: Appointment | None, after: Appointment, actor: Actor, cause: Cause, at: datetime
) -> tuple[HistoryEntry, ...]:
    """The entry of the write that makes `after` of `before` (None for a new one), or none where staff see no change."""
    changes = changes_between(before, after)
    versao = (before.versao if before else 0) + 1
    return (HistoryEntry(str(uuid4()), after.id, at, actor, cause, changes, versao),) if changes else ()


def deletion_of(gone: Appointment, actor: Actor, at: datetime) -> HistoryEntry:
    """The entry that outlives a deleted appointment. `at` is UTC."""
    return HistoryEntry(str(uuid4()), gone.id, at, actor, Cause("exclusao"), (), gone.versao + 1)


def changes_between(before: Appointment | None, after: Appointment) -> tuple[Change, ...]:
    """What staff would see change from `before` (None for a new appointment) to `after`, in the fields' order."""
    return tuple(_changes(before, after))


def _changes(before: Appointment | None, after: Appointment) -> Iterable[Change]:
    for name in _SEEN:
        old, new = getattr(before, name, None), getattr(after, name)
        if old != new and not (before is None and new in ((), False)):
            yield Change(name, old, new)
