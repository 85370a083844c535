"""How a run's rows go in: some at a time, and none is left half way."""

import asyncio

import pytest

from calcom_integration.reconcile.entrance import each_of, few_at_once

WAIT = 60  # seconds: only a hang takes so long


class Rows:
    """Acts that stay under way until they are let go on."""

    def __init__(self) -> None:
        self.under_way: list[int] = []
        self.ended: list[int] = []
        self.go_on = asyncio.Event()

    async def let_in(self, row: int) -> None:
        self.under_way.append(row)
        await self.go_on.wait()
        self.under_way.remove(row)
        self.ended.append(row)


async def test_eight_are_under_way_and_the_ninth_waits_for_room() -> None:
    rows = Rows()
    async with asyncio.timeout(WAIT):
        run = asyncio.create_task(each_of(range(20), rows.let_in))
        for _ in range(50):
            await asyncio.sleep(0)
        assert rows.under_way == list(range(8))
        rows.go_on.set()
        await run
    assert rows.ended == list(range(20))


async def test_what_has_begun_is_carried_out_where_the_reading_fails() -> None:
    rows = Rows()

    async def read() -> None:
        async with few_at_once() as start:
            for row in range(3):
                await start(rows.let_in, row)
            asyncio.get_running_loop().call_later(0.05, rows.go_on.set)
            raise LookupError("page two")

    async with asyncio.timeout(WAIT):
        with pytest.raises(LookupError, match="page two"):
            await read()
    assert rows.ended == [0, 1, 2]


async def test_the_first_error_ends_what_is_under_way_and_what_waits_for_room() -> None:
    rows = Rows()

    async def fail(row: int) -> None:
        if row == 7:
            raise LookupError("seven")
        await rows.let_in(row)

    async with asyncio.timeout(WAIT):
        with pytest.raises(LookupError, match="seven"):
            await each_of(range(20), fail)
    assert rows.ended == []
    assert max(rows.under_way) == 6


async def test_an_error_while_the_failed_reading_is_waited_for_is_the_one_that_is_told() -> None:
    async def fail(_: int) -> None:
        await asyncio.sleep(0.01)
        raise KeyError("row")

    async def read() -> None:
        async with few_at_once() as start:
            await start(fail, 1)
            raise LookupError("page two")

    async with asyncio.timeout(WAIT):
        with pytest.raises(KeyError, match="row"):
            await read()
