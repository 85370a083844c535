"""A swallowed cancellation comes back; everything else goes through untouched."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from application.cancellation import cancellation_kept
from domain.errors import Unavailable


async def _swallows() -> None:
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(60)


async def _swallows_and_fails() -> None:
    await _swallows()
    raise Unavailable


@pytest.mark.parametrize("swallowing", [_swallows, _swallows_and_fails])
async def test_what_swallows_a_cancellation_ends_cancelled(swallowing: Callable[[], Awaitable[None]]) -> None:
    async def kept() -> None:
        with cancellation_kept():
            await swallowing()

    task = asyncio.create_task(kept())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def _kept() -> None:
    with cancellation_kept():
        await _swallows()


async def test_a_time_out_around_it_ends_in_time() -> None:
    with pytest.raises(TimeoutError):
        await _in_time(_kept)


async def _in_time(call: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.timeout(0.01):
        await call()


async def test_a_time_out_inside_is_nobody_elses_cancellation() -> None:
    with cancellation_kept(), suppress(TimeoutError):
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)


async def test_what_tidies_up_after_a_cancellation_may_go_on() -> None:
    tidied = []

    async def tidying() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            with cancellation_kept():
                tidied.append(True)

    task = asyncio.create_task(tidying())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert (task.cancelled(), tidied) == (True, [True])


async def test_a_failure_stays_what_it_is() -> None:
    with pytest.raises(Unavailable), cancellation_kept():
        raise Unavailable
