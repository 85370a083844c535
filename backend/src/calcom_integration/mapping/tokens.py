"""A token for all that we read of what Cal.com tells of a row (or of one seat of it): equal tokens, nothing new to join."""

import json
from hashlib import blake2b

from calcom_integration.dto.part import keys_read
from calcom_integration.dto.row import BookingRow, RowAttendee

# To be raised where `dto.row`, `dto.lenient` or the mapping's code reads other fields, or another thing in them. It sorts after
# those before it, and after the tokens that had none: of two of one moment the larger stands (`domain.booking.row.better`).
READING = "r03"
# When it was touched last is no news while nothing else differs, nor is whose seat it is that an answer was given for. Of the
# people as much counts as is read of them.
_ROW = [key for key in keys_read(BookingRow) if key not in ("updatedAt", "attendees", "seatUid")]
_PERSON = keys_read(RowAttendee)
# Order of keys is no news; ASCII takes what no encoding does.
_spelled = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def tokens_of(row: BookingRow, version: int) -> dict[str, str]:
    """By key of the row or of each seat, read by that version of the mapping."""
    return {row.key_of(seat): token_of(row, seat, version) for seat in row.seats or (None,)}


def token_of(row: BookingRow, seat: RowAttendee | None, version: int) -> str:
    people = (seat.told,) if seat else row.people
    told = [version, row.uid, *map(row.told.get, _ROW), *([*map(each.get, _PERSON)] for each in people)]
    return READING + blake2b(_spelled(told).encode(), digest_size=16).hexdigest()
