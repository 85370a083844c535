"""Which rows of a page say anything new, and which of those may go in before all pages are read. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.tokens import tokens_of

_CLOSED = frozenset({"cancelled", "rejected"})


@dataclass(frozen=True, slots=True)
class Sifted:
    """`equal` counts rows or seats that say what they said before. `ready` rows may go in at once; `late` ones depend on rows
    that may stand on a later page: a closed one on its successor, a new one on a predecessor or on the seat that was left."""

    equal: int
    ready: tuple[BookingRow, ...]
    late: tuple[BookingRow, ...]


def is_open(row: BookingRow) -> bool:
    """Whether the row stands for a visit; an unknown word does not close it."""
    return (row.status or "").lower() not in _CLOSED


def names_in(rows: Iterable[BookingRow]) -> list[str]:
    """Every key that the rows say something of, predecessors included."""
    names = (name for row in rows for name in (*row.keys, row.rescheduled_from_uid))
    return sorted({name for name in names if name})


def sift(rows: Sequence[BookingRow], known: Mapping[str, str | None], version: int) -> Sifted:
    """`known` holds, by key that is known here, the token of what was heard last (`BookedRows.tokens` of `names_in`);
    `version` is the mapping's."""
    told = {row.uid: tokens_of(row, version) for row in rows}
    news = [row for row in rows if any(known.get(key) != token for key, token in told[row.uid].items())]
    ready = tuple(row for row in news if _is_ready(row, known))
    late = tuple(row for row in news if not _is_ready(row, known))
    return Sifted(sum(len(told[row.uid]) for row in rows) - _pieces(news), ready, late)


def _pieces(rows: Iterable[BookingRow]) -> int:
    return sum(len(row.keys) for row in rows)


def _is_ready(row: BookingRow, known: Mapping[str, str | None]) -> bool:
    if not is_open(row):
        return False
    if row.is_seated:
        return all(known.get(key) for key in row.keys)  # one that no list told before may be a stray
    return row.uid in known or row.rescheduled_from_uid is None or row.rescheduled_from_uid in known
