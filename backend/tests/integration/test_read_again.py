"""Deliveries that were processed and are read again, over the real database: nothing changes, none fails (issue 15, item 8)."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from calcom_integration.delivery import State
from domain.appointment import Appointment, Status
from tests.deliveries import MEANT_TO_FAIL, PAYLOADS, Sent, all_sent, sent
from tests.inbound import Desk, open_desk

LINE_6_2 = [
    Sent(path.stem, file["body_raw"].encode(), file["headers"])
    for path in sorted((PAYLOADS / "caldiy_6_2_0").glob("*.json"))
    if not path.name.startswith("api__") and (file := json.loads(path.read_text()))
]
RECORDED = [*all_sent("recorded", "composed", "derived", "published"), *LINE_6_2]


@pytest.fixture
async def desk(mongodb_url: str, database_name: str) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name)
    yield desk
    await desk.mongo.close()


async def ends(desk: Desk, ids: list[str]) -> list[tuple[State, str | None]]:
    return [await desk.state_of(each) for each in ids]


async def stored(desk: Desk) -> list[Appointment]:
    return sorted(await desk.appointments(), key=lambda each: each.id)


async def read_again(desk: Desk, delivery_id: str) -> None:
    await desk.store.replay_one(delivery_id, desk.clock.now())
    await desk.work_off()


@pytest.mark.parametrize("seed", range(3))
async def test_every_recorded_delivery_in_any_order_and_again(desk: Desk, seed: int) -> None:
    """Each is read again half-way, when half of what was sent is known, and at the end."""
    random = Random(seed)
    deliveries = random.sample(RECORDED, len(RECORDED))
    ids: list[str] = []
    for half in (deliveries[::2], deliveries[1::2]):
        ids += await desk.receive(half)
        await desk.work_off()
        before, known = await ends(desk, ids), await stored(desk)
        for each in random.sample(ids, len(ids)):
            await read_again(desk, each)
        assert await ends(desk, ids) == before
        assert await stored(desk) == known

    failed = {
        each.name
        for each, (state, _) in zip((*deliveries[::2], *deliveries[1::2]), await ends(desk, ids), strict=True)
        if state in (State.FAILED, State.DEAD)
    }
    assert failed == MEANT_TO_FAIL


def told(recorded: str, minute: int, **payload: Any) -> Sent:
    """A recorded delivery of a seat, sent at that minute."""
    delivery = sent(recorded)
    body = json.loads(delivery.body)
    body["createdAt"] = f"2026-11-23T12:{minute:02d}:00.000Z"
    body["payload"] |= payload
    return replace(delivery, body=json.dumps(body).encode())


def taken(minute: int, seat: str) -> Sent:
    return told("created__seat2_same_uid", minute, attendeeSeatId=seat)


def left(minute: int) -> Sent:
    return told("cancelled__one_seat_only", minute)


def moved(minute: int, seat: str, to: str, old: str) -> Sent:
    """Lia moves: the delivery names the slot that others still sit on (CALCOM.md L)."""
    lia = json.loads(sent("created__seat2_same_uid").body)["payload"]
    people = {name: lia[name] for name in ("attendees", "responses")}
    return told("rescheduled__seat_api_v2", minute, attendeeSeatId=seat, uid=to, rescheduleUid=old, **people)


SLOT = json.loads(sent("created__seat2_same_uid").body)["payload"]["uid"]
# Lia takes a seat, leaves it, takes another of the same slot, moves to another slot, comes back, leaves.
THERE_AND_BACK = [
    taken(1, "lia-1"), left(2), taken(3, "lia-2"), moved(4, "lia-3", "other-slot", SLOT),
    moved(5, "lia-4", SLOT, "other-slot"), left(6),
]  # fmt: skip


@pytest.mark.parametrize("steps", range(1, len(THERE_AND_BACK) + 1))
async def test_a_seat_s_deliveries_are_read_again_after_the_seat_has_moved_on(desk: Desk, steps: int) -> None:
    ids: list[str] = []
    for each in THERE_AND_BACK[:steps]:
        ids += await desk.receive([each])
        await desk.work_off()
    before, known = await ends(desk, ids), await stored(desk)
    assert before == [(State.DONE, None)] * steps
    assert sum(each.status is Status.AGENDADO for each in known) == (steps not in (2, 6))

    for delivery_id in ids[::-1] + ids:
        await read_again(desk, delivery_id)

    assert await ends(desk, ids) == before
    assert await stored(desk) == known


async def test_what_was_ambiguous_is_read_again_once_another_word_tells_the_seats_apart(desk: Desk) -> None:
    """The second cancel comes before the first: until then both of the person's seats stand."""
    await desk.receive([taken(1, "lia-1"), taken(3, "lia-2")])
    await desk.work_off()
    [second] = await desk.receive([left(4)])
    await desk.work_off()
    assert await desk.state_of(second) == (State.FAILED, "assento_ambiguo")

    [first] = await desk.receive([left(2)])
    await desk.work_off()

    assert await ends(desk, [first, second]) == [(State.DONE, None)] * 2
    assert [each.status for each in await stored(desk)] == [Status.CANCELADO] * 2
