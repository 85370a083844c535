"""Where patients choose: the list of event types, a day and a slot, the form."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from calcom_sandbox.acts.booking import book
from calcom_sandbox.acts.rescheduling import movable, reschedule
from calcom_sandbox.acts.seating import reschedule_seat, seated
from calcom_sandbox.catalogue import EventType
from calcom_sandbox.errors import AlreadySignedUp, InvalidAnswers, NotFound, SlotTaken
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.payloads.embed import BOOKER, Done
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.slots import days, open_slots, places_left
from calcom_sandbox.web.forms import answers_of, metadata_of, prefilled, with_query
from calcom_sandbox.web.parts import Box, page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front_door(box: Box) -> RedirectResponse:
    """To the organiser's page."""
    return RedirectResponse(f"/{box.catalogue.organiser.username}")


@router.get("/{username}")
async def event_types(request: Request, box: Box, username: str) -> HTMLResponse:
    """What can be booked."""
    _require_organiser(box, username)
    listed = [each for each in box.catalogue.event_types if each.is_listed]
    return page(request, "event_types", event_types=listed)


@router.get("/{username}/{slug}")
async def choose(request: Request, box: Box, username: str, slug: str) -> HTMLResponse:
    """A day and a slot; once `slot` is in the address, the form."""
    event_type = _event_type(box, username, slug)
    slot = _instant(request.query_params.get("slot"))
    if slot is None:
        return _slot_page(request, box, event_type)
    answers = prefilled(event_type, request, _earlier_answers(box, request))
    return _form_page(request, box, event_type, slot, answers)


@router.post("/{username}/{slug}")
async def submit(request: Request, box: Box, username: str, slug: str) -> Response:
    """Book or reschedule; the answer waits for the webhook, as Cal.com's does (CALCOM.md A8)."""
    event_type = _event_type(box, username, slug)
    form = await request.form()
    slot = _instant(str(form.get("slot", "")))
    if slot is None or slot <= box.now():
        return _slot_page(request, box, event_type, alert="Este horário já passou. Escolha outro.")
    answers = answers_of(event_type, form)
    try:
        address = await _carry_out(request, box, event_type, slot, answers, metadata_of(form))
    except InvalidAnswers as error:
        return _form_page(request, box, event_type, slot, answers, wrong=error.fields)
    except (SlotTaken, AlreadySignedUp) as error:
        return _slot_page(request, box, event_type, alert=str(error))
    return RedirectResponse(address, status_code=303)


async def _carry_out(
    request: Request,
    box: Sandbox,
    event_type: EventType,
    slot: datetime,
    answers: dict[str, Any],
    metadata: dict[str, str],
) -> str:
    moved = request.query_params.get("rescheduleUid")
    if moved is None:
        order = Order(event_type_id=event_type.id, start=slot, answers=answers, metadata=metadata)
        row = (await book(box, order))[0]
        return booking_address(row, row.seats[-1].reference_uid if row.seats else None, "booked")
    author = request.query_params.get("rescheduledBy")
    move = Move(start=slot, answers=answers, metadata=metadata, rescheduled_by=author)
    if event_type.seats:
        row, seat = await reschedule_seat(box, moved, move)
        return booking_address(row, seat.reference_uid, "rescheduled")
    return booking_address(await reschedule(box, moved, move), done="rescheduled")


def booking_address(row: Booking, seat_uid: str | None = None, done: Done | None = None) -> str:
    """The page of a booking, or of one seat of it; `done` lets that page tell the widget what just happened."""
    query = {"seatReferenceUid": seat_uid, "done": done}
    told = urlencode({name: value for name, value in query.items() if value})
    return f"/booking/{row.uid}" + (f"?{told}" if told else "")


def _slot_page(
    request: Request, box: Sandbox, event_type: EventType, alert: str | None = None
) -> HTMLResponse:
    offered = days(event_type, box.now())
    taken = box.store.at(event_type.id)
    open_by_day = {day: open_slots(event_type, day, taken, box.now()) for day in offered}
    first = next((day for day in offered if open_by_day[day]), offered[0])
    chosen = _date(request.query_params.get("date"), offered, first)
    return page(
        request,
        "choose_slot",
        status_code=409 if alert else 200,
        messages=BOOKER,
        event_type=event_type,
        alert=alert,
        days=[
            (day, bool(open_by_day[day]), with_query(request, date=day.isoformat(), slot=None))
            for day in offered
        ],
        chosen=chosen,
        slots=[_slot_link(request, event_type, start, taken) for start in open_by_day[chosen]],
        rescheduling="rescheduleUid" in request.query_params,
    )


def _slot_link(
    request: Request, event_type: EventType, start: datetime, taken: list[Booking]
) -> tuple[datetime, int, str]:
    address = with_query(request, slot=start.strftime("%Y-%m-%dT%H:%M:%SZ"), date=None)
    return start, places_left(event_type, start, taken), address


def _form_page(
    request: Request,
    box: Sandbox,
    event_type: EventType,
    slot: datetime,
    answers: dict[str, Any],
    wrong: dict[str, str] | None = None,
) -> HTMLResponse:
    rescheduling = "rescheduleUid" in request.query_params
    asked = [
        question
        for question in event_type.questions
        if question.kind != "location" and (rescheduling or question.slug != "rescheduleReason")
    ]
    return page(
        request,
        "form",
        status_code=422 if wrong else 200,
        messages=BOOKER,
        event_type=event_type,
        slot=slot,
        questions=asked,
        answers=answers,
        metadata=metadata_of(request.query_params),
        wrong=wrong or {},
        back=with_query(request, slot=None),
        rescheduling=rescheduling,
    )


def _earlier_answers(box: Sandbox, request: Request) -> dict[str, Any]:
    uid = request.query_params.get("rescheduleUid")
    if uid is None:
        return {}
    if box.store.find_seat(uid):
        return seated(box, uid)[1].responses
    known = movable(box, uid).responses or {}
    return {slug: value for slug, value in known.items() if slug != "rescheduleReason"}


def _require_organiser(box: Sandbox, username: str) -> None:
    if username != box.catalogue.organiser.username:
        raise NotFound("Esta página não existe.")


def _event_type(box: Sandbox, username: str, slug: str) -> EventType:
    _require_organiser(box, username)
    try:
        return box.catalogue.by_slug(slug)
    except KeyError:
        raise NotFound("Não encontramos este tipo de agendamento.") from None


def _date(text: str | None, offered: list[date], default: date) -> date:
    return next((day for day in offered if day.isoformat() == text), default)


def _instant(text: str | None) -> datetime | None:
    """A slot in the address; nonsense counts as no slot, as Cal.com skips invalid prefill."""
    try:
        parsed = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return parsed.astimezone(UTC) if parsed.tzinfo else None
