"""One seat is cancelled on either line of servers: with the reason, or without it where the server does not know it (M4)."""

import json

import httpx
import pytest

from calcom_integration.client import CalComClient, Final, Refusal, UnknownOutcome
from tests.calcom_api import CalComDouble, recorded, refusal

UID = "iHnEeT1mnZKzDJLETk6X8Q"
SEAT = "52b02696-fd8e-4387-9349-fb7bef26d889"
LINE_6_2 = "caldiy_6_2_0"
# What Cal.com's own input pipe says of a property that it does not know (its source, 5.2 to 5.4).
UNKNOWN = "cancellationReason property is wrong,property cancellationReason should not exist "


async def cancel_seat(client: CalComClient) -> object:
    return await client.bookings.cancel(UID, reason="teste", seat=SEAT)


def sent(cal: CalComDouble) -> list[dict[str, object]]:
    return [json.loads(request.content) for request in cal.requests]


async def test_cal_diy_6_2_is_asked_once_as_it_was_recorded(cal: CalComDouble) -> None:
    cal.answer(recorded("api__seat-cancel-200_with_reason", LINE_6_2))
    [row] = await cal.client.bookings.cancel(UID, reason="teste", seat=SEAT)
    assert (row.uid, row.status, row.attendees) == (UID, "cancelled", ())
    assert sent(cal) == [{"cancellationReason": "teste", "seatUid": SEAT}]


async def test_cal_diy_6_2_refuses_a_seat_s_cancel_without_a_reason(cal: CalComDouble) -> None:
    cal.answer(recorded("api__seat-cancel-400_reason_required_by_host", LINE_6_2))
    with pytest.raises(Final) as refused:
        await cancel_seat(cal.client)
    assert refused.value.code is Refusal.REASON_NEEDED
    assert len(sent(cal)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        refusal(400, UNKNOWN),
        httpx.Response(400, json={"statusCode": 400, "message": UNKNOWN}),
        httpx.Response(400, json={"statusCode": 400, "message": [UNKNOWN]}),
    ],
    ids=["envelope", "bare", "list"],
)
async def test_an_older_server_is_asked_again_without_the_reason(
    cal: CalComDouble, answer: httpx.Response
) -> None:
    cal.answer(answer, recorded("api__seat-cancel-200_with_reason", LINE_6_2))
    await cancel_seat(cal.client)
    assert sent(cal) == [{"seatUid": SEAT, "cancellationReason": "teste"}, {"seatUid": SEAT}]


OTHERS = {
    "the seat is wrong too": (400, f"{UNKNOWN}, seatUid property is wrong,seatUid must be a string "),
    "another property": (400, "seatUid property is wrong,property seatUid should not exist "),
    "the reason is no text": (400, "cancellationReason property is wrong,cancellationReason must be a string "),
    "no such seat": (400, "Invalid seatUid: this seat does not exist or has already been cancelled."),
    "over": (400, "Cannot cancel a booking that has already ended"),
    "cancelled": (400, f"Can't cancel booking with uid={UID} because it has been cancelled already."),
    "quoted": (400, f"Booking {UNKNOWN} failed"),
    "not a 400": (403, UNKNOWN),
    "not found": (404, f"Booking with uid={UID} not found"),
    "a key of somebody else": (401, "User not a host of this event."),
}  # fmt: skip


@pytest.mark.parametrize(("status", "message"), OTHERS.values(), ids=OTHERS)
async def test_no_other_refusal_is_asked_again(cal: CalComDouble, status: int, message: str) -> None:
    cal.answer(refusal(status, message))
    with pytest.raises(Final) as refused:
        await cancel_seat(cal.client)
    assert refused.value.code is not Refusal.REASON_UNKNOWN
    assert len(sent(cal)) == 1


@pytest.mark.parametrize(
    "answer", [httpx.Response(500, json={"message": UNKNOWN}), httpx.ReadTimeout("no answer")], ids=repr
)
async def test_what_may_have_been_carried_out_is_not_asked_again(
    cal: CalComDouble, answer: httpx.Response | Exception
) -> None:
    cal.answer(answer)
    with pytest.raises(UnknownOutcome):
        await cancel_seat(cal.client)
    assert len(sent(cal)) == 1


async def test_the_second_request_s_refusal_and_failure_are_its_own(cal: CalComDouble) -> None:
    cal.answer(refusal(400, UNKNOWN), refusal(400, "Cannot cancel a booking that has already ended"))
    with pytest.raises(Final) as refused:
        await cancel_seat(cal.client)
    assert refused.value.code is Refusal.OUT_OF_TIME

    cal.routes.clear()
    cal.answer(refusal(400, UNKNOWN), httpx.ReadTimeout("no answer"))
    with pytest.raises(UnknownOutcome):
        await cancel_seat(cal.client)


async def test_a_whole_booking_s_cancel_is_never_asked_again(cal: CalComDouble) -> None:
    cal.answer(refusal(400, UNKNOWN))
    with pytest.raises(Final) as refused:
        await cal.client.bookings.cancel(UID, reason="teste")
    assert refused.value.code is Refusal.REASON_UNKNOWN
    assert len(sent(cal)) == 1
