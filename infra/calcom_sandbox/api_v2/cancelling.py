"""A cancel through the API (CALCOM.md D3, L)."""

from calcom_sandbox.acts import cancelling, seating
from calcom_sandbox.api_v2 import shapes
from calcom_sandbox.api_v2.inputs import Cancellation
from calcom_sandbox.api_v2.problems import ApiError, BareError
from calcom_sandbox.api_v2.seats import require_seat
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox


async def cancelled(box: Sandbox, uid: str, body: Cancellation, by_host: bool) -> Json | list[Json]:
    """Cancel one row, one seat, what follows in a series, or by its uid a whole series. Raises ApiError."""
    known = box.store.find(uid)
    series = [] if known else [row for row in box.store.series(uid) if row.open]
    if series:
        return await _whole_series(box, uid, series, body, by_host)
    row = _cancellable(box, uid)
    if body.seatUid is not None:
        return await _one_seat(box, row, body, by_host)
    _require_reason(box, body, by_host)
    if row.seats and not by_host:
        raise BareError(401, "User not a host of this event.")
    following = body.cancelSubsequentBookings
    if following and row.recurring_event_id is None:
        raise ApiError(400, f"Booking with bookingUid={uid} is not part of a recurring booking.")
    names_rule = not following or box.line.api_series_names_rule
    await cancelling.cancel(box, uid, body.cancellationReason, from_this_on=following, names_rule=names_rule)
    if following and row.recurring_event_id:
        return [shapes.booking(box, each) for each in box.store.series(row.recurring_event_id)]
    return shapes.booking(box, box.booking(uid))


async def _whole_series(
    box: Sandbox, uid: str, visits: list[Booking], body: Cancellation, by_host: bool
) -> list[Json]:
    """Every visit still to come; the one delivery names the last (CALCOM.md L)."""
    _require_reason(box, body, by_host)
    await cancelling.cancel(
        box,
        visits[-1].uid,
        body.cancellationReason,
        whole_series=True,
        names_rule=box.line.api_series_names_rule,
    )
    return [shapes.booking(box, each) for each in box.store.series(uid)]


async def _one_seat(box: Sandbox, row: Booking, body: Cancellation, by_host: bool) -> Json:
    """The row that the others still sit on. Before 6.2 a seat takes no reason (CALCOM.md D3), since then its host must give
    one (M4)."""
    unknown = ["cancelSubsequentBookings"]
    if box.line.seat_cancel_has_reason:
        _require_reason(box, body, by_host)
    else:
        unknown.append("cancellationReason")
    for name in unknown:
        if name in body.model_fields_set:
            raise ApiError(400, f"{name} property is wrong,property {name} should not exist ")
    seat_uid = str(body.seatUid)
    require_seat(box, row, seat_uid)
    return shapes.booking(box, await seating.cancel_seat(box, seat_uid, body.cancellationReason))


def _cancellable(box: Sandbox, uid: str) -> Booking:
    row = box.store.find(uid) or next(iter(box.store.series(uid)), None)
    if row is None:
        raise ApiError(404, f"Booking with uid={uid} not found")
    if not row.open:
        raise ApiError(
            400,
            f"Can't cancel booking with uid={uid} because it has been cancelled already. "
            "Please provide uid of a booking that is not cancelled.",
        )
    if row.end < box.now():
        raise BareError(400, "Cannot cancel a booking that has already ended")
    return row


def _require_reason(box: Sandbox, body: Cancellation, by_host: bool) -> None:
    """The owner's key makes the caller the host, who has to say why (recorded)."""
    if by_host and not (body.cancellationReason or "").strip():
        more = "" if box.line.is_2026 else " when you are the host"
        raise BareError(400, f"Cancellation reason is required{more}")
