"""A patient or the host cancels."""

from datetime import datetime

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
    from_this_on: bool = False,
    names_rule: bool = True,
) -> list[Booking]:
    """Cancel a booking, with `whole_series` also every visit still to come, with `from_this_on` those after it.

    Returns the rows. One delivery, which names the row asked for, leaves BEFORE they change (CALCOM.md L); `names_rule` says
    whether it names the rule of a series.
    Raises NotFound, NotOpen.
    """
    row = box.open_booking(uid)
    context = box.context(row.event_type_id)
    event = payloads.cancelled(context, row, reason, cancelled_by, names_rule=names_rule)
    await box.courier.send("BOOKING_CANCELLED", event)
    since = box.now() if whole_series else row.start if from_this_on else None
    rows = [_closed(box, each, reason, cancelled_by) for each in _affected(box, row, since)]
    box.store.put(*rows)
    meetings.unschedule(box, *rows)
    return rows


def _affected(box: Sandbox, asked: Booking, since: datetime | None) -> list[Booking]:
    current = box.store.row(asked.id)
    if since is None or asked.recurring_event_id is None:
        return [current]
    rest = [row for row in box.store.series(asked.recurring_event_id) if row.open and row.start >= since]
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
