"""What happened in one run: counted for the table, and kept for the verdict."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chaos.verdict.snapshots import Saved


@dataclass
class Diary:
    """`counts` by a line of the table; `saved` are the edits answered with 200; `seat_takers` is when (UTC) something
    was last done at Cal.com about each person who ever took a seat."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    saved: list[Saved] = field(default_factory=list)
    seat_takers: dict[str, datetime] = field(default_factory=dict)

    def note(self, line: str, what: str, number: int = 1) -> None:
        """Count it."""
        self.counts.setdefault(line, Counter())[what] += number

    def seated(self, *emails: str) -> None:
        """Somebody took, moved or gave up these people's seats."""
        self.seat_takers |= dict.fromkeys(emails, now())

    def keep(self, appointment_id: str, by: str, at: datetime, values: Mapping[str, object]) -> None:
        """Staff were answered 200."""
        self.saved.append(Saved(appointment_id, by, at, values))


def now() -> datetime:
    """The present instant, aware UTC: the clock that all processes of the run share."""
    return datetime.now(UTC)
