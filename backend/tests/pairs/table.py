"""The table of docs/staff-and-calcom.md as data: one source for readers and tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "staff-and-calcom.md"
_SECTIONS = {
    "On an accepted booking": "accepted",
    "On a booking that waits to be accepted": "pending",
    "On a booking that Cal.com has cancelled": "cancelled",
    "On a booking that Cal.com has asked to move": "asked",
    "Texts and logistics": "any",
}
IMPOSSIBLE = "–"


@dataclass(frozen=True)
class Pair:
    """One cell: in `state` of the booking `staff` act, then `calcom` does, and `end` stands."""

    state: str
    staff: str
    calcom: str
    end: str

    def __str__(self) -> str:
        return f"{self.state}: {self.staff} × {self.calcom}"


def pairs() -> list[Pair]:
    """Every cell of the page, columns that stand for two acts of staff taken apart."""
    return list(_pairs(_PAGE.read_text()))


def _pairs(page: str) -> Iterator[Pair]:
    state, columns = "", [""]
    for line in page.splitlines():
        if line.startswith("## "):
            state = _SECTIONS.get(line[3:], "")
        if not line.startswith("|") or line.startswith("| ---"):
            continue
        first, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if first.startswith("Cal.com \\ staff"):
            columns = cells
            continue
        for column, cell in zip(columns, cells, strict=True):
            yield from (Pair(state, staff, first, cell) for staff in column.split(" / "))
