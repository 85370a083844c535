"""Seats: several patients share one row, its uid and its id (CALCOM.md A10, L)."""

from datetime import UTC, datetime
from typing import Any

from calcom_sandbox.acts import cancelling, making, meetings
from calcom_sandbox.acts.making import Origin
from calcom_sandbox.answers import checked
from calcom_sandbox.catalogue import EventType
from calcom_sandbox.errors import AlreadySignedUp, NotFound, NotOpen
from calcom_sandbox.ids import new_uid
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.payloads import booker
from calcom_sandbox.payloads.cancel import seat_cancelled
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking, Seat
from calcom_sandbox.sandbox import Sandbox


async def take_seat(box: Sandbox, event_type: EventType, order: Order) -> tuple[Booking, Seat]:
    """Book one seat; the first makes the row. Raises SlotTaken, AlreadySignedUp."""
    origin = making.ordered(event_type, order)
    row, seat, event = _sit_down(box, event_type, order.start, order.answers, order.metadata, origin)
    await box.courier.send("BOOKING_CREATED", event)
    return row, seat


async def cancel_seat(box: Sandbox, seat_uid: str, reason: str | None = None) -> Booking:
    """One person leaves; the last one takes the row along, which since 6.2 lists no attendee then (recorded).
    Raises NotFound, NotOpen."""
    row, seat = seated(box, seat_uid)
    if len(row.seats) == 1:
        [closed] = await cancelling.cancel(box, row.uid, reason)
        if box.line.is_2026:
            box.store.put(_without(box, closed, seat))
        return box.store.row(row.id)
    leaver = row.attendee(seat.attendee_id)
    box.store.put(_without(box, row, seat))
    event = seat_cancelled(box.context(row.event_type_id), row, leaver, reason)
    await box.courier.send("BOOKING_CANCELLED", event)
    return box.store.row(row.id)


async def reschedule_seat(box: Sandbox, seat_uid: str, move: Move) -> tuple[Booking, Seat]:
    """One person moves to another slot: a new seat there, nothing links the rows (CALCOM.md L)."""
    old, seat = seated(box, seat_uid)
    event_type = box.event_type(old.event_type_id)
    answers = checked(event_type, seat.responses | move.answers)
    origin = making.kept(old, seat)
    joined = _row_at(box, event_type, move.start)
    metadata = seat.metadata | move.metadata
    row, new_seat, event = _sit_down(box, event_type, move.start, answers, metadata, origin)
    left = _without(box, box.store.row(old.id), seat)
    box.store.put(left)
    if not left.open:
        meetings.unschedule(box, left)
    event = booker.seat_rescheduled(event, old, joined)
    if joined and box.line.is_2026:
        event = booker.everybody(event, row)
    await box.courier.send("BOOKING_RESCHEDULED", event)
    return row, new_seat


async def move_seated(box: Sandbox, uid: str, start: datetime) -> Booking:
    """The host moves everybody: `start` changes in place, the uid stays. Raises NotOpen, SlotTaken."""
    old = box.open_booking(uid)
    if not old.seats:
        raise NotOpen("Só horários com vários lugares mudam sem um novo agendamento.")
    making.require_place(box, box.event_type(old.event_type_id), start, leaving=old)
    start = start.astimezone(UTC)
    row = old.model_copy(update={"start": start, "end": start + old.length, "updated_at": box.now()})
    box.store.put(row)
    meetings.unschedule(box, old)
    meetings.schedule(box, row)
    event = booker.seated_moved(box.context(row.event_type_id), row, old)
    await box.courier.send("BOOKING_RESCHEDULED", event)
    return row


def seated(box: Sandbox, seat_uid: str) -> tuple[Booking, Seat]:
    """The open row on which a seat is taken, and the seat. Raises NotFound, NotOpen."""
    row = box.store.find_seat(seat_uid)
    seat = row.seat(seat_uid) if row else None
    if row is None or seat is None:
        raise NotFound
    return box.open_booking(row.uid), seat


def _sit_down(
    box: Sandbox,
    event_type: EventType,
    start: datetime,
    answers: dict[str, Any],
    metadata: dict[str, Any],
    origin: Origin,
) -> tuple[Booking, Seat, Json]:
    making.require_place(box, event_type, start)
    existing = _row_at(box, event_type, start)
    if existing and any(each.email == answers["email"] for each in existing.attendees):
        raise AlreadySignedUp
    ical_uid = box.line.ical_uid(new_uid())
    row = existing or _empty_row(box, event_type, start, answers, origin, ical_uid)
    attendee = making.booker(box, answers, origin)
    seat = Seat(attendee_id=attendee.id, responses=origin.stored(answers), metadata=metadata)
    people = {"attendees": [*row.attendees, attendee], "seats": [*row.seats, seat]}
    row = row.model_copy(update={**people, "updated_at": box.now()})
    box.store.put(row)
    if existing is None:
        meetings.schedule(box, row)
    party = booker.of_seat(row, seat, making.title(box, event_type, attendee.name))
    return row, seat, booker.seat_taken(box.context(event_type.id), row, party, seat, ical_uid)


def _empty_row(
    box: Sandbox,
    event_type: EventType,
    start: datetime,
    answers: dict[str, Any],
    origin: Origin,
    ical_uid: str,
) -> Booking:
    nobody: dict[str, Any] = {"attendees": [], "responses": None, "description": None}
    return making.new_row(box, event_type, start, answers, origin, "ACCEPTED", ical_uid=ical_uid, **nobody)


def _row_at(box: Sandbox, event_type: EventType, start: datetime) -> Booking | None:
    return next((row for row in box.store.at(event_type.id) if row.start == start), None)


def _without(box: Sandbox, row: Booking, seat: Seat) -> Booking:
    """The row after a person left; nobody left closes it without a word (5.4 handleSeats)."""
    attendees = [each for each in row.attendees if each.id != seat.attendee_id]
    seats = [each for each in row.seats if each.reference_uid != seat.reference_uid]
    empty = {} if seats else {"status": "CANCELLED"}
    update = {"attendees": attendees, "seats": seats, "updated_at": box.now(), **empty}
    return row.model_copy(update=update)
