"""The control API: everything that people do on the pages, the faults and the deliveries, as JSON."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict

from calcom_sandbox.acts import booking, cancelling, hosting, meetings, paying, rescheduling, seating
from calcom_sandbox.errors import Refused
from calcom_sandbox.faults import Faults
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.payloads.notices import ping
from calcom_sandbox.rows import Booking
from calcom_sandbox.web.parts import Box

router = APIRouter(tags=["control"])


class Asked(BaseModel):
    """A body without surprises."""

    model_config = ConfigDict(extra="forbid")


class Reason(Asked):
    """Why, in the words of whoever acts."""

    reason: str | None = None


class Cancellation(Reason):
    """A cancel: by a guest (`cancelled_by` absent or theirs) or by the host, one visit or the series."""

    by: Literal["guest", "host"] = "guest"
    cancelled_by: str | None = None
    whole_series: bool = False


class NoShow(Asked):
    """Who did not come, or did after all."""

    email: str
    no_show: bool = True


class NewStart(Asked):
    """A new start for everybody of a seated booking."""

    start: AwareDatetime


@router.get("/sandbox/bookings")
async def rows(box: Box, updated_since: AwareDatetime | None = None) -> list[Booking]:
    """Every row, oldest first."""
    found = box.store.rows()
    return [row for row in found if updated_since is None or row.updated_at >= updated_since]


@router.get("/sandbox/bookings/{uid}")
async def row(box: Box, uid: str) -> Booking:
    """One row."""
    return box.booking(uid)


@router.delete("/sandbox/bookings/{uid}", status_code=204)
async def vanish(box: Box, uid: str) -> None:
    """Take a row away as if it had never been: nothing is sent, API v2 answers 404."""
    row = box.booking(uid)
    meetings.unschedule(box, row)
    box.store.vanish(row)


@router.post("/sandbox/bookings", status_code=201)
async def book(box: Box, order: Order) -> list[Booking]:
    """Book; several rows for a recurring type. A new seat is the last of the row's `seats`."""
    return await booking.book(box, order)


@router.post("/sandbox/bookings/{uid}/reschedule", status_code=201)
async def reschedule(box: Box, uid: str, move: Move) -> Booking:
    """Move a booking; the new row."""
    return await rescheduling.reschedule(box, uid, move)


@router.post("/sandbox/bookings/{uid}/cancel")
async def cancel(box: Box, uid: str, body: Cancellation) -> list[Booking]:
    """Cancel; every row that changed. A host has to give a reason (CALCOM.md D3)."""
    by_host = body.by == "host"
    if by_host and not body.reason:
        raise Refused("Quem cancela pela clínica precisa dizer o motivo.")
    author = box.catalogue.organiser.email if by_host else body.cancelled_by
    return await cancelling.cancel(box, uid, body.reason, author, body.whole_series)


@router.post("/sandbox/bookings/{uid}/confirm")
async def confirm(box: Box, uid: str) -> Booking:
    """Accept a request."""
    return await hosting.confirm(box, uid)


@router.post("/sandbox/bookings/{uid}/reject")
async def reject(box: Box, uid: str, body: Reason) -> Booking:
    """Decline a request."""
    return await hosting.reject(box, uid, body.reason)


@router.post("/sandbox/bookings/{uid}/request-reschedule")
async def request_reschedule(box: Box, uid: str, body: Reason) -> Booking:
    """Ask the patient for another time."""
    return await hosting.request_reschedule(box, uid, body.reason or "")


@router.post("/sandbox/bookings/{uid}/no-show")
async def no_show(box: Box, uid: str, body: NoShow) -> Booking:
    """Mark an attendee."""
    return await hosting.mark_no_show(box, uid, body.email, body.no_show)


@router.post("/sandbox/bookings/{uid}/pay")
async def pay(box: Box, uid: str) -> Booking:
    """Let the payment arrive."""
    return await paying.pay(box, uid)


@router.post("/sandbox/bookings/{uid}/move")
async def move_seated(box: Box, uid: str, body: NewStart) -> Booking:
    """Move a seated booking in place."""
    return await seating.move_seated(box, uid, body.start)


@router.post("/sandbox/bookings/{uid}/meeting-{moment}")
async def fire_meeting(box: Box, uid: str, moment: Literal["started", "ended"]) -> dict[str, int]:
    """Send a visit's MEETING_STARTED or MEETING_ENDED now."""
    trigger: meetings.MeetingTrigger = "MEETING_STARTED" if moment == "started" else "MEETING_ENDED"
    return {"sent": await meetings.fire(box, uid, trigger)}


@router.post("/sandbox/seats/{seat_uid}/cancel")
async def cancel_seat(box: Box, seat_uid: str, body: Reason) -> Booking:
    """One person leaves."""
    return await seating.cancel_seat(box, seat_uid, body.reason)


@router.post("/sandbox/seats/{seat_uid}/reschedule", status_code=201)
async def reschedule_seat(box: Box, seat_uid: str, move: Move) -> dict[str, Any]:
    """One person moves to another slot; the row there and the new seat."""
    row, seat = await seating.reschedule_seat(box, seat_uid, move)
    return {"booking": row, "seat": seat}


@router.post("/api/cron/webhookTriggers")
async def cron_webhook_triggers(box: Box) -> dict[str, int]:
    """Cal.com's own cron path: send the MEETING_* deliveries that are due (CALCOM.md H3)."""
    return {"sent": await meetings.run_due(box)}


@router.get("/sandbox/faults")
async def faults(box: Box) -> Faults:
    """The faults in force."""
    return box.courier.faults


@router.put("/sandbox/faults")
async def set_faults(box: Box, faults: Faults) -> Faults:
    """Replace all faults; an empty body switches them off."""
    box.courier.set_faults(faults)
    return faults


@router.get("/sandbox/deliveries")
async def deliveries(box: Box) -> list[dict[str, Any]]:
    """Every delivery made, with the subscriber's answer."""
    return [delivery.facts() for delivery in box.courier.log.entries()]


@router.post("/sandbox/deliveries/flush")
async def flush(box: Box) -> dict[str, int]:
    """Send what is held or delayed, and wait for the answers."""
    return {"sent": await box.courier.flush()}


@router.post("/sandbox/ping")
async def send_ping(box: Box) -> dict[str, Any]:
    """The test button of the webhook's page."""
    await box.courier.send("PING", ping(box.now()))
    return box.courier.log.entries()[-1].facts()


@router.post("/sandbox/reset")
async def reset(box: Box) -> dict[str, str]:
    """Forget rows, deliveries, faults, limits, the clock's setting, and what API v2 changed."""
    await box.reset()
    return {"status": "ok"}
