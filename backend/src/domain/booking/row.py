"""One booking row as everything heard of it so far: a product of joins (DESIGN.md, "Rules of the join")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from domain.booking.absences import absences_now, is_absence_doubtful
from domain.booking.fact import Fact, better, join_facts
from domain.booking.readings import (
    AbsenceRead,
    StatusRead,
    join_readings,
    newest_writes,
    read_last,
    status_settled,
)
from domain.booking.status import NEVER, RowStatus, Said, Saying, earlier, join_said, later, latest
from domain.slots import Slot

__all__ = ["NEVER", "Fact", "Row", "RowStatus", "better", "join_rows"]


@dataclass(frozen=True)
class Row:
    """A row's evidence. `said` is when each status was said last, `read` what the far side's list was read to say of it,
    `asked` when it was last closed with the wish for another time, `accepted` when the far side last said by itself that it
    was accepted. `older` names the rows that this one replaced, `roots` the first row of its chain; `born` is when it was
    made, as far as known; `recurring` says that it is one of a series; `token` stands for all that the far side's own list
    said of it last. Instants are UTC."""

    key: str
    uid: str
    said: Said = field(default_factory=dict)
    read: StatusRead = field(default_factory=dict)
    asked: datetime | None = None
    accepted: datetime | None = None
    slot: Fact | None = None
    older: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    absences: Mapping[str, Fact] = field(default_factory=dict)
    absences_read: AbsenceRead = field(default_factory=dict)
    born: datetime | None = None
    recurring: bool = False
    token: Fact | None = None

    @property
    def is_seat(self) -> bool:
        return self.key != self.uid

    @cached_property
    def standing(self) -> Saying | None:
        """The status that stands, and since when: the one said last, unless two readings that agree have contradicted it
        since about open or closed (rule 1)."""
        word, reading = latest(self.said), status_settled(self.read)
        if word is None or reading is None or reading < word or reading[1].is_open == word[1].is_open:
            return word
        return reading

    @property
    def status(self) -> RowStatus | None:
        return self.standing[1] if self.standing else None

    @property
    def is_open(self) -> bool:
        return self.status is None or self.status.is_open

    @property
    def reschedule_requested(self) -> bool:
        """Whether it was closed for another time to be chosen, and not accepted since (rule 3)."""
        return self.asked is not None and all(at <= self.asked for at in self._acceptances)

    @property
    def closed_before(self) -> datetime | None:
        """When an open row was last said to be closed: it was opened again since (DESIGN.md, "Opened again")."""
        reading = status_settled(self.read)
        closings = [at for status, at in self.said.items() if not status.is_open]
        closings += [reading[0]] if reading and not reading[1].is_open else []
        return max(closings, default=None) if self.is_open else None

    @property
    def is_doubtful(self) -> bool:
        """Whether what was read last contradicts what stands: it should be read again (rules 1 and 4)."""
        last = read_last(self.read)
        contradicts = last is not None and last.is_open != self.is_open
        return contradicts or is_absence_doubtful(self.absences, self.absences_read)

    @cached_property
    def absent(self) -> Mapping[str, bool]:
        """Who was absent, by e-mail address (rule 4)."""
        return absences_now(self.absences, self.absences_read)

    @cached_property
    def made(self) -> datetime:
        """The earliest instant at which it surely was there; NEVER where none is known."""
        known = [at for at in (self.born, *self.said.values()) if at is not None and at != NEVER]
        return min(known, default=NEVER)

    @property
    def names(self) -> frozenset[str]:
        """Other rows that it names. They only ever grow, so that the order of news plays no part; that a series and a seat have
        no root (rule 6) is the business of whoever reads news."""
        return self.older | self.roots

    @property
    def number(self) -> int:
        """The far side's running number of the row; 0 where nobody told it."""
        fact = self.facts.get("numero")
        return int(fact.value) if fact else 0

    @property
    def times(self) -> Slot | None:
        return self.slot.value if self.slot else None

    @property
    def _acceptances(self) -> list[datetime]:
        reading = status_settled(self.read)
        words = [at for status, at in self.said.items() if status is RowStatus.ACCEPTED]
        return words + ([reading[0]] if reading and reading[1] is RowStatus.ACCEPTED else [])

    def told(self, name: str) -> Any:
        """The value told for `name`, or None."""
        fact = self.facts.get(name)
        return fact.value if fact else None


def join_rows(one: Row, other: Row) -> Row:
    """The least row that holds the evidence of both: commutative, associative, idempotent."""
    return Row(
        key=one.key,
        uid=one.uid,
        said=join_said(one.said, other.said),
        read=newest_writes(join_readings(one.read, other.read, lambda claim: (claim[1], claim[0]))),
        asked=later(one.asked, other.asked),
        accepted=later(one.accepted, other.accepted),
        slot=better(one.slot, other.slot),
        older=one.older | other.older,
        roots=one.roots | other.roots,
        facts=join_facts(one.facts, other.facts),
        absences=join_facts(one.absences, other.absences),
        absences_read=join_readings(one.absences_read, other.absences_read, lambda claim: claim),
        born=earlier(one.born, other.born),
        recurring=one.recurring or other.recurring,
        token=better(one.token, other.token),
    )
