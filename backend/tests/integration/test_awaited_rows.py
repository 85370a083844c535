"""News that comes before its row, when the row comes in the very middle of its processing, and the worker dies there."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from itertools import combinations_with_replacement
from typing import Any

import pytest

from calcom_integration.delivery import Delivery, Outcome, State
from calcom_integration.store import DeliveryStore
from tests.deliveries import Sent, sent
from tests.fakes import FakeClock
from tests.inbound import LEASE, Desk, open_desk

NO_SHOW = sent("no_show__marked")
MOMENTS = ("before the word", "after the word", "before the end", "after the end")
CREATED = sent("created__custom_fields_all_types")


class Killed(BaseException):
    """kill -9, as far as one process can play it: nothing after it runs."""


class Interrupted(DeliveryStore):
    """The real store; what stands in `interruptions` happens at those moments of a delivery, once."""

    interruptions: dict[tuple[str, str], list[Callable[[], Awaitable[None]]]]

    async def note_awaited(self, delivery: Delivery, outcome: Outcome) -> None:
        await self._moment("before the word", delivery)
        await super().note_awaited(delivery, outcome)
        await self._moment("after the word", delivery)

    async def finish(self, delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
        await self._moment("before the end", delivery)
        ended = await super().finish(delivery, outcome, now)
        await self._moment("after the end", delivery)
        return ended

    async def _moment(self, name: str, delivery: Delivery) -> None:
        for interrupt in self.interruptions.pop((name, delivery.id), []):
            await interrupt()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def desk(mongodb_url: str, database_name: str, clock: FakeClock) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name, clock, store_type=Interrupted)
    yield desk
    await desk.mongo.close()


@pytest.mark.parametrize(
    ("row_comes", "killed"), [*combinations_with_replacement(MOMENTS, 2), *((each, None) for each in MOMENTS)]
)
async def test_the_row_finds_the_news_whenever_it_comes(
    desk: Desk, clock: FakeClock, row_comes: str, killed: str | None
) -> None:
    [no_show] = await desk.receive([NO_SHOW])
    [row] = await desk.receive([_its_row()])

    async def come() -> None:
        assert await desk.inbounds[1].process(row) is State.DONE

    async def die() -> None:
        raise Killed

    assert isinstance(desk.store, Interrupted)
    desk.store.interruptions = {(row_comes, no_show): [come]}
    if killed:
        desk.store.interruptions.setdefault((killed, no_show), []).append(die)
    with suppress(Killed):
        await desk.inbounds[0].process(no_show)
    clock.advance(LEASE)
    await desk.work_off()

    [appointment] = await desk.appointments()
    assert appointment.paciente_ausente
    assert await desk.state_of(no_show) == (State.DONE, None)


def _its_row() -> Sent:
    """The creation of the booking that the recorded absence names."""
    created: dict[str, Any] = json.loads(CREATED.body)
    absence = json.loads(NO_SHOW.body)["payload"]
    created["payload"] |= {"uid": absence["bookingUid"], "bookingId": absence["bookingId"], "iCalUID": None}
    created["payload"]["attendees"][0]["email"] = absence["attendees"][0]["email"]
    created["payload"]["responses"]["email"]["value"] = absence["attendees"][0]["email"]
    return Sent("created", json.dumps(created).encode(), {})
