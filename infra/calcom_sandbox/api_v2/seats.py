"""Seats named in a request."""

from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox


def require_seat(box: Sandbox, row: Booking, seat_uid: str) -> None:
    """Raise 400 unless the seat is taken, on this row (5.4 bookings.service)."""
    holder = box.store.find_seat(seat_uid)
    if holder is None:
        raise ApiError(400, "Invalid seatUid: this seat does not exist or has already been cancelled.")
    if holder.id != row.id:
        raise ApiError(400, "Invalid seatUid: this seat does not belong to this booking.")
