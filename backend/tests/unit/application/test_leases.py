"""A lease that is renewed: kept while the work goes on, lost where somebody else has it, and no cancellation swallowed."""

import asyncio
from datetime import timedelta

import pytest

from application.leases import LeaseLost, renewed
from domain.errors import Unavailable

SHORT, LONG = timedelta(milliseconds=3), timedelta(hours=1)


class Lease:
    """Answers as it was told to, True in the end; `asked` counts."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers, self.asked = [*answers], 0
        self.was_asked_enough = asyncio.Event()

    async def renew(self) -> bool:
        self.asked += 1
        if not self.answers:
            self.was_asked_enough.set()
            return True
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_it_is_renewed_again_and_again_though_the_store_be_away_for_a_while() -> None:
    lease = Lease(True, Unavailable(), Unavailable(), True)
    async with renewed(lease.renew, SHORT):
        await lease.was_asked_enough.wait()
    asked = lease.asked
    await asyncio.sleep(0.01)
    assert lease.asked == asked >= 5, "not after the block"


async def test_where_it_is_lost_the_work_is_cut_off_and_the_task_may_go_on() -> None:
    with pytest.raises(LeaseLost):
        async with renewed(Lease(True, False).renew, SHORT):
            await asyncio.Event().wait()
    await asyncio.sleep(0)  # which would raise a cancellation that was left


async def test_what_the_work_raises_goes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        async with renewed(Lease().renew, LONG):
            raise ZeroDivisionError


@pytest.mark.parametrize("answers", [(), (False,)])
async def test_a_cancellation_from_outside_stays_one(answers: tuple[bool, ...]) -> None:
    began = asyncio.Event()

    async def work() -> None:
        async with renewed(Lease(*answers).renew, LONG):
            began.set()
            await asyncio.Event().wait()

    working = asyncio.create_task(work())
    await began.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working


async def test_a_time_out_around_it_stays_one() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), renewed(Lease().renew, LONG):
            await asyncio.Event().wait()


async def test_a_renewal_under_way_at_the_end_is_waited_for_and_what_it_finds_then_is_no_loss() -> None:
    is_asked, goes_on, ended = asyncio.Event(), asyncio.Event(), []

    async def renew() -> bool:
        is_asked.set()
        try:
            await goes_on.wait()
        finally:
            ended.append(goes_on.is_set())
        return False

    async with renewed(renew, SHORT):
        await is_asked.wait()
        asyncio.get_running_loop().call_later(0.01, goes_on.set)
    assert ended == [True], "not cut off"
