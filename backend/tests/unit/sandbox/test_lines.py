"""Where the two Cal.coms that the sandbox plays act differently (CALCOM.md M), beyond the shapes that the contract tests hold."""

from typing import Any

import pytest

from calcom_sandbox.acts import booking, cancelling, hosting, rescheduling, seating
from calcom_sandbox.errors import NotOpen
from calcom_sandbox.lines import LINE_5_4, LINE_6_2, LINES, Line
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.settings import parse
from tests.contract.sandbox_scenes import LATER, MUCH_LATER, START
from tests.sandbox_api import FIELDS, HEADERS, Office, book, office_for_tests
from tests.sandbox_inbox import HeldClock, sandbox_for_tests

ANSWERS = {"name": "Maria Paciente", "email": "maria@example.com", **FIELDS}
TYPES = HEADERS | {"cal-api-version": "2024-06-14"}
CONFIRMED, SERIES, SEATED = 3, 5, 6
both = pytest.mark.parametrize("line", LINES.values(), ids=LINES)


async def take(box: Sandbox, type_id: int = 1, name: str = "Maria", start: Any = START) -> Booking:
    answers = ANSWERS | {"name": name, "email": f"{name.lower()}@example.com"}
    return (await booking.book(box, Order(event_type_id=type_id, start=start, answers=answers)))[0]


def test_the_line_comes_from_the_command_line_then_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse([]).line == LINE_6_2
    monkeypatch.setenv("CALCOM_SANDBOX_LINE", "5.4")
    assert parse([]).line == LINE_5_4
    assert parse(["--line", "6.2"]).line == LINE_6_2
    with pytest.raises(SystemExit):
        parse(["--line", "7"])


@both
async def test_every_row_of_a_chain_carries_the_first_ones_calendar_uid(line: Line) -> None:
    async with sandbox_for_tests(line=line) as (box, inbox):
        first = await take(box, CONFIRMED)
        await hosting.confirm(box, first.uid)
        second = await rescheduling.reschedule(box, first.uid, Move(start=LATER))
        third = await rescheduling.reschedule(box, second.uid, Move(start=MUCH_LATER))
    assert {row.ical_uid for row in (first, second, third)} == {f"{first.uid}@{line.app_name}"}
    said = inbox.bodies[-1]["payload"]
    assert inbox.triggers == [
        "BOOKING_REQUESTED",
        "BOOKING_CREATED",
        "BOOKING_REQUESTED",
        "BOOKING_REQUESTED",
    ]
    if line is LINE_6_2:
        assert not {"rescheduleUid", "rescheduleId", "rescheduleStartTime"} & said.keys()
        assert said["iCalUID"] == f"{first.uid}@Cal.diy"
    else:
        assert (said["rescheduleUid"], "iCalUID" in said) == (second.uid, False)


@both
@pytest.mark.parametrize("closing", ["decline", "cancel"])
async def test_a_closed_row_that_is_confirmed_stands_again_in_the_newer_one(line: Line, closing: str) -> None:
    async with sandbox_for_tests(line=line) as (box, inbox):
        row = await take(box, CONFIRMED)
        await (hosting.reject(box, row.uid) if closing == "decline" else cancelling.cancel(box, row.uid))
        if line is LINE_5_4:
            with pytest.raises(NotOpen):
                await hosting.confirm(box, row.uid)
            return
        assert (await hosting.confirm(box, row.uid)).status == "ACCEPTED"
        assert (inbox.triggers[-1], inbox.bodies[-1]["payload"]["uid"]) == ("BOOKING_CREATED", row.uid)
        with pytest.raises(NotOpen):
            await hosting.confirm(box, row.uid)


async def cancelled_seat(office: Office, body: dict[str, str]) -> tuple[int, Any]:
    made = await book(office, SEATED)
    asked = {"seatUid": made["seatUid"], **body}
    answer = await office.http.post(f"/v2/bookings/{made['uid']}/cancel", json=asked)
    return answer.status_code, answer.json()


async def test_a_seat_is_cancelled_with_a_reason_or_without_as_the_line_has_it() -> None:
    async with office_for_tests(line=LINE_5_4) as office:
        assert (await cancelled_seat(office, {}))[0] == 200
        status, refusal = await cancelled_seat(office, {"cancellationReason": "desistiu"})
        assert (status, refusal["error"]["message"]) == (
            400,
            "cancellationReason property is wrong,property cancellationReason should not exist ",
        )
    async with office_for_tests(line=LINE_6_2) as office:
        status, refusal = await cancelled_seat(office, {})
        assert (status, refusal) == (400, {"statusCode": 400, "message": "Cancellation reason is required"})
    async with office_for_tests(line=LINE_6_2) as office:
        assert (await cancelled_seat(office, {"cancellationReason": "desistiu"}))[0] == 200
        assert office.inbox.bodies[-1]["payload"]["cancellationReason"] == "desistiu"


