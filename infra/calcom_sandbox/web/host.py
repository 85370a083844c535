"""The host's list of bookings and what can be done with each."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse

from calcom_sandbox.acts import cancelling, hosting, paying, seating
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import Box, page

router = APIRouter(prefix="/bookings", include_in_schema=False)

Reason = Annotated[str, Form()]


@router.get("/upcoming")
async def upcoming(request: Request, box: Box) -> HTMLResponse:
    """What is to come, soonest first; `?uid=` shows one booking, whatever its state (CALCOM.md G)."""
    uid = request.query_params.get("uid")
    rows = (
        [box.booking(uid)] if uid else [row for row in box.store.rows() if row.open and row.end >= box.now()]
    )
    return _list_page(request, box, sorted(rows, key=lambda row: row.start), "upcoming")


@router.get("/past")
async def past(request: Request, box: Box) -> HTMLResponse:
    """What is over, cancelled or rejected, latest first."""
    rows = [row for row in box.store.rows() if not row.open or row.end < box.now()]
    return _list_page(request, box, sorted(rows, key=lambda row: row.start, reverse=True), "past")


@router.post("/{uid}/confirm")
async def confirm(box: Box, uid: str) -> RedirectResponse:
    """Accept a request."""
    await hosting.confirm(box, uid)
    return _back(uid)


@router.post("/{uid}/reject")
async def reject(box: Box, uid: str, reason: Reason = "") -> RedirectResponse:
    """Decline a request."""
    await hosting.reject(box, uid, reason.strip() or None)
    return _back(uid)


@router.post("/{uid}/request-reschedule")
async def request_reschedule(box: Box, uid: str, reason: Reason = "") -> RedirectResponse:
    """Ask for another time."""
    await hosting.request_reschedule(box, uid, reason.strip())
    return _back(uid)


@router.post("/{uid}/cancel")
async def cancel(box: Box, uid: str, reason: Reason) -> RedirectResponse:
    """Cancel; a host has to say why (CALCOM.md D3)."""
    await cancelling.cancel(box, uid, reason.strip(), box.catalogue.organiser.email)
    return _back(uid)


@router.post("/{uid}/cancel-seat")
async def cancel_seat(
    box: Box, uid: str, seat: Annotated[str, Form()], reason: Reason = ""
) -> RedirectResponse:
    """Take one person off a seated booking."""
    await seating.cancel_seat(box, seat, reason.strip() or None)
    return _back(uid)


@router.post("/{uid}/move")
async def move(box: Box, uid: str, start: Annotated[datetime, Form()]) -> RedirectResponse:
    """Move a seated booking in place; `start` is local time at the event type's place."""
    zone = box.event_type(box.booking(uid).event_type_id).zone
    await seating.move_seated(box, uid, start.replace(tzinfo=zone))
    return _back(uid)


@router.post("/{uid}/no-show")
async def no_show(
    box: Box, uid: str, email: Annotated[str, Form()], absent: Annotated[bool, Form()] = True
) -> RedirectResponse:
    """Mark a person as absent, or not."""
    await hosting.mark_no_show(box, uid, email, absent)
    return _back(uid)


@router.post("/{uid}/pay")
async def pay(box: Box, uid: str) -> RedirectResponse:
    """Let the payment arrive."""
    await paying.pay(box, uid)
    return _back(uid)


def _list_page(request: Request, box: Sandbox, rows: list[Booking], tab: str) -> HTMLResponse:
    types = {event_type.id: event_type for event_type in box.catalogue.event_types}
    return page(request, "bookings", rows=rows, types=types, tab=tab, now=box.now())


def _back(uid: str) -> RedirectResponse:
    return RedirectResponse(f"/bookings/upcoming?uid={uid}", status_code=303)
