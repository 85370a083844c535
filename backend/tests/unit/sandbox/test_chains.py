"""What becomes of a row: reschedules, cancels, confirmations, payments, in Cal.com's order."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pydantic import ValidationError

from calcom_sandbox.acts import booking, cancelling, hosting, meetings, paying, rescheduling
from calcom_sandbox.errors import InvalidAnswers, NotOpen, SlotTaken
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.store import Store
from tests.sandbox_inbox import HeldClock, Inbox, sandbox_for_tests

START = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MARIA = {
    "name": "Maria Paciente",
    "email": "maria@example.com",
    "cpf": "52998224725",
    "telefone": "+5511987654321",
}
PLAIN, CONFIRMED, WEEKLY, PAID = 1, 3, 5, 7
Pair: TypeAlias = tuple[Sandbox, Inbox]


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    async with sandbox_for_tests() as opened:
        yield opened


async def book(box: Sandbox, type_id: int = PLAIN, start: datetime = START, **order: Any) -> Booking:
    return (await booking.book(box, Order(event_type_id=type_id, start=start, answers=MARIA, **order)))[0]


async def test_a_reschedule_is_a_new_row_that_knows_only_its_predecessor(pair: Pair) -> None:
    box, inbox = pair
    first = await book(box, metadata={"ref": "r-1"})
    second = await rescheduling.reschedule(box, first.uid, Move(start=START + HOUR))
    third = await rescheduling.reschedule(box, second.uid, Move(start=START + 2 * HOUR))

    assert [row.from_reschedule for row in box.store.rows()] == [None, first.uid, second.uid]
    assert [row.status for row in box.store.rows()] == ["CANCELLED", "CANCELLED", "ACCEPTED"]
    assert third.metadata == {"ref": "r-1"}
    assert inbox.triggers == ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_RESCHEDULED"]
    payloads = [body["payload"] for body in inbox.bodies]
    assert [each["iCalSequence"] for each in payloads] == [0, 1, 1]
    assert payloads[2]["rescheduleUid"] == second.uid
    assert payloads[2]["rescheduleStartTime"] == "2026-11-25T14:00:00Z"


async def test_a_row_that_was_moved_away_cannot_be_moved_or_cancelled(pair: Pair) -> None:
    box, _ = pair
    first = await book(box)
    await rescheduling.reschedule(box, first.uid, Move(start=START + HOUR))
    with pytest.raises(NotOpen):
        await rescheduling.reschedule(box, first.uid, Move(start=START + 2 * HOUR))
    with pytest.raises(NotOpen):
        await cancelling.cancel(box, first.uid)


async def test_a_host_who_asks_for_another_time_gets_a_reschedule_from_that_uid(pair: Pair) -> None:
    box, inbox = pair
    first = await book(box)
    await hosting.request_reschedule(box, first.uid, "Agenda mudou")
    await rescheduling.reschedule(box, first.uid, Move(start=START))
    assert inbox.triggers == ["BOOKING_CREATED", "BOOKING_CANCELLED", "BOOKING_RESCHEDULED"]
    asked = inbox.bodies[1]["payload"]
    assert asked["cancellationReason"] == "Please reschedule. Agenda mudou"
    assert asked["type"] == asked["title"]
    assert inbox.bodies[2]["payload"]["rescheduleUid"] == first.uid


async def test_a_moved_request_is_requested_again_and_its_confirmation_forgets_the_chain(pair: Pair) -> None:
    box, inbox = pair
    first = await hosting.confirm(box, (await book(box, CONFIRMED)).uid)
    second = await rescheduling.reschedule(box, first.uid, Move(start=START + HOUR))
    await hosting.confirm(box, second.uid)
    assert inbox.triggers == [
        "BOOKING_REQUESTED",
        "BOOKING_CREATED",
        "BOOKING_REQUESTED",
        "BOOKING_CREATED",
    ]
    requested, confirmed = (body["payload"] for body in inbox.bodies[2:])
    assert requested["rescheduleUid"] == first.uid
    assert requested["oneTimePassword"]
    assert confirmed["uid"] == second.uid
    assert {"rescheduleUid", "iCalUID", "metadata"}.isdisjoint(confirmed)


async def test_the_organiser_moves_a_request_without_asking(pair: Pair) -> None:
    box, inbox = pair
    first = await book(box, CONFIRMED)
    move = Move(start=START + HOUR, rescheduled_by=box.catalogue.organiser.email)
    assert (await rescheduling.reschedule(box, first.uid, move)).status == "ACCEPTED"
    assert inbox.triggers[-1] == "BOOKING_RESCHEDULED"


async def test_cancelled_leaves_before_the_row_changes_and_created_after(pair: Pair) -> None:
    box, inbox = pair
    seen: list[str] = []
    inbox.on_arrival = lambda body: seen.append(box.booking(body["payload"]["uid"]).status)
    row = await book(box)
    await cancelling.cancel(box, row.uid, "Viagem")
    assert seen == ["ACCEPTED", "ACCEPTED"]
    assert box.booking(row.uid).status == "CANCELLED"
    assert inbox.bodies[1]["payload"]["status"] == "CANCELLED"


async def test_a_series_is_created_one_by_one_and_cancelled_in_one_delivery(pair: Pair) -> None:
    box, inbox = pair
    rows = await booking.book(box, Order(event_type_id=WEEKLY, start=START, answers=MARIA))
    assert [row.start for row in rows] == [START + timedelta(weeks=week) for week in range(3)]
    assert len({row.recurring_event_id for row in rows}) == 1
    await cancelling.cancel(box, rows[0].uid, whole_series=True)
    assert inbox.triggers == ["BOOKING_CREATED"] * 3 + ["BOOKING_CANCELLED"]
    assert inbox.bodies[-1]["payload"]["uid"] == rows[0].uid
    assert {row.status for row in box.store.rows()} == {"CANCELLED"}


async def test_a_paid_visit_is_pending_until_the_payment_then_created_then_paid(pair: Pair) -> None:
    box, inbox = pair
    row = await book(box, PAID)
    assert row.status == "PENDING"
    assert inbox.bodies[0]["payload"]["status"] == "ACCEPTED"
    with pytest.raises(NotOpen):
        await hosting.confirm(box, row.uid)
    assert (await paying.pay(box, row.uid)).status == "ACCEPTED"
    assert inbox.triggers == ["BOOKING_PAYMENT_INITIATED", "BOOKING_CREATED", "BOOKING_PAID"]


async def test_a_taken_slot_is_refused_and_a_cancelled_one_is_free_again(pair: Pair) -> None:
    box, _ = pair
    row = await book(box)
    with pytest.raises(SlotTaken):
        await book(box)
    await cancelling.cancel(box, row.uid)
    assert (await book(box)).id > row.id


async def test_required_answers_are_required(pair: Pair) -> None:
    box, inbox = pair
    wrong = {"name": "Maria", "email": "maria", "telefone": "98765", "convenio": "Outro"}
    with pytest.raises(InvalidAnswers) as refused:
        await booking.book(box, Order(event_type_id=PLAIN, start=START, answers=wrong))
    assert refused.value.fields.keys() == {"cpf", "email", "telefone", "convenio"}
    assert inbox.bodies == []


@pytest.mark.parametrize("wrong", [{"name": 7}, {"attendeePhoneNumber": 7}, {"guests": "a@example.com"}])
async def test_answers_of_the_wrong_kind_are_refused(pair: Pair, wrong: dict[str, Any]) -> None:
    box, _ = pair
    with pytest.raises(InvalidAnswers) as refused:
        await booking.book(box, Order(event_type_id=PLAIN, start=START, answers=MARIA | wrong))
    assert refused.value.fields.keys() == wrong.keys()


async def test_a_phone_only_patient_gets_cal_coms_made_up_address(pair: Pair) -> None:
    box, inbox = pair
    answers = {**MARIA, "email": "", "attendeePhoneNumber": "+5511987654321"}
    await booking.book(box, Order(event_type_id=PLAIN, start=START, answers=answers))
    [told] = inbox.bodies[0]["payload"]["attendees"]
    assert (told["email"], told["phoneNumber"]) == ("5511987654321@sms.cal.com", "+5511987654321")


async def test_meetings_are_frozen_at_booking_and_sent_by_the_cron() -> None:
    clock = HeldClock()
    async with sandbox_for_tests(clock=clock) as (box, inbox):
        row = await book(box)
        await hosting.mark_no_show(box, row.uid, MARIA["email"])
        clock.now = START + timedelta(minutes=10)
        assert await meetings.run_due(box) == 1
        clock.forward(hours=25)
        assert await meetings.run_due(box) == 0, "over a day late is thrown away"
        assert inbox.triggers == ["BOOKING_CREATED", "BOOKING_NO_SHOW_UPDATED", "MEETING_STARTED"]
        started = inbox.bodies[-1]
        assert started["attendees"][0]["noShow"] is False
        assert started["createdAt"] == "2026-11-23T09:00:00.000Z"


async def test_a_cancelled_visit_has_no_meeting(pair: Pair) -> None:
    box, _ = pair
    row = await book(box)
    await cancelling.cancel(box, row.uid)
    assert await meetings.fire(box, row.uid, "MEETING_STARTED") == 0


async def test_rows_and_counters_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "rows" / "sandbox.json"
    async with sandbox_for_tests(data=file) as (box, _):
        row = await book(box, metadata={"ref": "r-1"})
        gone = await book(box, start=START + HOUR)
        await cancelling.cancel(box, gone.uid)
    for reopened in (Store(file), Store(file)):
        assert reopened.find(row.uid) == row
        assert [each.status for each in reopened.rows()] == ["ACCEPTED", "CANCELLED"]
        assert {each.booking_id for each in reopened.scheduled()} == {row.id}
    assert reopened.next_id("booking") == gone.id + 1


async def test_a_line_torn_by_a_crash_is_skipped_and_an_older_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.json"
    async with sandbox_for_tests(data=file) as (box, _):
        row = await book(box)
    text = file.read_text()
    file.write_text(text + '{"bookings": [{"id"')
    assert Store(file).find(row.uid) == row
    file.write_text("torn\n" + text)
    with pytest.raises(ValidationError):
        Store(file)
