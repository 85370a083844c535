"""A patient or the host cancels."""

from calcom_sandbox.acts import meetings
from calcom_sandbox.payloads import cancel as payloads
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox


async def cancel(
    box: Sandbox,
    uid: str,
    reason: str | None = None,
    cancelled_by: str | None = None,
    whole_series: bool = False,
) -> list[Booking]:
    """Cancel a booking, or with `whole_series` every visit still to come; returns the rows.

    One delivery, which names the row asked for, leaves BEFORE the rows change (CALCOM.md L).
    Raises NotFound, NotOpen.
    """
    row = box.open_booking(uid)
    event = payloads.cancelled(box.context(row.event_type_id), row, reason, cancelled_by)
    await box.courier.send("BOOKING_CANCELLED", event)
    rows = [_closed(box, each, reason, cancelled_by) for each in _affected(box, row, whole_series)]
    box.store.put(*rows)
    meetings.unschedule(box, *rows)
    return rows


def _affected(box: Sandbox, asked: Booking, whole_series: bool) -> list[Booking]:
    current = box.store.row(asked.id)
    if not whole_series or asked.recurring_event_id is None:
        return [current]
    rest = [row for row in box.store.series(asked.recurring_event_id) if row.open and row.start >= box.now()]
    return [current, *(row for row in rest if row.id != current.id)]


def _closed(box: Sandbox, row: Booking, reason: str | None, cancelled_by: str | None) -> Booking:
    return row.model_copy(
        update={
            "status": "CANCELLED",
            "cancellation_reason": reason,
            "cancelled_by": cancelled_by,
            "updated_at": box.now(),
        }
    )
