"""Inbound when something goes wrong: tried again, given up, taken over, never twice and never in a circle."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from pymongo import WriteConcern
from structlog.testing import capture_logs

from application.leases import LeaseLost, renewed
from calcom_integration.delivery import Delivery, Outcome, State
from calcom_integration.store import DeliveryStore
from domain.appointment import Appointment
from domain.errors import Invalid, Unavailable
from infrastructure.repositories.appointment_repository import AppointmentRepository
from tests.chains import CHAINS
from tests.deliveries import Sent, sent
from tests.fakes import FakeClock
from tests.inbound import LEASE, MAX_ATTEMPTS, Desk, open_desk

CREATED = sent("created__custom_fields_all_types")
PERSONAL = "João da Silva 529.982.247-25"


class Failing(AppointmentRepository):
    """The real repository, but its next look-ups raise what stands in `errors`."""

    errors: Sequence[Exception] = ()

    async def find_by_keys(self, keys: Sequence[str]) -> list[Appointment]:
        if self.errors:
            error, *self.errors = self.errors
            raise error
        return await super().find_by_keys(keys)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def desk(mongodb_url: str, database_name: str, clock: FakeClock) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name, clock, Failing)
    yield desk
    await desk.mongo.close()


async def test_a_passing_error_is_tried_again_after_ever_longer_rests(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await _received(desk, CREATED)
    most = MAX_ATTEMPTS // 2
    _fail(desk, *[Unavailable()] * most)

    rests = []
    for attempt in range(1, most + 1):
        assert await _attempt(desk, delivery_id) is State.RECEIVED
        found = await _stored(desk, delivery_id)
        assert found.next_attempt_at is not None
        rests.append(found.next_attempt_at - clock.now())
        assert found.attempts == attempt
        assert await _attempt(desk, delivery_id) is None, "before its time"
        clock.advance(rests[-1])

    assert timedelta(0) < rests[0] <= timedelta(seconds=1)
    assert rests == sorted(rests)
    assert await _attempt(desk, delivery_id) is State.DONE
    assert (await _stored(desk, delivery_id)).error is None


async def test_however_long_a_server_is_away_nothing_is_given_up(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await _received(desk, CREATED)
    _fail(desk, *[Unavailable()] * 3 * MAX_ATTEMPTS, RuntimeError("passing, perhaps"))

    states = [await _attempt_in_time(desk, clock, delivery_id) for _ in range(3 * MAX_ATTEMPTS + 2)]

    assert states == [State.RECEIVED] * (3 * MAX_ATTEMPTS + 1) + [State.DONE]


async def test_attempts_that_are_used_up_are_the_end_until_somebody_replays(
    desk: Desk, clock: FakeClock
) -> None:
    [delivery_id] = await _received(desk, CREATED)
    _fail(desk, *[RuntimeError("passing, perhaps")] * MAX_ATTEMPTS)

    states = [await _attempt_in_time(desk, clock, delivery_id) for _ in range(MAX_ATTEMPTS)]

    assert states == [State.RECEIVED] * (MAX_ATTEMPTS - 1) + [State.DEAD]
    clock.advance(timedelta(days=400))
    assert await desk.store.due(clock.now(), 10) == []
    assert await desk.store.replay_one(delivery_id, clock.now())
    assert await _attempt(desk, delivery_id) is State.DONE


async def test_a_broken_rule_is_not_tried_again(desk: Desk) -> None:
    [delivery_id] = await _received(desk, CREATED)
    _fail(desk, Invalid({"cpf": PERSONAL}, detail=PERSONAL))

    assert await _attempt(desk, delivery_id) is State.DEAD
    assert (await _stored(desk, delivery_id)).attempts == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"payload=%7B%7D", "corpo_ilegivel"),
        (b"false", "corpo_ilegivel"),
        (b"\xff\x00", "corpo_ilegivel"),
        (b'{"triggerEvent":"BOOKING_CANCELLED","payload":{"title":"x"}}', "sem_identificador"),
    ],
)
async def test_what_nobody_can_read_fails_and_is_kept(desk: Desk, body: bytes, reason: str) -> None:
    [delivery_id] = await _received(desk, Sent("unreadable", body, {}))
    await desk.work_off()

    found = await _stored(desk, delivery_id)
    assert (found.state, found.reason, found.body) == (State.FAILED, reason, body)


async def test_neither_error_nor_log_repeats_what_a_patient_wrote(desk: Desk) -> None:
    [rule, bug] = await _received(desk, CREATED, sent("created__guests"))
    with capture_logs() as logs:
        _fail(desk, Invalid({"cpf": PERSONAL}, detail=PERSONAL))
        await _attempt(desk, rule)
        _fail(desk, ValueError(PERSONAL))
        await _attempt(desk, bug)

    errors = [(await _stored(desk, each)).error or "" for each in (rule, bug)]
    assert [error.split()[0] for error in errors] == ["Invalid", "ValueError"]
    personal = [word for word in PERSONAL.split() if len(word) > 2]  # an id may hold a "da"
    assert not any(word in f"{errors} {logs}" for word in (*personal, "Carla", "example.com"))


async def test_a_lease_that_ran_out_is_taken_over(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await _received(desk, CREATED)
    assert await desk.store.claim(delivery_id, clock.now(), LEASE)  # by a worker that was killed then

    assert await _attempt(desk, delivery_id) is None
    assert await desk.store.due(clock.now(), 10) == []
    clock.advance(LEASE)
    assert await desk.store.due(clock.now(), 10) == [delivery_id]
    assert await _attempt(desk, delivery_id) is State.DONE


async def test_a_delivery_that_kills_its_workers_is_given_up(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await _received(desk, CREATED)
    for _ in range(MAX_ATTEMPTS):
        assert await _another_process(desk).claim(delivery_id, clock.now(), LEASE)
        clock.advance(LEASE)

    assert await _attempt(desk, delivery_id) is State.DEAD
    assert await desk.appointments() == []


async def test_starts_that_ended_or_that_their_process_outlived_are_not_held_against_it(
    desk: Desk, clock: FakeClock
) -> None:
    """Killed once, then claimed again and again by a process that could not write what became of it."""
    [delivery_id] = await _received(desk, CREATED)
    assert await _another_process(desk).claim(delivery_id, clock.now(), LEASE)
    for _ in range(2 * MAX_ATTEMPTS):
        clock.advance(LEASE)
        assert (await _claimed(desk, delivery_id)).starts == 2
    clock.advance(LEASE)
    assert await _attempt(desk, delivery_id) is State.DONE
    done = await _stored(desk, delivery_id)
    assert (done.attempts, done.starts, done.held_by) == (1, 0, None)


async def test_a_worker_that_is_stopped_gives_back_what_it_began_uncounted(
    mongodb_url: str, database_name: str, clock: FakeClock
) -> None:
    began = asyncio.Event()

    class Hanging(AppointmentRepository):
        async def find_by_keys(self, keys: Sequence[str]) -> list[Appointment]:
            began.set()
            await asyncio.Event().wait()
            return []

    desk = await open_desk(mongodb_url, database_name, clock, Hanging)
    [delivery_id] = await _received(desk, CREATED)
    working = asyncio.create_task(_attempt(desk, delivery_id))
    await began.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    given_back = await _stored(desk, delivery_id)
    assert (given_back.state, given_back.starts, given_back.attempts) == (State.RECEIVED, 0, 0)
    assert await desk.store.due(clock.now(), 10) == [delivery_id]
    await desk.mongo.close()


async def test_work_that_takes_longer_than_its_lease_keeps_it_and_is_cut_off_where_it_was_taken_away(
    desk: Desk, clock: FakeClock
) -> None:
    [delivery_id] = await _received(desk, CREATED)
    claimed = await _claimed(desk, delivery_id)
    asked = 0

    async def renew() -> bool:
        nonlocal asked
        asked += 1
        clock.advance(LEASE / 3)
        if asked == 6:
            await desk.store.replay_one(delivery_id, clock.now())
            clock.advance(2 * LEASE)
            assert await _another_process(desk).claim(delivery_id, clock.now(), LEASE)
        return await desk.store.renew(claimed, clock.now() + LEASE)

    with pytest.raises(LeaseLost):
        async with renewed(renew, timedelta(milliseconds=3)):
            await asyncio.Event().wait()
    assert asked == 6
    assert not await desk.store.finish(claimed, Outcome(state=State.DONE), clock.now())


async def test_a_claim_that_a_majority_was_slow_to_take_is_a_claim(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await _received(desk, CREATED)
    slow = WriteConcern(w=3, wtimeout=1)  # there is one server
    store = DeliveryStore(
        desk.mongo.database.client.get_database(
            desk.mongo.database.name, desk.mongo.database.codec_options, write_concern=slow
        ),
        timedelta(days=90),
    )
    claimed = await store.claim(delivery_id, clock.now(), LEASE)
    assert claimed is not None
    assert await store.renew(claimed, clock.now() + LEASE)
    assert await store.claim(delivery_id, clock.now(), LEASE) is None
    assert await store.finish(claimed, Outcome(state=State.DONE), clock.now())
    assert await desk.state_of(delivery_id) == (State.DONE, None)


async def test_of_many_workers_one_gets_the_delivery(desk: Desk, clock: FakeClock) -> None:
    [delivery_id] = await _received(desk, CREATED)

    claims = await asyncio.gather(*(desk.store.claim(delivery_id, clock.now(), LEASE) for _ in range(10)))

    assert len([claim for claim in claims if claim]) == 1


@pytest.mark.parametrize("is_replayed", [False, True])
async def test_whoever_lost_the_lease_says_nothing_any_more(
    desk: Desk, clock: FakeClock, *, is_replayed: bool
) -> None:
    [delivery_id] = await _received(desk, CREATED)
    slow = await _claimed(desk, delivery_id)
    clock.advance(LEASE)
    quick = await _claimed(desk, delivery_id)
    if is_replayed:
        assert await desk.store.finish(quick, Outcome(state=State.DONE), clock.now())
        assert await desk.store.replay_one(delivery_id, clock.now())
        quick = await _claimed(desk, delivery_id)

    assert not await desk.store.finish(slow, Outcome(state=State.DEAD, error="late"), clock.now())
    assert (await _stored(desk, delivery_id)).state is State.PROCESSING
    assert await desk.store.finish(quick, Outcome(state=State.DONE), clock.now())
    assert await desk.state_of(delivery_id) == (State.DONE, None)


@pytest.mark.parametrize("chain", ["seats", "one seat left", "paid", "series", "moved, then cancelled"])
async def test_what_was_woken_comes_to_rest(desk: Desk, chain: str) -> None:
    for name in reversed(CHAINS[chain]):
        await desk.receive([sent(name)])
        await _rounds(desk, most=6)


async def test_an_absence_that_waits_is_woken_once_for_each_row(desk: Desk) -> None:
    [no_show] = await desk.receive([sent("no_show__marked")])
    uid = json.loads(sent("no_show__marked").body)["payload"]["bookingUid"].encode()
    old = json.loads(CREATED.body)["payload"]["uid"].encode()
    await desk.receive([Sent("its row", CREATED.body.replace(old, uid), {})])
    await _rounds(desk, most=6)

    assert await desk.state_of(no_show) == (State.DONE, None)


async def _rounds(desk: Desk, most: int) -> None:
    """Work off what is due, in no more than so many rounds."""
    for _ in range(most):
        due = await desk.store.due(desk.clock.now(), 100)
        await asyncio.gather(*(desk.inbounds[0].process(each) for each in due))
    assert await desk.store.due(desk.clock.now(), 100) == []


async def _received(desk: Desk, *deliveries: Sent) -> list[str]:
    return await desk.receive(deliveries)


async def _attempt(desk: Desk, delivery_id: str) -> State | None:
    return await desk.inbounds[0].process(delivery_id)


async def _attempt_in_time(desk: Desk, clock: FakeClock, delivery_id: str) -> State | None:
    clock.advance(timedelta(minutes=5))  # no rest is longer
    return await _attempt(desk, delivery_id)


async def _claimed(desk: Desk, delivery_id: str) -> Delivery:
    claimed = await desk.store.claim(delivery_id, desk.clock.now(), LEASE)
    assert claimed is not None
    return claimed


def _another_process(desk: Desk) -> DeliveryStore:
    return DeliveryStore(desk.mongo.database, timedelta(days=90))


async def _stored(desk: Desk, delivery_id: str) -> Delivery:
    found = await desk.store.get(delivery_id)
    assert found is not None
    return found


def _fail(desk: Desk, *errors: Exception) -> None:
    assert isinstance(desk.repository, Failing)
    desk.repository.errors = errors
