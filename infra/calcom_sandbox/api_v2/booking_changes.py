"""What becomes of a booking: moved, cancelled, answered, missed (CALCOM.md B, D3)."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends

from calcom_sandbox.acts import hosting
from calcom_sandbox.api_v2 import shapes
from calcom_sandbox.api_v2.access import BOOKINGS, Keyed, Owner, Version
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.api_v2.cancelling import cancelled
from calcom_sandbox.api_v2.inputs import Absence, Cancellation, Decline, Reschedule
from calcom_sandbox.api_v2.moving import moved
from calcom_sandbox.api_v2.problems import ApiError, NotPending
from calcom_sandbox.errors import NotOpen
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import Box

router = APIRouter(prefix="/bookings/{uid}", dependencies=[Depends(Version(BOOKINGS))])


@router.post("/reschedule", status_code=201)
async def reschedule(box: Box, keyed: Keyed, uid: str, body: Reschedule) -> Json:
    """Move a booking or one seat; the new row."""
    return success(await moved(box, uid, body, keyed))


@router.post("/cancel")
async def cancel(
    box: Box, keyed: Keyed, uid: str, body: Annotated[Cancellation, Body(default_factory=Cancellation)]
) -> Json:
    """Cancel a booking, a seat, or visits of a series; what it looks like afterwards."""
    return success(await cancelled(box, uid, body, keyed))


@router.post("/confirm", dependencies=[Owner])
async def confirm(box: Box, uid: str) -> Json:
    """Accept a request."""
    _known(box, uid)
    try:
        return success(shapes.booking(box, await hosting.confirm(box, uid)))
    except NotOpen:
        raise NotPending from None


@router.post("/decline", dependencies=[Owner])
async def decline(box: Box, uid: str, body: Annotated[Decline, Body(default_factory=Decline)]) -> Json:
    """Decline a request."""
    _known(box, uid)
    try:
        return success(shapes.booking(box, await hosting.reject(box, uid, body.reason)))
    except NotOpen:
        raise NotPending from None


@router.post("/mark-absent", dependencies=[Owner])
async def mark_absent(box: Box, uid: str, body: Absence) -> Json:
    """Note who did not come, once the visit has begun; one delivery for each attendee, none for the host."""
    row = _known(box, uid)
    _require_begun(box, row)
    known = {each.email for each in row.attendees}
    for each in body.attendees:
        if each.email not in known:
            raise ApiError(404, "Attendee not found on this booking")
    for each in body.attendees:
        await hosting.mark_no_show(box, uid, each.email, each.absent)
    if body.host is not None:
        hosting.mark_host_absent(box, uid, body.host)
    return success(shapes.booking(box, box.booking(uid)))


def _known(box: Sandbox, uid: str) -> Booking:
    row = box.store.find(uid)
    if row is None:
        raise ApiError(404, f"Booking with uid={uid} was not found in the database")
    return row


def _require_begun(box: Sandbox, row: Booking) -> None:
    if box.now() < row.start:
        now, start = with_millis(box.now()), with_millis(row.start)
        raise ApiError(
            400,
            "Bookings can only be marked as absent after their scheduled start time. "
            f"Current time in UTC+0: {now}, Booking start time in UTC+0: {start}",
        )
