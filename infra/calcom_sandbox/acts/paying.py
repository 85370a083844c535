"""A payment arrives."""

from calcom_sandbox.acts import meetings
from calcom_sandbox.errors import NotOpen
from calcom_sandbox.payloads import host
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox


async def pay(box: Sandbox, uid: str) -> Booking:
    """Settle the payment of a pending row: CREATED, then PAID (CALCOM.md L). Raises NotFound, NotOpen."""
    row = box.booking(uid)
    if row.status != "PENDING" or not row.payment or row.paid:
        raise NotOpen
    payment = row.payment[0].model_copy(update={"success": True})
    update = {"paid": True, "payment": [payment], "one_time_password": None, "status": "ACCEPTED"}
    row = row.model_copy(update={**update, "updated_at": box.now()})
    box.store.put(row)
    meetings.schedule(box, row)
    ctx = box.context(row.event_type_id)
    await box.courier.send("BOOKING_CREATED", host.created_by_payment(ctx, row))
    await box.courier.send("BOOKING_PAID", host.paid(ctx, row, payment))
    return row
