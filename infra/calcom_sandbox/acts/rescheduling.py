"""A patient or the host moves a booking: a new row with a new uid (CALCOM.md B)."""

from calcom_sandbox.acts import making, meetings
from calcom_sandbox.answers import checked
from calcom_sandbox.catalogue import EventType
from calcom_sandbox.errors import NotOpen
from calcom_sandbox.orders import Move
from calcom_sandbox.payloads import booker
from calcom_sandbox.rows import Booking, Status
from calcom_sandbox.sandbox import Sandbox


async def reschedule(box: Sandbox, uid: str, move: Move) -> Booking:
    """Move a booking that is open, or that the host asked to move; returns the new row.

    Raises NotFound, NotOpen (also when it has a successor), SlotTaken, InvalidAnswers.
    """
    old = movable(box, uid)
    event_type = box.event_type(old.event_type_id)
    making.require_place(box, event_type, move.start, leaving=old)
    row = _successor(box, event_type, old, move)
    old = old.model_copy(
        update={
            "status": "CANCELLED",
            "rescheduled": True,
            "rescheduled_by": move.rescheduled_by,
            "updated_at": box.now(),
        }
    )
    box.store.put(old, row)
    meetings.unschedule(box, old)
    await _announce(box, row, old)
    return row


def movable(box: Sandbox, uid: str) -> Booking:
    """The row if a new time can be chosen for it; a plain cancel or a rejection is final."""
    row = box.booking(uid)
    if row.seats:
        raise NotOpen("Este horário é de várias pessoas: mude o lugar de cada uma.")
    if box.store.successor(uid) or not (row.open or row.rescheduled):
        raise NotOpen
    return row


def _successor(box: Sandbox, event_type: EventType, old: Booking, move: Move) -> Booking:
    earlier = {slug: value for slug, value in (old.responses or {}).items() if slug != "rescheduleReason"}
    answers = checked(event_type, earlier | move.answers)
    api_reason = {"rescheduledReason": move.api_reason} if move.api_reason else {}
    unpaid = event_type.price > 0 and not old.paid
    return making.new_row(
        box,
        event_type,
        move.start,
        answers | api_reason,
        making.kept(old),
        _status(box, event_type, move),
        metadata=old.metadata | move.metadata,
        recurring_event_id=old.recurring_event_id,
        from_reschedule=old.uid,
        cancellation_reason=answers.get("rescheduleReason") or None,
        ical_uid=old.ical_uid,
        ical_sequence=old.ical_sequence + 1 if box.line.is_2026 else 0,
        paid=old.paid,
        payment=making.payment_due(box, event_type) if unpaid else old.payment,
    )


def _status(box: Sandbox, event_type: EventType, move: Move) -> Status:
    """Accepted at once only if nothing needs confirmation or the organiser moves it (CALCOM.md A10, I25)."""
    if move.by_owner or move.rescheduled_by == box.catalogue.organiser.email:
        return "ACCEPTED"
    return "PENDING" if event_type.requires_confirmation or event_type.price else "ACCEPTED"


async def _announce(box: Sandbox, row: Booking, old: Booking) -> None:
    ctx = box.context(row.event_type_id)
    event = booker.rescheduled(ctx, row, old)
    if row.payment and not row.paid:
        event = booker.payment_initiated(event, row.payment[0].id)
        await box.courier.send("BOOKING_PAYMENT_INITIATED", event)
    elif row.status == "PENDING":
        await box.courier.send("BOOKING_REQUESTED", booker.requested(ctx, row, old))
    else:
        meetings.schedule(box, row)
        await box.courier.send("BOOKING_RESCHEDULED", event)
