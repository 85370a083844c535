"""What the answer to our own confirmation says (DESIGN.md, rule 6; CALCOM.md M3). Pure."""

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.rows import written_by
from domain.booking.news import BookingNews, Rank
from domain.booking.row import NEVER, RowStatus

_ACCEPTED = "accepted"


def accepted(row: BookingRow, seat: str) -> tuple[BookingNews, ...]:
    """That the row was accepted because we asked for it, where it reads so. A list that says as much of a row which was moved
    away proves nothing; this answer does, as the webhook that goes with it, which may get lost. `seat` is empty on a row
    without seats."""
    if row.status != _ACCEPTED:
        return ()
    return (
        BookingNews(
            uid=row.uid,
            seat=seat or None,
            sent_at=written_by(row) or NEVER,
            rank=Rank.READ_BACK,
            creates=False,
            status=RowStatus.ACCEPTED,
            accepts=True,
        ),
    )
