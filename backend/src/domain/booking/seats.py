"""Which seat a piece of news means where it names persons, not seats (rule 9).

The answer follows from when the seats were taken and left, as far as that is known: read again later, the same news means the
same seat (issue 15, item 8).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from domain.booking.chain import Chain
from domain.booking.news import Person
from domain.booking.row import NEVER, Row

_NO_TIME = datetime.max.replace(tzinfo=UTC)


class Ambiguous(Exception):
    """More than one seat fits: a person must look."""


def seat_of(person: Person, uid: str, at: datetime, chains: Iterable[Chain]) -> Row | None:
    """The person's seat on booking `uid` that news sent at `at` (UTC) means; None where none fits.

    Raises Ambiguous where several fit. News means no seat that was taken after it was sent, nor one that was moved away from
    before; where all that are left are closed, the one that was taken last, for no one sits twice on one slot.
    """
    taken = [
        (row, _moved_at(row, chain))
        for chain in chains
        for row in chain.rows.values()
        if row.is_seat and row.uid == uid and _is_of(person, row) and _taken_at(row) < at
    ]
    stayed = [row for row, moved_at in taken if moved_at is None or moved_at >= at]
    return _only([row for row in stayed if row.is_open] or _last(stayed or [row for row, _ in taken]))


def _only(rows: Sequence[Row]) -> Row | None:
    if len(rows) > 1:
        raise Ambiguous
    return rows[0] if rows else None


def _last(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of the latest instant of taking."""
    latest = max(map(_taken_at, rows), default=NEVER)
    return [row for row in rows if _taken_at(row) == latest]


def _taken_at(row: Row) -> datetime:
    """When the seat was taken; of one that is known by its end alone no one can say."""
    return row.born or _NO_TIME


def _moved_at(row: Row, chain: Chain) -> datetime | None:
    """When the person moved on from the seat, None where they did not."""
    newer = (chain.rows.get(key) for key in chain.replaced_by.get(row.key, ()))
    return min((each.born for each in newer if each is not None and each.born is not None), default=None)


def _is_of(person: Person, row: Row) -> bool:
    """Same e-mail and name; a patient without an e-mail is known by the name alone, an absence by the e-mail alone."""
    email, name = (row.told("email") or "").lower(), row.told("nome_paciente")
    same_name = name == person.name if person.name else bool(person.email)
    return same_name and email == person.email.lower()
