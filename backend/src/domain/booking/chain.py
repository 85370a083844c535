"""The chain of rows that is one visit: a reschedule is a new row that names its predecessor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from domain.booking.links import depths, links_of, reachable, reversed_links
from domain.booking.news import Rank
from domain.booking.row import NEVER, Row, join_rows

__all__ = ["Chain", "join_chains", "reachable"]


@dataclass(frozen=True)
class Chain:
    """All rows heard of, by key. A row that is known by name only stands in `names`, not in `rows`."""

    rows: Mapping[str, Row] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every key of the chain, those known by name only included (rule 7)."""
        return tuple(sorted({*self.rows, *(name for row in self.rows.values() for name in row.names)}))

    @cached_property
    def uids(self) -> tuple[str, ...]:
        """The bookings that the rows belong to: seats share one."""
        return tuple(sorted({row.uid for row in self.rows.values()}))

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The far side's numbers of the rows that are not seats (a seat's number names another row: rule 9)."""
        return tuple(sorted({row.number for row in self.rows.values() if row.number and not row.is_seat}))

    @cached_property
    def replaced_by(self) -> dict[str, set[str]]:
        """Older key → newer keys (see `links_of`)."""
        return links_of(self.rows)

    @cached_property
    def ends(self) -> list[Row]:
        """Rows that nothing replaced, or that stand again, the current one first (rule 6)."""
        ends = (row for row in self.rows.values() if self._is_end(row))
        return sorted(ends, key=lambda row: (row.is_open, row.number, row.key), reverse=True)

    @cached_property
    def doubtful(self) -> tuple[str, ...]:
        """Keys of ends of which what was read last contradicts what stands: to be read again."""
        return tuple(sorted(row.key for row in self.ends if row.is_doubtful))

    @property
    def current(self) -> Row:
        """The row that stands for the visit now. The chain must have a row."""
        return self.ends[0]

    @cached_property
    def fingerprint(self) -> str:
        """What stands for the current row's key, which is a secret: 16 hexadecimal digits; empty where there is no row."""
        return sha256(self.current.key.encode()).hexdigest()[:16] if self.rows else ""

    @cached_property
    def stray(self) -> Row | None:
        """The seat that the chain begins with, where nobody told that it was booked: its person may have come from another
        seat, for no list tells who moved (CALCOM.md L)."""
        begins = [row for row in self.rows.values() if not row.older]
        return begins[0] if len(begins) == 1 and _is_unexplained(begins[0]) else None

    @cached_property
    def oldest_first(self) -> list[Row]:
        """All rows so that a later one's answers beat an earlier one's: side branches, then the way to the current row."""
        older = reversed_links(self.replaced_by)
        way, depth = reachable(older, self.current.key), depths(self.replaced_by, older)
        return sorted(
            self.rows.values(),
            key=lambda row: (row.key in way, depth.get(row.key, 1), row.number, row.key),
        )

    def _is_end(self, row: Row) -> bool:
        """A row that was replaced is an end again where it was accepted after what replaced it was made (CALCOM.md M3)."""
        newer = self.replaced_by.get(row.key)
        if not newer:
            return True
        accepted = row.accepted if row.is_open else None
        return accepted is not None and all(NEVER < self.rows[key].made < accepted for key in newer)


def _is_unexplained(row: Row) -> bool:
    """Whether it is a seat that no booking is known of: only lists told it, or a move from a seat that nobody here has seen."""
    is_told = any(fact.rank == Rank.PATIENT for fact in row.facts.values())
    return row.is_seat and ("veio_de" in row.facts or not is_told)


def join_chains(*chains: Chain) -> Chain:
    """The union of the chains' rows, rows of one key joined."""
    rows: dict[str, Row] = {}
    for chain in chains:
        for key, row in chain.rows.items():
            rows[key] = join_rows(rows[key], row) if key in rows else row
    return Chain(rows)
