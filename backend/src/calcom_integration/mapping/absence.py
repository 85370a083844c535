"""What the answer to our own mark of an absence says (CALCOM.md M6). Pure."""

from calcom_integration.dto.row import BookingRow
from domain.booking.news import BookingNews, Rank
from domain.booking.row import NEVER


def marked(row: BookingRow, seat: str, email: str, asked: bool) -> BookingNews:
    """The news of the person's absence as the row has it, else as it was `asked` for: Cal.com took it when it answered,
    though the row's `updatedAt` does not move. `seat` is empty on a row without seats."""
    known = {(each.email or "").lower(): each.absent for each in row.attendees}
    absent = known.get(email.lower())
    return BookingNews(
        uid=row.uid,
        seat=seat or None,
        sent_at=row.read_at or row.updated_at or NEVER,
        rank=Rank.READ_BACK,
        creates=False,
        absences={email.lower(): asked if absent is None else absent},
    )
