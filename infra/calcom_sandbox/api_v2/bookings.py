"""One booking: made, and read back (CALCOM.md D3)."""

from fastapi import APIRouter

from calcom_sandbox.acts import booking as acts
from calcom_sandbox.api_v2 import legacy, shapes
from calcom_sandbox.api_v2.access import Current
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.api_v2.inputs import NewBooking
from calcom_sandbox.api_v2.ordering import ordered
from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import Box

router = APIRouter(prefix="/bookings")


@router.post("", status_code=201)
async def create(box: Box, current: Current, body: NewBooking) -> Json:
    """Book; an array for a series, `seatUid` for a seat. The answer waits for the webhooks, as Cal.com's does."""
    if not current:
        raise ApiError(400, "responses property is wrong,responses must be an object ")
    rows = await acts.book(box, ordered(box, body))
    event_type = box.event_type(rows[0].event_type_id)
    if event_type.seats:
        return success(shapes.booking(box, rows[0], rows[0].seats[-1].reference_uid))
    shown = shapes_of(box, rows)
    return success(shown if event_type.recurrence else shown[0])


@router.get("/{uid}")
async def read(box: Box, current: Current, uid: str) -> Json:
    """One booking, without a key (CALCOM.md I22); a series' uid reads as the array of its visits."""
    row = box.store.find(uid)
    series = [] if row else box.store.series(uid)
    if not series and row is None:
        raise ApiError(404, f"Booking with uid={uid} was not found in the database")
    if not current:
        return success(legacy.booking(box, row or series[0]))
    return success(shapes.booking(box, row) if row else shapes_of(box, series))


def shapes_of(box: Sandbox, rows: list[Booking]) -> list[Json]:
    """Several rows."""
    return [shapes.booking(box, row) for row in rows]
