"""The faults between the sandbox and its subscriber, and the signature."""

import asyncio
import random
from typing import Any

import pytest
from pydantic import ValidationError

from calcom_sandbox.faults import Faults, fates
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.signing import signature
from tests.sandbox_inbox import SECRET, Inbox, sandbox_for_tests

FOREVER_MS = 3_600_000


async def send(box: Sandbox, *uids: str) -> None:
    for uid in uids:
        await box.courier.send("BOOKING_CREATED", {"uid": uid})


def uids(inbox: Inbox) -> list[str]:
    return [body["payload"]["uid"] for body in inbox.bodies]


def signatures_hold(inbox: Inbox) -> list[bool]:
    return [
        request.headers["x-cal-signature-256"] == signature(request.content, SECRET)
        for request in inbox.requests
    ]


async def test_without_faults_each_delivery_arrives_once_in_order_and_signed() -> None:
    async with sandbox_for_tests() as (box, inbox):
        await send(box, "a", "b", "c")
        assert uids(inbox) == ["a", "b", "c"]
        assert signatures_hold(inbox) == [True, True, True]


async def test_a_refused_delivery_is_not_sent_again() -> None:
    async with sandbox_for_tests() as (box, inbox):
        inbox.status = 500
        await send(box, "a")
        assert uids(inbox) == ["a"]
        assert [entry.status for entry in box.courier.log.entries()] == [500]


async def test_dropped_deliveries_are_logged_and_never_arrive() -> None:
    async with sandbox_for_tests(faults=Faults(drop=1)) as (box, inbox):
        await send(box, "a")
        assert inbox.requests == []
        assert [entry.outcome for entry in box.courier.log.entries()] == ["dropped"]


async def test_a_repeated_delivery_has_the_same_bytes() -> None:
    async with sandbox_for_tests(faults=Faults(repeat=1)) as (box, inbox):
        await send(box, "a")
        first, second = inbox.requests
        assert first.content == second.content


async def test_a_wrong_signature_does_not_verify() -> None:
    async with sandbox_for_tests(faults=Faults(wrong_signature=1)) as (box, inbox):
        await send(box, "a")
        assert signatures_hold(inbox) == [False]


async def test_a_delayed_delivery_lets_the_booker_go_and_comes_with_a_flush() -> None:
    async with sandbox_for_tests(faults=Faults(delay_ms=(FOREVER_MS, FOREVER_MS))) as (box, inbox):
        await send(box, "a", "b")
        assert inbox.requests == []
        assert await box.courier.flush() == 2
        assert sorted(uids(inbox)) == ["a", "b"]


async def test_the_booker_waits_for_a_delayed_delivery_when_held() -> None:
    faults = Faults(delay_ms=(FOREVER_MS, FOREVER_MS), hold_booker=True)
    async with sandbox_for_tests(faults=faults) as (box, inbox):
        booker = asyncio.create_task(send(box, "a"))
        await asyncio.sleep(0)
        assert [entry.outcome for entry in box.courier.log.entries()] == ["waiting"]
        assert not booker.done()
        await box.courier.flush()
        await booker
        assert uids(inbox) == ["a"]


async def test_a_full_window_is_sent_in_another_order() -> None:
    async with sandbox_for_tests(faults=Faults(shuffle=5, seed=1)) as (box, inbox):
        await send(box, "a", "b", "c", "d")
        assert inbox.requests == []
        await send(box, "e")
        await asyncio.gather(*(entry.settled.wait() for entry in box.courier.log.entries()))
        assert sorted(uids(inbox)) == ["a", "b", "c", "d", "e"]
        assert uids(inbox) != ["a", "b", "c", "d", "e"]


async def test_a_part_of_a_window_is_sent_by_a_flush() -> None:
    async with sandbox_for_tests(faults=Faults(shuffle=5)) as (box, inbox):
        await send(box, "a", "b")
        assert await box.courier.flush() == 2
        assert sorted(uids(inbox)) == ["a", "b"]


def test_a_seed_repeats_the_run() -> None:
    faults = Faults(drop=0.3, repeat=0.3, wrong_signature=0.3, delay_ms=(0, 1000))
    runs = []
    for _ in range(2):
        dice = random.Random(7)
        runs.append([fates(faults, dice) for _ in range(50)])
    assert runs[0] == runs[1]
    assert {len(copies) for copies in runs[0]} == {0, 1, 2}


@pytest.mark.parametrize("wrong", [{"drop": 1.5}, {"delay_ms": (5, 1)}, {"dropp": 1}])
def test_impossible_faults_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Faults(**wrong)


async def test_without_a_secret_the_header_holds_cal_coms_literal() -> None:
    async with sandbox_for_tests(secret="") as (box, inbox):
        await send(box, "a")
        assert inbox.requests[0].headers["x-cal-signature-256"] == "no-secret-provided"
