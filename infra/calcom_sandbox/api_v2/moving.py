"""A reschedule through the API (CALCOM.md B, L)."""

from calcom_sandbox.acts import rescheduling, seating
from calcom_sandbox.api_v2 import shapes
from calcom_sandbox.api_v2.inputs import Reschedule
from calcom_sandbox.api_v2.problems import ApiError, BareError
from calcom_sandbox.api_v2.seats import require_seat
from calcom_sandbox.orders import Move
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox


async def moved(box: Sandbox, uid: str, body: Reschedule, by_owner: bool) -> Json:
    """Move a booking, one seat, or, by the owner, a whole seated booking in place. Raises ApiError, Refused.

    With the owner's key the new row is accepted at once, whoever `rescheduledBy` names (CALCOM.md A10, I25).
    """
    row = _movable(box, uid)
    if body.start < box.now():
        raise ApiError(400, "Attempting to book a meeting in the past.")
    move = Move(
        start=body.start,
        rescheduled_by=body.rescheduledBy,
        api_reason=body.reschedulingReason,
        by_owner=by_owner,
    )
    if body.seatUid is not None:
        require_seat(box, row, body.seatUid)
        joined, seat = await seating.reschedule_seat(box, body.seatUid, move)
        return shapes.booking(box, joined, seat.reference_uid)
    if row.seats:
        return shapes.booking(box, await _moved_with_everybody(box, row, body, by_owner))
    return shapes.booking(box, await rescheduling.reschedule(box, uid, move))


async def _moved_with_everybody(box: Sandbox, row: Booking, body: Reschedule, by_owner: bool) -> Booking:
    if not by_owner:
        raise ApiError(400, "seatUid property is wrong,seatUid must be a string ")
    return await seating.move_seated(box, row.uid, body.start)


def _movable(box: Sandbox, uid: str) -> Booking:
    """The row, unless Cal.com refuses; a row that the host asked to move counts as moved to nowhere."""
    row = box.store.find(uid)
    if row is None:
        raise ApiError(404, f"Booking with uid={uid} was not found in the database")
    if row.status == "REJECTED":
        raise BareError(404, "Could not find original booking")
    if row.status == "CANCELLED":
        raise ApiError(400, f"Can't reschedule booking with uid={uid} because {_why_not(box, row)}")
    return row


def _why_not(box: Sandbox, row: Booking) -> str:
    if not row.rescheduled:
        return "it has been cancelled. Please provide uid of a booking that is not cancelled."
    successor = box.store.successor(row.uid)
    to = successor.uid if successor else "undefined"
    return (
        f"it has been cancelled and rescheduled already to booking with uid={to}. "
        f"You probably want to reschedule {to} instead by passing it within the request URL."
    )
