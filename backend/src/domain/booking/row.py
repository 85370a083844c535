"""One booking row as everything heard of it so far: a product of joins (DESIGN.md, "Rules of the join")."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from domain.slots import Slot

NEVER = datetime.min.replace(tzinfo=UTC)


class RowStatus(IntEnum):
    """Climbs, never falls (rule 1)."""

    PENDING = 1
    ACCEPTED = 2
    REJECTED = 3
    CANCELLED = 4

    @property
    def is_open(self) -> bool:
        return self <= RowStatus.ACCEPTED


@dataclass(frozen=True, slots=True)
class Fact:
    """A value somebody told: `rank` says how good the teller is, `at` (UTC) when it was sent (rule 5). The same words
    read anew by a later `edition` of the mapping count for more."""

    value: Any
    rank: int
    at: datetime
    edition: int = 0

    @property
    def order(self) -> tuple[int, datetime, int, str]:
        text = json.dumps(self.value, sort_keys=True, ensure_ascii=False, default=str)
        return self.rank, self.at, self.edition, text


@dataclass(frozen=True, slots=True)
class Row:
    """A row's evidence. `older` names the rows that this one replaced; `born` is when it was made, as far as known;
    `token` stands for all that the far side's own list said of it last."""

    key: str
    uid: str
    status: RowStatus | None = None
    reschedule_requested: bool = False
    slot: Fact | None = None
    older: frozenset[str] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    absences: Mapping[str, Fact] = field(default_factory=dict)
    born: datetime | None = None
    token: Fact | None = None

    @property
    def is_seat(self) -> bool:
        return self.key != self.uid

    @property
    def is_open(self) -> bool:
        return self.status is None or self.status.is_open

    @property
    def number(self) -> int:
        """The far side's running number of the row; 0 where nobody told it."""
        fact = self.facts.get("numero")
        return int(fact.value) if fact else 0

    @property
    def times(self) -> Slot | None:
        return self.slot.value if self.slot else None

    def told(self, name: str) -> Any:
        """The value told for `name`, or None."""
        fact = self.facts.get(name)
        return fact.value if fact else None


def better(one: Fact | None, other: Fact | None) -> Fact | None:
    """The fact that stands of two: the higher rank, then the later, then the larger."""
    known = [fact for fact in (one, other) if fact is not None]
    return max(known, key=lambda fact: fact.order, default=None)


def _join_facts(one: Mapping[str, Fact], other: Mapping[str, Fact]) -> dict[str, Fact]:
    best = {name: better(one.get(name), other.get(name)) for name in sorted({*one, *other})}
    return {name: fact for name, fact in best.items() if fact is not None}


def join_rows(one: Row, other: Row) -> Row:
    """The least row that holds the evidence of both: commutative, associative, idempotent."""
    born = [at for at in (one.born, other.born) if at is not None]
    statuses = [status for status in (one.status, other.status) if status is not None]
    return Row(
        key=one.key,
        uid=one.uid,
        status=max(statuses, default=None),
        reschedule_requested=one.reschedule_requested or other.reschedule_requested,
        slot=better(one.slot, other.slot),
        older=one.older | other.older,
        facts=_join_facts(one.facts, other.facts),
        absences=_join_facts(one.absences, other.absences),
        born=min(born, default=None),
        token=better(one.token, other.token),
    )
