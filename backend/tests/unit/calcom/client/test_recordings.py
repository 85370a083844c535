"""Every recorded and published answer is read as what it is; none is left out, and none leaks a person."""

import json
import logging
import re
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from calcom_integration.client import (
    BookingFilter,
    CalComClient,
    CalComError,
    Final,
    NewBooking,
    RateLimited,
    Reading,
    Refusal,
    Retryable,
)
from calcom_integration.client.paging import BookingPage
from tests.calcom_api import PAYLOADS, PUBLISHED, RECORDED, CalComDouble, published, recorded

UID = "4DuGFQAGBRnTQuGLjEhPyW"
SEAT = "f8d5c46d-87df-4d5d-9b98-79036bc99d42"
AT = datetime(2026, 11, 30, 15, tzinfo=UTC)
NEW = NewBooking(
    event_type_id=2, start=AT, name="Nina API", time_zone="America/Sao_Paulo", email="nina@example.com"
)
Act = Callable[[CalComClient], Awaitable[Any]]

ACTS: dict[str, Act] = {
    "bookings-list": lambda c: c.bookings.page(BookingFilter()),
    "booking-get": lambda c: c.bookings.get(UID),
    "booking-create": lambda c: c.bookings.create(NEW),
    "booking-cancel": lambda c: c.bookings.cancel(UID, reason="Cancelado"),
    "booking-confirm": lambda c: c.bookings.confirm(UID),
    "booking-decline": lambda c: c.bookings.decline(UID, reason="Agenda fechada"),
    "booking-mark-absent": lambda c: c.bookings.mark_absent(UID, {"zeca@example.com": True}),
    "booking-reschedule": lambda c: c.bookings.reschedule(UID, AT, reason="Trânsito"),
    "event-type-one": lambda c: c.event_types.get(2),
    "event-types": lambda c: c.event_types.of("dra-ana"),
    "team-event-types": lambda c: c.event_types.of("dra-ana"),
    "slots": lambda c: c.slots.free(1, AT, AT),
    "webhooks-create": lambda c: c.webhooks.create(
        {"subscriberUrl": "http://x", "active": True, "triggers": []}
    ),
    "webhooks-list": lambda c: c.webhooks.all(),
    "me": lambda c: c.me(),
    "rate-limit": lambda c: c.me(),
    "schedules-default": lambda c: c.me(),  # nothing of ours reads schedules: an answer like any other
}
REFUSED = {
    "booking-cancel-no-body": Refusal.REASON_NEEDED,
    "booking-create-bad-eventtype": Refusal.NOT_FOUND,
    "booking-create-conflict": Refusal.SLOT_TAKEN,
    "booking-create-invalid": Refusal.ANSWER_MISSING,
    "booking-get-404": Refusal.NOT_FOUND,
    "bookings-list-bad-status": Refusal.BAD_REQUEST,
    "bookings-list-badkey": Refusal.NO_ACCESS,
    "bookings-list-noauth": Refusal.NO_ACCESS,
    "bookings-list-badver": Refusal.WRONG_VERSION,
    "bookings-list-nover": Refusal.WRONG_VERSION,
    "bookings-list-take-too-big": Refusal.BAD_REQUEST,
    "event-types-2024-06-14": Refusal.NOT_FOUND,
    "webhooks-create-dup": Refusal.EXISTS,
}
PUBLISHED_ACTS: dict[str, Act] = {
    "61": ACTS["slots"],
    "62": ACTS["me"],
    "64": ACTS["bookings-list"],
    "65": ACTS["bookings-list"],
    "67": ACTS["booking-create"],
    "68": ACTS["booking-reschedule"],
    "71": ACTS["booking-decline"],
    "75": ACTS["slots"],
    "76": ACTS["booking-create"],
    "77": ACTS["slots"],
    "78": ACTS["bookings-list"],
    "79": ACTS["slots"],
    "80": ACTS["booking-cancel"],
    "81": ACTS["event-types"],
    "82": ACTS["bookings-list"],
    "84": ACTS["booking-get"],
    "85": ACTS["booking-get"],
    "86": ACTS["booking-get"],
    "87": ACTS["booking-get"],
    "89": ACTS["webhooks-create"],
}
NEVER_CALLED = {"73", "74"}  # guests are not added by us, and cal.diy's reassignment does nothing
PUBLISHED_REFUSED = {"64": Refusal.NO_LICENSE, "76": Refusal.BAD_REQUEST, "78": Refusal.WRONG_VERSION}


