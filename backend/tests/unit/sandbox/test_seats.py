"""Seats: one row for several patients, and what each of them may see of the others."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from calcom_sandbox.acts import booking, rescheduling, seating
from calcom_sandbox.errors import AlreadySignedUp, NotOpen, SlotTaken
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from tests.sandbox_inbox import Inbox, sandbox_for_tests

START = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
LATER = START + timedelta(hours=1)
SEATED = 6
Pair: TypeAlias = tuple[Sandbox, Inbox]


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    async with sandbox_for_tests() as opened:
        yield opened


async def sit(box: Sandbox, name: str, start: datetime = START) -> Booking:
    answers = {
        "name": name,
        "email": f"{name.lower()}@example.com",
        "cpf": "52998224725",
        "telefone": "+5511987654321",
    }
    return (await booking.book(box, Order(event_type_id=SEATED, start=start, answers=answers)))[0]


def names(row: Booking) -> list[str]:
    return [attendee.name for attendee in row.attendees]


async def test_three_share_a_row_and_the_fourth_is_refused(pair: Pair) -> None:
    box, inbox = pair
    rows = [await sit(box, name) for name in ("Kaio", "Lia", "Teo")]
    assert {row.uid for row in rows} == {rows[0].uid}
    payloads = [body["payload"] for body in inbox.bodies]
    assert {each["uid"] for each in payloads} == {rows[0].uid}
    assert len({each["attendeeSeatId"] for each in payloads}) == 3
    assert len({each["iCalUID"] for each in payloads}) == 3
    assert [[person["name"] for person in each["attendees"]] for each in payloads] == [
        ["Kaio"],
        ["Lia"],
        ["Teo"],
    ]
    with pytest.raises(SlotTaken):
        await sit(box, "Nina")


async def test_one_address_gets_one_seat(pair: Pair) -> None:
    box, _ = pair
    await sit(box, "Kaio")
    with pytest.raises(AlreadySignedUp):
        await sit(box, "Kaio")


async def test_one_person_leaves_and_the_answers_told_are_the_first_persons(pair: Pair) -> None:
    box, inbox = pair
    await sit(box, "Kaio")
    row = await sit(box, "Lia")
    left = await seating.cancel_seat(box, row.seats[1].reference_uid, "desisti")
    assert (left.status, names(left)) == ("ACCEPTED", ["Kaio"])
    told = inbox.bodies[-1]["payload"]
    assert told["status"] == "CANCELLED"
    assert [person["name"] for person in told["attendees"]] == ["Lia"]
    assert told["responses"]["name"]["value"] == "Kaio"
    assert "attendeeSeatId" not in told


async def test_the_last_to_leave_closes_the_row(pair: Pair) -> None:
    box, inbox = pair
    row = await sit(box, "Kaio")
    assert (await seating.cancel_seat(box, row.seats[0].reference_uid)).status == "CANCELLED"
    assert inbox.triggers[-1] == "BOOKING_CANCELLED"
    with pytest.raises(NotOpen):
        await seating.cancel_seat(box, row.seats[0].reference_uid)


async def test_a_seat_moves_to_an_empty_slot_under_a_new_uid(pair: Pair) -> None:
    box, inbox = pair
    await sit(box, "Kaio")
    old = await sit(box, "Lia")
    row, seat = await seating.reschedule_seat(box, old.seats[1].reference_uid, Move(start=LATER))
    told = inbox.bodies[-1]["payload"]
    assert (told["uid"], told["bookingId"], told["rescheduleUid"]) == (row.uid, row.id, old.uid)
    assert told["attendeeSeatId"] == seat.reference_uid != old.seats[1].reference_uid
    assert {"rescheduleId", "rescheduleStartTime"}.isdisjoint(told)
    assert row.from_reschedule is None
    assert names(box.booking(old.uid)) == ["Kaio"]


async def test_a_seat_that_joins_others_is_told_with_the_old_rows_id(pair: Pair) -> None:
    box, inbox = pair
    target = await sit(box, "Teo", LATER)
    old = await sit(box, "Kaio")
    row, _ = await seating.reschedule_seat(box, old.seats[0].reference_uid, Move(start=LATER))
    assert (row.uid, names(row)) == (target.uid, ["Teo", "Kaio"])
    told = inbox.bodies[-1]["payload"]
    assert (told["uid"], told["bookingId"]) == (target.uid, old.id)
    assert box.booking(old.uid).status == "CANCELLED"
    assert inbox.triggers == ["BOOKING_CREATED", "BOOKING_CREATED", "BOOKING_RESCHEDULED"]


async def test_the_host_moves_everybody_in_place(pair: Pair) -> None:
    box, inbox = pair
    await sit(box, "Kaio")
    old = await sit(box, "Lia")
    row = await seating.move_seated(box, old.uid, LATER)
    assert (row.uid, row.id, row.start, row.seats) == (old.uid, old.id, LATER, old.seats)
    told = inbox.bodies[-1]["payload"]
    assert (told["uid"], told["rescheduleUid"]) == (old.uid, old.uid)
    assert told["startTime"] == "2026-11-25T14:00:00Z"
    assert [person["name"] for person in told["attendees"]] == ["Kaio", "Lia"]


async def test_a_seated_row_is_not_rescheduled_as_a_whole(pair: Pair) -> None:
    box, _ = pair
    row = await sit(box, "Kaio")
    with pytest.raises(NotOpen):
        await rescheduling.reschedule(box, row.uid, Move(start=LATER))
