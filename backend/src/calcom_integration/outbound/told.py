"""What Cal.com told in answer to a push, and why one cannot be sent at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from calcom_integration.dto.row import BookingRow
from domain.booking.news import BookingNews, Person
from domain.booking.row import Row


@dataclass(frozen=True, slots=True)
class Told:
    """Rows to be let in. `older` names, by the key of a seat, the one that it took the place of; `left` is the news of
    seats that their row does not list any more, `marked` that of absences and acceptances that were just written."""

    rows: tuple[BookingRow, ...] = ()
    older: Mapping[str, str] = field(default_factory=dict)
    left: tuple[BookingNews, ...] = ()
    marked: tuple[BookingNews, ...] = ()


class Unsendable(Exception):
    """The push lacks what Cal.com needs. `reason` is a stable code, `detail` for staff, in Portuguese."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def split(key: str) -> tuple[str, str]:
    """The uid and the seat of a row's key; no seat is an empty one (DESIGN.md, rule 9)."""
    uid, _, seat = key.partition("/")
    return uid, seat


def person_on(row: Row) -> Person:
    """Who booked the row, as far as it was told."""
    return Person(row.told("email") or "", row.told("nome_paciente") or "")
