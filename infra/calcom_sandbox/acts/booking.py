"""A patient books."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from calcom_sandbox.acts import making, meetings, seating
from calcom_sandbox.answers import checked
from calcom_sandbox.catalogue import EventType
from calcom_sandbox.orders import Order
from calcom_sandbox.payloads import booker
from calcom_sandbox.rows import Booking, Status
from calcom_sandbox.sandbox import Sandbox


async def book(box: Sandbox, order: Order) -> list[Booking]:
    """Take a slot (each slot of a series); returns the rows. The caller waits for every delivery.

    Raises NotFound, InvalidAnswers, SlotTaken and, for seats, AlreadySignedUp.
    """
    event_type = box.event_type(order.event_type_id)
    order = order.model_copy(update={"answers": checked(event_type, order.answers)})
    if event_type.seats:
        row, _ = await seating.take_seat(box, event_type, order)
        return [row]
    starts = series_starts(event_type, order)
    for start in starts:
        making.require_place(box, event_type, start)
    series = str(uuid4()) if event_type.recurrence else None
    return [await _book_one(box, event_type, order, start, series) for start in starts]


def series_starts(event_type: EventType, order: Order) -> list[datetime]:
    """The starts of an order: one, or weekly at the same local hour for a recurring type."""
    rule = event_type.recurrence
    if rule is None:
        return [order.start]
    local, step = order.start.astimezone(event_type.zone), timedelta(weeks=rule["interval"])
    visits = min(order.count or rule["count"], rule["count"])
    return [(local + step * visit).astimezone(UTC) for visit in range(visits)]


async def _book_one(
    box: Sandbox, event_type: EventType, order: Order, start: datetime, series: str | None
) -> Booking:
    status: Status = "PENDING" if event_type.requires_confirmation or event_type.price else "ACCEPTED"
    row = making.new_row(
        box,
        event_type,
        start,
        order.answers,
        making.ordered(event_type, order),
        status,
        metadata=order.metadata,
        recurring_event_id=series,
        payment=making.payment_due(box, event_type),
    )
    box.store.put(row)
    await _announce(box, row)
    return row


async def _announce(box: Sandbox, row: Booking) -> None:
    ctx = box.context(row.event_type_id)
    event = booker.booked(ctx, row)
    if row.payment:
        event = booker.payment_initiated(event, row.payment[0].id)
        await box.courier.send("BOOKING_PAYMENT_INITIATED", event)
    elif row.status == "PENDING":
        await box.courier.send("BOOKING_REQUESTED", booker.requested(ctx, row))
    else:
        meetings.schedule(box, row)
        await box.courier.send("BOOKING_CREATED", event)
