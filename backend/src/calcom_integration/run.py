"""A run: one reconciliation, from the moment somebody asked for it to what it saw and did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# To be raised where the rules of the join, or what is stored of them, change: a whole run then follows the upgrade, and the
# rollback too (backend/docs/decisions/0012-two-versions-side-by-side.md).
RULES = 1


class Kind(StrEnum):
    """What changed since the watermark; the whole window; the days that a person named."""

    INCREMENTAL = "incremental"
    FULL = "full"
    CUSTOM = "custom"


class RunState(StrEnum):
    ASKED = "pedida"
    UNDER_WAY = "em_andamento"
    DONE = "concluida"
    FAILED = "falhou"
    ABANDONED = "abandonada"


# States as staff read them.
STATE_WORDS = {
    RunState.ASKED: "pedida",
    RunState.UNDER_WAY: "em andamento",
    RunState.DONE: "concluída",
    RunState.FAILED: "falhou",
    RunState.ABANDONED: "abandonada",
}


class DriftKind(StrEnum):
    """How the two sides differed."""

    MISSING_HERE = "faltava_aqui"
    DIFFERENT = "diferente"
    MOVED_ON = "mudou_la"
    SEAT_LEFT = "vaga_deixada"
    MISSING_THERE = "sumiu_la"
    STANDS_THERE = "aceita_la"
    UNREADABLE = "nao_aplicada"


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference: of the row or seat `key`, `detail` a stable code. Nothing of it names a person."""

    key: str
    kind: DriftKind
    appointment_id: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Bookings that begin from `start` to `end` (UTC, `end` excluded); None: whatever was written since the watermark."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(kw_only=True, slots=True)
class Tally:
    """What a run counts. `rows` are bookings as listed; `equal` to `superseded` are rows or seats. `missing_there` is open here
    and not there, `missing_here` the other way round; `overdue_pushes` were due long before the run ended."""

    pages: int = 0
    rows: int = 0
    equal: int = 0
    created: int = 0
    changed: int = 0
    ignored: int = 0
    superseded: int = 0
    missing_there: int = 0
    missing_here: int = 0
    repaired: int = 0
    left_to_person: int = 0
    overdue_pushes: int = 0


@dataclass(frozen=True, kw_only=True)
class Run:
    """All instants UTC. `watermark` is the newest `updatedAt` that the run saw, by Cal.com's own clock; `is_complete` says
    that it read every row. `by` is who asked, in words, and `by_id` the user's id where it was one. `completeness` is the
    table of `reconcile.completeness`, of a full or custom run; `rules` are the rules of the join that it went by (RULES), 0 for
    those of a version that noted none."""

    id: str
    kind: Kind
    by: str
    by_id: str | None = None
    due_at: datetime
    asked_at: datetime
    state: RunState = RunState.ASKED
    dry_run: bool = False
    window: Window = Window()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    tally: Tally = field(default_factory=Tally)
    watermark: datetime | None = None
    is_complete: bool = False
    drift: tuple[Drift, ...] = ()
    rules: int = 0
    completeness: Mapping[str, Any] | None = None
    error: str | None = None

    @property
    def seconds(self) -> float | None:
        """How long it took."""
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()

    @property
    def is_uneventful(self) -> bool:
        """Whether it ended well, and found both sides to agree."""
        found = self.tally.repaired + self.tally.left_to_person
        return self.state is RunState.DONE and self.kind is Kind.INCREMENTAL and not found