@both
async def test_a_list_hides_hidden_questions_and_a_reading_by_id_shows_them(line: Line) -> None:
    async with office_for_tests(line=line) as office:
        own = {"type": "text", "slug": "interno", "label": "Interno", "hidden": True}
        asked = {"bookingFields": [{"type": "email", "required": True}, own]}
        said = await office.data("PATCH", "/v2/event-types/2", json=asked, headers=TYPES)
        one = await office.data("GET", "/v2/event-types/2", headers=TYPES)
        listed = await office.data("GET", "/v2/event-types?username=clinica-demo", headers=TYPES)
    slugs = [{each["slug"] for each in each_type["bookingFields"]} for each_type in (said, one, listed[1])]
    assert ["interno" in each for each in slugs] == [True, True, False]
    assert ["title" in each for each in slugs] == [True, True, False]


@both
async def test_an_absence_moves_the_rows_time_of_change_or_not(line: Line) -> None:
    clock = HeldClock()
    async with sandbox_for_tests(line=line, clock=clock) as (box, _):
        row = await take(box)
        clock.forward(minutes=1)
        marked = await hosting.mark_no_show(box, row.uid, "maria@example.com")
    assert marked.attendees[0].no_show
    assert (marked.updated_at == row.updated_at) == (line is LINE_6_2)


@both
async def test_a_series_cancelled_through_the_api_is_stated_with_or_without_its_rule(line: Line) -> None:
    async with office_for_tests(line=line) as office:
        visits = await book(office, SERIES)
        body = {"cancellationReason": "todas", "cancelSubsequentBookings": True}
        await office.data("POST", f"/v2/bookings/{visits[0]['uid']}/cancel", json=body)
        assert {each.status for each in office.box.store.rows()} == {"CANCELLED"}
        said = [
            each["payload"] for each in office.inbox.bodies if each["triggerEvent"] == "BOOKING_CANCELLED"
        ]
    assert [each.get("recurringEvent") is None for each in said] == [line is LINE_6_2]


@both
async def test_a_row_that_moved_away_names_its_successor_in_the_newer_api(line: Line) -> None:
    async with office_for_tests(line=line) as office:
        first = await take(office.box)
        second = await rescheduling.reschedule(office.box, first.uid, Move(start=LATER))
        old, new = [await office.data("GET", f"/v2/bookings/{row.uid}") for row in (first, second)]
    assert old.get("rescheduledToUid") == (second.uid if line is LINE_6_2 else None)
    assert new["rescheduledFromUid"] == first.uid


@both
async def test_a_cancel_says_whether_another_time_is_asked_for(line: Line) -> None:
    async with sandbox_for_tests(line=line) as (box, inbox):
        await cancelling.cancel(box, (await take(box)).uid)
        await hosting.request_reschedule(box, (await take(box, start=LATER)).uid)
    said = [
        each["payload"].get("requestReschedule") for each in inbox.bodies if "CANCEL" in each["triggerEvent"]
    ]
    assert said == ([False, True] if line is LINE_6_2 else [None, None])


@both
async def test_a_seat_that_joins_others_lists_them_in_the_newer_one(line: Line) -> None:
    async with sandbox_for_tests(line=line) as (box, inbox):
        await take(box, SEATED, "Ana", LATER)
        seat = (await take(box, SEATED, "Bia")).seats[0].reference_uid
        await seating.reschedule_seat(box, seat, Move(start=LATER))
    names = [each["name"] for each in inbox.bodies[-1]["payload"]["attendees"]]
    assert names == (["Ana", "Bia"] if line is LINE_6_2 else ["Bia"])


@both
async def test_deliveries_name_their_version_in_the_newer_one(line: Line) -> None:
    async with sandbox_for_tests(line=line) as (box, inbox):
        await take(box)
    said = inbox.requests[-1].headers.get("x-cal-webhook-version")
    assert said == ("2021-10-20" if line is LINE_6_2 else None)


async def test_seats_with_confirmation_are_refused_by_the_newer_one() -> None:
    body = {"seats": {"seatsPerTimeSlot": 2}}
    async with office_for_tests(line=LINE_6_2) as office:
        answer = await office.http.patch("/v2/event-types/3", json=body, headers=TYPES)
    assert (answer.status_code, "Seats Validation failed" in answer.json()["error"]["message"]) == (400, True)


async def test_a_type_made_without_a_place_is_a_video_call() -> None:
    async with office_for_tests(line=LINE_6_2) as office:
        body = {"title": "Vídeo", "slug": "video", "lengthInMinutes": 30}
        made = await office.data("POST", "/v2/event-types", json=body, headers=TYPES)
        row = await office.data(
            "POST",
            "/v2/bookings",
            json={
                "start": "2026-11-30T13:00:00Z",
                "eventTypeId": made["id"],
                "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "America/Sao_Paulo"},
            },
        )
    assert (made["locations"], row["location"]) == ([], "integrations:daily")
