"""A token for all that Cal.com's list says of a row (or of one seat of it): equal tokens, nothing new to join."""

from hashlib import blake2b

from calcom_integration.dto.row import BookingRow, RowAttendee

# When it was touched last is no news while nothing else differs.
_COMPARED = [name for name in BookingRow.model_fields if name not in ("updated_at", "attendees")]


def tokens_of(row: BookingRow, version: int) -> dict[str, str]:
    """By key of the row or of each seat, read by that version of the mapping."""
    return {row.key_of(seat): token_of(row, seat, version) for seat in row.seats or (None,)}


def token_of(row: BookingRow, seat: RowAttendee | None, version: int) -> str:
    people = (seat,) if seat else row.attendees
    told = (version, *(getattr(row, name) for name in _COMPARED), *people)
    return blake2b(repr(told).encode(), digest_size=16).hexdigest()
