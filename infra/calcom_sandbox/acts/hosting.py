"""The host answers requests, asks for another time, notes who did not come."""

from calcom_sandbox.acts import meetings
from calcom_sandbox.errors import NotFound, NotOpen
from calcom_sandbox.payloads import host, notices
from calcom_sandbox.payloads.cancel import reschedule_requested
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox


async def confirm(box: Sandbox, uid: str) -> Booking:
    """Accept a pending booking, in 6.2 also a closed one (CALCOM.md M3): the same uid and id become ACCEPTED.

    Raises NotFound, NotOpen.
    """
    row = _confirmable(box, uid) if box.line.confirms_closed else _awaiting_answer(box, uid)
    update = {"status": "ACCEPTED", "one_time_password": None, "updated_at": box.now()}
    row = row.model_copy(update=update)
    box.store.put(row)
    meetings.schedule(box, row)
    await box.courier.send("BOOKING_CREATED", host.confirmed(box.context(row.event_type_id), row))
    return row


async def reject(box: Sandbox, uid: str, reason: str | None = None) -> Booking:
    """Decline a pending booking. Raises NotFound, NotOpen."""
    row = _awaiting_answer(box, uid)
    update = {"status": "REJECTED", "rejection_reason": reason, "updated_at": box.now()}
    row = row.model_copy(update=update)
    box.store.put(row)
    await box.courier.send("BOOKING_REJECTED", host.rejected(box.context(row.event_type_id), row))
    return row


async def request_reschedule(box: Sandbox, uid: str, reason: str = "") -> Booking:
    """Ask the patient for another time: the row closes, a new choice may follow (CALCOM.md A10)."""
    row = box.open_booking(uid).model_copy(
        update={
            "status": "CANCELLED",
            "rescheduled": True,
            "cancellation_reason": reason,
            "cancelled_by": box.catalogue.organiser.email,
            "updated_at": box.now(),
        }
    )
    box.store.put(row)
    meetings.unschedule(box, row)
    await box.courier.send("BOOKING_CANCELLED", reschedule_requested(box.context(row.event_type_id), row))
    return row


async def mark_no_show(box: Sandbox, uid: str, email: str, no_show: bool = True) -> Booking:
    """Note that an attendee did not come, or take it back. Raises NotFound."""
    row = box.booking(uid)
    attendees = [
        each.model_copy(update={"no_show": no_show}) if each.email == email else each
        for each in row.attendees
    ]
    absent = next((each for each in attendees if each.email == email), None)
    if absent is None:
        raise NotFound("Não encontramos esta pessoa no agendamento.")
    stamp = {"updated_at": box.now()} if box.line.absence_is_an_update else {}
    row = row.model_copy(update={"attendees": attendees, **stamp})
    box.store.put(row)
    await box.courier.send("BOOKING_NO_SHOW_UPDATED", notices.no_show(row, absent))
    return row


def mark_host_absent(box: Sandbox, uid: str, absent: bool) -> Booking:
    """Note that the host did not come; nobody is told (CALCOM.md A10). Raises NotFound."""
    row = box.booking(uid).model_copy(update={"no_show_host": absent, "updated_at": box.now()})
    box.store.put(row)
    return row


def _confirmable(box: Sandbox, uid: str) -> Booking:
    """Any row that is not accepted yet and not unpaid: 6.2 looks at nothing else, not even at a row that took its place."""
    row = box.booking(uid)
    if row.status == "ACCEPTED" or (row.payment and not row.paid):
        raise NotOpen
    return row


def _awaiting_answer(box: Sandbox, uid: str) -> Booking:
    row = box.booking(uid)
    if row.status != "PENDING" or (row.payment and not row.paid):
        raise NotOpen
    return row
