"""Seats of a row that Cal.com's API tells: whose they are, and who has left (DESIGN.md, rule 9; CALCOM.md L). Pure."""

from calcom_integration.dto.row import BookingRow, RowAttendee
from calcom_integration.mapping.fields import real_email
from domain.booking.news import BookingNews, Person, Rank
from domain.booking.row import NEVER, RowStatus


def seat_of(row: BookingRow, person: Person) -> RowAttendee | None:
    """The person's seat on the row: the same e-mail and name. None where there is none, or several."""
    found = [each for each in row.seats if _is_of(each, person)]
    return found[0] if len(found) == 1 else None


def has_seat(row: BookingRow, seat_uid: str) -> bool:
    return any(each.seat_uid == seat_uid for each in row.seats)


def left(row: BookingRow, seat_uid: str) -> BookingNews:
    """The news that nobody sits on this seat of the row any more, as it was read: no row says since when."""
    return BookingNews(
        uid=row.uid,
        seat=seat_uid,
        sent_at=row.read_at or row.updated_at or NEVER,
        rank=Rank.READ_BACK,
        creates=False,
        status=RowStatus.CANCELLED,
    )


def moved(key: str, old_key: str) -> BookingNews:
    """The news that whoever sits, or sat, on one seat came from another, both by key."""
    uid, _, seat = key.partition("/")
    return BookingNews(uid=uid, seat=seat, creates=False, predecessor=old_key)


def _is_of(seat: RowAttendee, person: Person) -> bool:
    return (seat.name or "") == person.name and (real_email(seat.email) or "") == person.email.lower()
