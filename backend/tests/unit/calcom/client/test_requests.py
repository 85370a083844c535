"""What is sent: the recorded requests again, the pinned versions, and no address made of what is no uid."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from calcom_integration.client import BookingFilter, CalComClient, Final, NewBooking, Refusal, Sort
from tests.calcom_api import PAYLOADS, CalComDouble, recorded, success

SEAT = "f8d5c46d-87df-4d5d-9b98-79036bc99d42"
UID = "4DuGFQAGBRnTQuGLjEhPyW"
Act = Callable[[CalComClient], Awaitable[Any]]
ODD = [
    "", "abc", "a" * 65, "../me/../me", "4DuGFQAGBRnTQuGLj/hPyW", "4DuGFQAGBRn?x=1", "uid com espaço", "4DuGFQA%2FBRnTQ",
    "uid\n12345", "ｕｉｄ１２３４", "4DuGFQAGBRnTQuGLjEhPyW\n", "{uid}abc", "..;/....",
]  # fmt: skip


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


NEW = NewBooking(
    event_type_id=2,
    start=at(30, 13),
    name="Nina API",
    time_zone="America/Sao_Paulo",
    email="nina@example.com",
    phone="+5511900001111",
    answers={"cpf": "123.456.789-09"},
    metadata={"crmId": "42"},
)
SENT: dict[str, Act] = {
    "booking-cancel": lambda c: c.bookings.cancel("4DuGFQAGBRnTQuGLjEhPyW", reason="Cancelado pela API"),
    "booking-decline": lambda c: c.bookings.decline("nPdQ7CRQoqLVEmNApXFBPg", reason="Agenda fechada"),
    "booking-confirm": lambda c: c.bookings.confirm("6ecvx1cZgZqz9U8uUV7j1H"),
    "booking-mark-absent": lambda c: c.bookings.mark_absent(
        "ryAnD89bwbckbGtquKh3f8", {"zeca@example.com": True}
    ),
    "booking-reschedule": lambda c: c.bookings.reschedule(
        "bWcY1rcR9sdicSNAn1gA6x", at(30, 15), reason="Trânsito", by="nina@example.com"
    ),
    "booking-reschedule-seat2": lambda c: c.bookings.reschedule(
        "tkNUabTzpkmg46J276hBWj", at(1, 15, 12), seat=SEAT
    ),
    "booking-get": lambda c: c.bookings.get("bWcY1rcR9sdicSNAn1gA6x"),
    "booking-get-recurring-by-recurringUid": lambda c: c.bookings.get("3a56907f-629e-4e2c-b178-b6acbf6508a0"),
    "event-type-one-2024-06-14": lambda c: c.event_types.get(2),
    "event-types-by-username-2024-06-14": lambda c: c.event_types.of("dra-ana"),
}


def same_instant(text: str) -> str:
    return text.replace(".000Z", "Z")


@pytest.mark.parametrize(("name", "act"), SENT.items())
async def test_the_recorded_request_is_sent_again(cal: CalComDouble, name: str, act: Act) -> None:
    asked = json.loads((PAYLOADS / "api_v2_recorded" / f"{name}.json").read_text())["request"]
    cal.answer(recorded(name))
    await act(cal.client)
    [request] = cal.requests
    assert (request.method, request.url.raw_path.decode()) == (asked["method"], asked["path"])
    assert request.headers["cal-api-version"] == asked["headers"]["cal-api-version"]
    assert request.headers["authorization"] == "Bearer cal_segredo"
    sent = json.loads(same_instant(request.content.decode())) if request.content else None
    assert sent == asked.get("body")


async def test_a_new_booking_says_only_what_cal_com_knows(cal: CalComDouble) -> None:
    cal.answer(recorded("booking-create"))
    await cal.client.bookings.create(NEW)
    assert json.loads(cal.requests[0].content) == {
        "start": "2026-11-30T13:00:00.000Z",
        "eventTypeId": 2,
        "attendee": {
            "name": "Nina API",
            "timeZone": "America/Sao_Paulo",
            "language": "pt-BR",
            "email": "nina@example.com",
            "phoneNumber": "+5511900001111",
        },
        "bookingFieldsResponses": {"cpf": "123.456.789-09"},
        "metadata": {"crmId": "42"},
    }
    assert "Nina" not in repr(NEW)


async def test_the_rest_of_a_series_and_one_seat_are_cancelled_by_name(cal: CalComDouble) -> None:
    cal.answer_with(lambda _: success({"uid": UID}))
    await cal.client.bookings.cancel(UID, reason="x", subsequent=True)
    await cal.client.bookings.cancel(UID, reason="x", seat=SEAT)
    bodies = [json.loads(request.content) for request in cal.requests]
    assert bodies == [
        {"cancellationReason": "x", "cancelSubsequentBookings": True},
        {"seatUid": SEAT, "cancellationReason": "x"},
    ]


async def test_every_filter_is_spelled_as_cal_com_wants_it(cal: CalComDouble) -> None:
    cal.answer(recorded("bookings-list-all"))
    asked = BookingFilter(
        status=("past", "upcoming"),
        attendee_email="ana+1@x.com",
        attendee_name="Ana",
        booking_uid=UID,
        event_type_ids=(1, 2),
        team_ids=(3,),
        after_start=at(1, 0),
        before_end=at(2, 0),
        after_created_at=at(3, 0),
        before_created_at=at(4, 0),
        after_updated_at=at(5, 0),
        before_updated_at=at(6, 0),
        sort=Sort.START,
    )
    await cal.client.bookings.page(asked, skip=250)
    url = cal.requests[0].url
    assert "attendeeEmail=ana%2B1%40x.com" in url.query.decode()
    assert dict(url.params) == {
        "status": "past,upcoming",
        "attendeeEmail": "ana+1@x.com",
        "attendeeName": "Ana",
        "bookingUid": UID,
        "eventTypeIds": "1,2",
        "teamsIds": "3",
        "afterStart": "2026-11-01T00:00:00.000Z",
        "beforeEnd": "2026-11-02T00:00:00.000Z",
        "afterCreatedAt": "2026-11-03T00:00:00.000Z",
        "beforeCreatedAt": "2026-11-04T00:00:00.000Z",
        "afterUpdatedAt": "2026-11-05T00:00:00.000Z",
        "beforeUpdatedAt": "2026-11-06T00:00:00.000Z",
        "sortStart": "asc",
        "take": "250",
        "skip": "250",
    }


@pytest.mark.parametrize("odd", ODD, ids=ascii)
async def test_what_is_no_uid_never_becomes_an_address(cal: CalComDouble, odd: str) -> None:
    cal.answer_with(lambda _: success({"uid": UID}))
    acts: list[Act] = [
        lambda c: c.bookings.get(odd),
        lambda c: c.bookings.confirm(odd),
        lambda c: c.bookings.cancel(odd, reason="x"),
        lambda c: c.bookings.cancel(UID, reason="x", seat=odd or "x"),
        lambda c: c.bookings.reschedule(UID, at(1, 1), seat=odd or "x"),
        lambda c: c.bookings.page(BookingFilter(booking_uid=odd or "x")),
        lambda c: c.slots.free(1, at(1, 1), at(2, 1), instead_of=odd or "x"),
        lambda c: c.webhooks.delete(odd),
        lambda c: c.event_types.get(odd),  # type: ignore[arg-type]  # what a careless caller might pass
    ]
    for act in acts:
        with pytest.raises(Final) as refused:
            await act(cal.client)
        assert refused.value.code is Refusal.MALFORMED_ID
        assert not odd or odd not in repr(refused.value)
    assert cal.requests == []


async def test_the_probe_looks_at_every_pinned_version(cal: CalComDouble) -> None:
    cal.routes.get("/me").mock(return_value=recorded("me"))
    cal.routes.get("/bookings").mock(return_value=recorded("bookings-list-take2"))
    types = cal.routes.get("/event-types")
    types.mock(return_value=recorded("event-types-by-username-2024-06-14"))
    assert (await cal.client.probe()).username == "dra-ana"
    types.mock(return_value=recorded("event-types-2024-06-14"))  # 404: nothing there yet
    await cal.client.probe()
    types.mock(return_value=success({"eventTypeGroups": []}))
    cal.routes.get("/bookings").mock(return_value=recorded("bookings-list-take2"))
    with pytest.raises(Final) as wrong:
        await cal.client.probe()
    assert wrong.value.code is Refusal.WRONG_VERSION


async def test_the_probe_notices_that_bookings_come_in_old_shapes(cal: CalComDouble) -> None:
    cal.routes.get("/me").mock(return_value=recorded("me"))
    cal.routes.get("/bookings").mock(return_value=recorded("bookings-list-badver"))
    with pytest.raises(Final) as wrong:
        await cal.client.probe()
    assert wrong.value.code is Refusal.WRONG_VERSION


async def test_questions_made_outside_the_api_are_read_too(cal: CalComDouble) -> None:
    cal.answer(recorded("event-type-one-2024-06-14"))
    asked = {question.slug: question for question in (await cal.client.event_types.get(2)).booking_fields}
    assert asked["cpf"].required
    assert asked["cpf"].label == "CPF"
    assert asked["convenio"].options == ("Particular", "Unimed", "Bradesco Saúde")
    assert asked["name"].is_default


async def test_slots_are_in_utc_order_whatever_zone_they_are_told_in(cal: CalComDouble) -> None:
    cal.answer(recorded("slots-2024-09-04"))
    slots = await cal.client.slots.free(1, at(25, 0), at(26, 0))
    assert [slot.start for slot in slots] == sorted(slot.start for slot in slots)
    assert slots[0].start == at(25, 0)


async def test_a_subscription_does_not_show_its_secret(cal: CalComDouble) -> None:
    cal.answer(recorded("webhooks-create"))
    subscription = await cal.client.webhooks.create({"subscriberUrl": "http://x"})
    assert subscription.secret == "v2-secret"
    assert "v2-secret" not in repr(subscription)
    assert "cal-api-version" not in cal.requests[0].headers
