"""What a call does when Cal.com is slow, silent, busy or broken: reads go again, writes never blindly."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from calcom_integration.client import (
    CalComClient,
    CircuitOpen,
    Final,
    RateLimited,
    Refusal,
    Retryable,
    UnknownOutcome,
)
from calcom_integration.client.transport import Patience
from tests.calcom_api import CalComDouble, refusal, success

UID = "4DuGFQAGBRnTQuGLjEhPyW"
ROW = {"uid": UID, "status": "accepted"}
BROKEN = httpx.Response(500, json={"statusCode": 500, "message": "Internal server error"})
SILENCES = [
    httpx.ReadTimeout("x"),
    httpx.ReadError("x"),
    httpx.RemoteProtocolError("x"),
    httpx.WriteTimeout("x"),
]
NEVER_SENT = [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")]
WRITES: list[Callable[[CalComClient], Awaitable[Any]]] = [
    lambda c: c.bookings.reschedule(UID, datetime(2026, 11, 30, 15, tzinfo=UTC)),
    lambda c: c.bookings.cancel(UID, reason="x"),
    lambda c: c.bookings.confirm(UID),
    lambda c: c.bookings.decline(UID),
    lambda c: c.bookings.mark_absent(UID, {}),
    lambda c: c.event_types.create({}),
    lambda c: c.webhooks.create({}),
]


def limited(**headers: str) -> httpx.Response:
    return httpx.Response(429, headers=headers, json={"status": "error", "error": {"message": "Too many"}})


@pytest.mark.parametrize(
    "failure", [*SILENCES, *NEVER_SENT, BROKEN, httpx.Response(503, text="down")], ids=repr
)
async def test_a_read_goes_again(cal: CalComDouble, failure: httpx.Response | Exception) -> None:
    cal.answer(failure, failure, success(ROW))
    assert [row.uid for row in await cal.client.bookings.get(UID)] == [UID]
    assert len(cal.time.slept) == 2


async def test_a_read_gives_up_after_its_attempts() -> None:
    cal = CalComDouble(patience=Patience(timeout=5.0, attempts=2, turn=65.0))
    cal.answer(*[BROKEN] * 2, success(ROW))
    with pytest.raises(Retryable):
        await cal.client.bookings.get(UID)
    assert len(cal.requests) == 2


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    "failure", [*SILENCES, BROKEN, httpx.Response(502, text="bad"), success(None)], ids=repr
)
async def test_a_write_of_unknown_outcome_is_sent_once(
    cal: CalComDouble, write: Callable[[CalComClient], Awaitable[Any]], failure: httpx.Response | Exception
) -> None:
    cal.answer(failure, success(ROW))
    with pytest.raises(UnknownOutcome):
        await write(cal.client)
    assert len(cal.requests) == 1


@pytest.mark.parametrize("failure", [*NEVER_SENT, limited()], ids=repr)
async def test_a_write_that_was_surely_not_carried_out_goes_again(
    cal: CalComDouble, failure: httpx.Response | Exception
) -> None:
    cal.answer(failure, success(ROW))
    assert (await cal.client.bookings.confirm(UID)).uid == UID


async def test_what_only_sets_values_goes_again(cal: CalComDouble) -> None:
    cal.answer(
        httpx.ReadTimeout("x"), success({"id": UID}), httpx.ReadTimeout("x"), refusal(404, "not found")
    )
    assert (await cal.client.webhooks.patch(UID, {"active": True})).id == UID
    await cal.client.webhooks.delete(UID)
    assert [request.method for request in cal.requests] == ["PATCH", "PATCH", "DELETE", "DELETE"]


@pytest.mark.parametrize("is_write", [True, False])
async def test_a_call_that_hangs_is_ended(is_write: bool) -> None:
    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    cal = CalComDouble(patience=Patience(timeout=0.01, attempts=1, turn=1.0))
    cal.answer_with(hang)
    act = cal.client.bookings.confirm(UID) if is_write else cal.client.bookings.get(UID)
    with pytest.raises(UnknownOutcome if is_write else Retryable):
        await act


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        ({"x-ratelimit-reset-default": "36"}, 36),
        ({"x-ratelimit-reset-default": "0"}, 1),
        ({"retry-after": "7", "x-ratelimit-reset-default": "36"}, 7),
        ({"retry-after": "soon", "x-ratelimit-reset-default": "nan"}, 60),
        ({"retry-after": "99999"}, 600),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 1),
        ({"x-ratelimit-reset-default": "1700000000"}, 1),
    ],
)
async def test_a_429_is_waited_for_by_everybody(
    cal: CalComDouble, headers: dict[str, str], seconds: float
) -> None:
    cal.answer(limited(**headers), success(ROW))
    call = cal.client.bookings.get(UID)
    if seconds > cal.patience.turn:
        with pytest.raises(RateLimited):
            await call
    else:
        await call
        assert cal.time.slept[0] >= seconds
    assert cal.bucket.paused_until == 1000.0 + seconds


async def test_the_last_allowed_call_pauses_the_next(cal: CalComDouble) -> None:
    last = {"x-ratelimit-remaining-default": "0", "x-ratelimit-reset-default": "12"}
    cal.answer(httpx.Response(200, headers=last, json={"data": ROW}), success(ROW))
    await cal.client.bookings.get(UID)
    assert cal.time.slept == []
    await cal.client.bookings.get(UID)
    assert cal.time.slept == [12]


async def test_a_turn_too_far_off_is_not_waited_for(cal: CalComDouble) -> None:
    await cal.bucket.pause(100)
    with pytest.raises(RateLimited) as limited:
        await cal.client.bookings.get(UID)
    assert limited.value.seconds == 100
    assert cal.requests == []


async def test_a_silent_cal_com_is_left_alone_and_tried_with_one_call(cal: CalComDouble) -> None:
    cal.answer(*[BROKEN] * cal.failures, BROKEN, success(ROW), success(ROW))
    for _ in range(cal.failures):
        with pytest.raises(UnknownOutcome):
            await cal.client.bookings.confirm(UID)
    with pytest.raises(CircuitOpen) as opened:
        await cal.client.bookings.get(UID)
    assert 0 < opened.value.seconds <= 30
    assert len(cal.requests) == cal.failures
    cal.time.now += 31
    with pytest.raises(UnknownOutcome):
        await cal.client.bookings.confirm(UID)
    with pytest.raises(CircuitOpen):
        await cal.client.bookings.get(UID)
    cal.time.now += 31
    await cal.client.bookings.get(UID)
    await cal.client.bookings.get(UID)


async def test_refusals_and_limits_are_signs_of_life(cal: CalComDouble) -> None:
    cal.answer(
        BROKEN, BROKEN, refusal(400, "no"), BROKEN, BROKEN, limited(**{"retry-after": "1"}), success(ROW)
    )
    for expected in (UnknownOutcome, UnknownOutcome, Final, UnknownOutcome, UnknownOutcome):
        with pytest.raises(expected):
            await cal.client.bookings.confirm(UID)
    await cal.client.bookings.confirm(UID)


async def test_one_probe_at_a_time_and_a_cancelled_one_decides_nothing(cal: CalComDouble) -> None:
    asked = asyncio.Event()

    async def hang(_: httpx.Request) -> httpx.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    cal.answer(*[BROKEN] * cal.failures)
    for _ in range(cal.failures):
        with pytest.raises(UnknownOutcome):
            await cal.client.bookings.confirm(UID)
    cal.time.now += 31
    cal.routes.clear()
    cal.answer_with(hang)
    probe = asyncio.create_task(cal.client.bookings.confirm(UID))
    await asked.wait()
    with pytest.raises(CircuitOpen):
        await cal.client.bookings.get(UID)
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    cal.routes.clear()
    cal.answer(success(ROW))
    await cal.client.bookings.confirm(UID)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (
            f"Can't reschedule booking with uid={UID} because it has been cancelled.",
            Refusal.ALREADY_CANCELLED,
        ),
        (
            f"Can't cancel booking with uid={UID} because it has been cancelled already.",
            Refusal.ALREADY_CANCELLED,
        ),
        (
            "because it has been cancelled and rescheduled already to booking with uid=x",
            Refusal.ALREADY_MOVED,
        ),
        ("no_available_users_found_error", Refusal.SLOT_TAKEN),
        ("Attempting to book a meeting in the past.", Refusal.OUT_OF_TIME),
        ("Bookings can only be marked as absent after their scheduled start time.", Refusal.OUT_OF_TIME),
        (["start property is wrong"], Refusal.BAD_REQUEST),
    ],
)
async def test_refusals_are_told_apart_by_their_words(cal: CalComDouble, message: Any, code: Refusal) -> None:
    for body in ({"status": "error", "error": {"message": message}}, {"statusCode": 400, "message": message}):
        cal.routes.clear()
        cal.answer(httpx.Response(400, json=body))
        with pytest.raises(Final) as refused:
            await cal.client.bookings.confirm(UID)
        assert refused.value.code is code


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, text="<html>nginx</html>"),
        httpx.Response(404, json={"statusCode": 404, "message": f"Cannot GET /v2/bookings/{UID}"}),
        httpx.Response(302, headers={"location": "http://elsewhere"}),
        httpx.Response(200, text="<html>login</html>"),
    ],
    ids=repr,
)
async def test_a_strange_answer_is_no_missing_booking(cal: CalComDouble, answer: httpx.Response) -> None:
    cal.answer(answer)
    with pytest.raises(Final) as strange:
        await cal.client.bookings.get(UID)
    assert strange.value.code is Refusal.STRANGE_ANSWER


async def test_a_failure_is_logged_by_its_template(
    cal: CalComDouble, caplog: pytest.LogCaptureFixture
) -> None:
    cal.answer(refusal(404, f"Booking with uid={UID} was not found"))
    with pytest.raises(Final):
        await cal.client.bookings.get(UID)
    assert "GET /bookings/{uid}" in caplog.text
    assert "nao_encontrada" in caplog.text
    assert UID not in caplog.text
