"""A value that was said of a row, and which one of two stands (rule 5)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that was said: `rank` says how good its source is, `at` (UTC) when it was sent (rule 5). The same words
    read anew by a later `edition` of the mapping count for more."""

    value: Any
    rank: int
    at: datetime
    edition: int = 0

    @property
    def order(self) -> tuple[int, datetime, int, str]:
        text = json.dumps(self.value, sort_keys=True, ensure_ascii=False, default=str)
        return self.rank, self.at, self.edition, text


def better(one: Fact | None, other: Fact | None) -> Fact | None:
    """The fact that stands of two: the higher rank, then the later, then the larger."""
    known = [fact for fact in (one, other) if fact is not None]
    return max(known, key=lambda fact: fact.order, default=None)


def join_facts(one: Mapping[str, Fact], other: Mapping[str, Fact]) -> dict[str, Fact]:
    """Of each name the fact that stands."""
    best = {name: better(one.get(name), other.get(name)) for name in sorted({*one, *other})}
    return {name: fact for name, fact in best.items() if fact is not None}
