"""A patient's own booking: see it, move it, cancel it."""

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from calcom_sandbox.acts import making
from calcom_sandbox.acts.cancelling import cancel
from calcom_sandbox.acts.rescheduling import movable
from calcom_sandbox.acts.seating import cancel_seat
from calcom_sandbox.payloads.embed import Done, Message, messages
from calcom_sandbox.rows import Attendee, Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.booker import booking_address
from calcom_sandbox.web.parts import Box, page

router = APIRouter(include_in_schema=False)


@router.get("/booking/{uid}")
async def show(request: Request, box: Box, uid: str) -> Response:
    """The booking; a stale uid leads to its successor (CALCOM.md G). `?cancel=true` asks for the reason."""
    row = box.booking(uid)
    latest = _latest(box, row)
    if latest.uid != uid:
        return RedirectResponse(booking_address(latest))
    return _booking_page(request, box, row)


@router.post("/booking/{uid}/cancel")
async def cancel_booking(
    box: Box,
    uid: str,
    reason: Annotated[str, Form()] = "",
    seat: Annotated[str, Form()] = "",
    whole_series: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """Cancel the booking, a whole series, or one seat; the page waits for the webhook."""
    row = box.booking(uid)
    if seat:
        await cancel_seat(box, seat, reason.strip() or None)
        return RedirectResponse(booking_address(row, seat, "cancelled"), status_code=303)
    await cancel(box, uid, reason.strip() or None, whole_series=whole_series)
    return RedirectResponse(booking_address(row, done="cancelled"), status_code=303)


@router.get("/reschedule/{uid}")
async def choose_again(request: Request, box: Box, uid: str) -> RedirectResponse:
    """To the event type's page with `rescheduleUid`; `uid` is a booking's or a seat's reference."""
    row = box.store.find_seat(uid) or box.booking(uid)
    latest = _latest(box, row)
    if latest.uid != row.uid:
        return RedirectResponse(booking_address(latest))
    if not row.seats:
        movable(box, row.uid)
    slug = box.event_type(row.event_type_id).slug
    query = request.url.include_query_params(rescheduleUid=uid).query
    return RedirectResponse(f"/{box.catalogue.organiser.username}/{slug}?{query}")


def _booking_page(request: Request, box: Sandbox, row: Booking) -> HTMLResponse:
    seat_uid = request.query_params.get("seatReferenceUid")
    seat = row.seat(seat_uid) if seat_uid else None
    left = seat_uid is not None and seat is None
    people = [row.attendee(seat.attendee_id)] if seat else _visible(row, left)
    series = box.store.series(row.recurring_event_id) if row.recurring_event_id else []
    return page(
        request,
        "booking",
        row=row,
        event_type=box.event_type(row.event_type_id),
        people=people,
        seat_uid=seat_uid if seat else None,
        status="CANCELLED" if left else row.status,
        asked_to_move=bool(row.rescheduled) and not left,
        open=row.open and not left,
        series=series,
        messages=_messages(request, box, _as_seen_by(people, box, row), series),
        cancelling=request.query_params.get("cancel") == "true",
    )


def _as_seen_by(people: list[Attendee], box: Sandbox, row: Booking) -> Booking:
    """The row without those who share it: its title names whoever sat down first."""
    if not row.seats:
        return row
    title = making.title(box, box.event_type(row.event_type_id), people[0].name if people else "")
    return row.model_copy(update={"attendees": people, "title": title})


def _messages(request: Request, box: Sandbox, row: Booking, series: list[Booking]) -> list[Message]:
    done = request.query_params.get("done")
    if done not in get_args(Done):
        return []
    return messages(box.context(row.event_type_id), row, cast(Done, done), series)


def _visible(row: Booking, left: bool) -> list[Attendee]:
    """Who is shown: without a seat reference nobody sees the others of a seated booking."""
    return [] if left or row.seats else row.attendees


def _latest(box: Sandbox, row: Booking) -> Booking:
    successor = box.store.successor(row.uid)
    return row if successor is None else _latest(box, successor)
