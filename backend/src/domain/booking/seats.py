"""Which seat a piece of news means where it names persons, not seats (rule 9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.booking.chain import Chain
from domain.booking.news import Person
from domain.booking.row import Row


class Ambiguous(Exception):
    """More than one seat fits: a person must look."""


def seat_of(person: Person, uid: str, before: datetime, chains: Iterable[Chain]) -> Row | None:
    """The person's seat on booking `uid` that was taken before `before` (UTC), an open one first; None where none fits.

    Raises Ambiguous where several fit. A cancel closes only seats taken before it was sent.
    """
    seats = [row for chain in chains for row in chain.rows.values() if row.is_seat and row.uid == uid]
    fitting = [row for row in seats if _is_of(person, row) and row.born is not None and row.born < before]
    return _only([row for row in fitting if row.is_open] or fitting)


def _only(rows: Sequence[Row]) -> Row | None:
    if len(rows) > 1:
        raise Ambiguous
    return rows[0] if rows else None


def _is_of(person: Person, row: Row) -> bool:
    """Same e-mail and name; a patient without an e-mail is known by the name alone, an absence by the e-mail alone."""
    email, name = (row.told("email") or "").lower(), row.told("nome_paciente")
    same_name = name == person.name if person.name else bool(person.email)
    return same_name and email == person.email.lower()