def act_for(name: str) -> Act:
    return ACTS[max((key for key in ACTS if name.startswith(key)), key=len)]


def told_of(result: Any) -> list[Any]:
    rows = result.rows if isinstance(result, BookingPage | Reading) else result
    return list(rows) if isinstance(rows, tuple) else [rows]


@pytest.mark.parametrize(
    "name", [name for name in RECORDED if name not in REFUSED and name != "rate-limit-429"]
)
async def test_a_recorded_answer_is_read_whole(cal: CalComDouble, name: str) -> None:
    cal.answer(recorded(name))
    data = recorded(name).json()["data"]
    told = told_of(await act_for(name)(cal.client))
    flat = [slot for day in data.values() for slot in day] if name.startswith("slots") else data
    originals = flat if isinstance(flat, list) else [flat]
    assert len(told) == len(originals)
    for ours, theirs in zip(told, originals, strict=True):
        for key in ("id", "uid"):
            assert getattr(ours, key, theirs.get(key)) == theirs.get(key)


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
async def test_a_recorded_refusal_has_its_code(cal: CalComDouble, name: str, code: Refusal) -> None:
    cal.answer(recorded(name))
    with pytest.raises(Final) as refused:
        await act_for(name)(cal.client)
    assert refused.value.code is code
    assert refused.value.detail.endswith(".")


async def test_the_recorded_429_stops_everybody_for_as_long_as_it_says(cal: CalComDouble) -> None:
    cal.answer_with(lambda _: recorded("rate-limit-429"))
    with pytest.raises(RateLimited) as limited:
        await cal.client.me()
    assert limited.value.seconds == 60
    assert cal.bucket.paused_until >= cal.time.now + 60


def test_every_published_answer_is_tried() -> None:
    assert {name[:2] for name in PUBLISHED} == PUBLISHED_ACTS.keys() | NEVER_CALLED


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name[:2] not in NEVER_CALLED])
async def test_a_published_answer_is_read_or_refused(cal: CalComDouble, name: str) -> None:
    cal.answer_with(lambda _: published(name))
    act, refused = PUBLISHED_ACTS[name[:2]], PUBLISHED_REFUSED.get(name[:2])
    if name.startswith("82"):
        with pytest.raises(Retryable):
            await act(cal.client)
    elif refused:
        with pytest.raises(Final) as error:
            await act(cal.client)
        assert error.value.code is refused
    else:
        assert await act(cal.client) is not None


def test_every_refusal_has_words() -> None:
    assert all(Final(code).detail for code in Refusal)


def secrets_of(body: str) -> set[str]:
    """Uids, names, e-mails, phones and answers in an answer's body."""
    kept = re.findall(
        r'\\?"(?:uid|seatUid|name|email|phoneNumber|cpf|telefone|icsUid)\\?":\\?"([^"\\]{4,})', body
    )
    return {*kept, UID, SEAT, "naoexiste123", "nina@example.com", "zeca@example.com", "cal_segredo"}


def chain_of(error: BaseException | None) -> list[BaseException]:
    return [error, *chain_of(error.__cause__), *chain_of(error.__context__)] if error else []


@pytest.mark.parametrize("status", [200, 400, 500, 429])
@pytest.mark.parametrize("name", RECORDED)
async def test_nothing_personal_is_logged_or_raised(
    name: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Each body under each kind of answer, given to the act it answered and to others: what is said of it names nobody."""
    body = json.loads((PAYLOADS / "api_v2_recorded" / f"{name}.json").read_text())["body_raw"]
    caplog.set_level(logging.DEBUG, logger="calcom_integration")
    errors: list[BaseException] = []
    for act in (act_for(name), ACTS["booking-reschedule"], ACTS["webhooks-list"]):
        cal = CalComDouble()
        cal.answer_with(lambda _: httpx.Response(status, content=body.encode()))
        try:
            await act(cal.client)
        except CalComError as error:
            errors += chain_of(error)
    said = [f"{error!r} {vars(error)}" + "".join(traceback.format_exception(error)) for error in errors]
    told = caplog.text + "\n".join(said)
    assert {type(error).__module__ for error in errors} <= {CalComError.__module__}
    assert not [secret for secret in secrets_of(body) if secret in told]
