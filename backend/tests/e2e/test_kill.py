"""Whatever is killed or lost: what was answered with 200 ends in its appointment, once (issue 1, shown by 4)."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import pytest
from redis.asyncio import Redis

from tests.chains import visit
from tests.clinic import Clinic, clinic_of
from tests.generated_deliveries import GeneratedChain, generated_chains, shuffled
from tests.profile import sized
from tests.serving import eventually
from tests.supervised import Supervised
from tests.webhook_sender import Sender

DELIVERIES, CHAINS = sized((150, 57), (500, 190))
SEED = 7
VICTIMS = ("api", "worker", "redis", "mongodb")


@pytest.mark.stack
async def test_kill_9_of_every_part_and_the_loss_of_redis_lose_nothing(
    stack: Supervised, capsys: pytest.CaptureFixture[str]
) -> None:
    chains = generated_chains(CHAINS, SEED)
    told = {body for chain in chains for body in chain.bodies}
    bodies = shuffled(chains, DELIVERIES - len(told), SEED)
    sender = Sender(stack.state()["parts"]["api"]["url"], stack.environment["CALCOM_WEBHOOK_SECRET"])
    begun = time.monotonic()
    async with clinic_of(stack.environment) as clinic:
        await clinic.forget()
        *disturbed, last = _parts(bodies, len(VICTIMS) + 1)
        for victim, part in zip(VICTIMS, disturbed, strict=True):
            await _kill_amid(stack, victim, sender, part)
        with _held_still(stack.pid("worker")):
            await sender.send(last)
            assert await clinic.unfinished() > 0, "nothing was left to lose"
            async with Redis.from_url(stack.environment["REDIS_URL"]) as redis:
                await redis.flushall()
        await eventually(clinic.is_finished)
        await _assert_everything_arrived_once(clinic, sender, chains, told)
    with capsys.disabled():
        seconds = time.monotonic() - begun
        print(f"\n{DELIVERIES} deliveries, {sender.unanswered} posted again, {seconds:.0f} s")  # noqa: T201


@contextmanager
def _held_still(pid: int) -> Iterator[None]:
    """The process does nothing until the end of the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def _kill_amid(stack: Supervised, victim: str, sender: Sender, bodies: Sequence[bytes]) -> None:
    """Kill one part when a third of the deliveries is answered; returns when all are, and the part is back."""
    before = len(sender.answered)

    async def a_third_is_in() -> bool:
        return len(sender.answered) - before >= len(bodies) // 3

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sender.send(bodies))
        await eventually(a_third_is_in)
        tasks.create_task(asyncio.to_thread(stack.kill, victim))


async def _assert_everything_arrived_once(
    clinic: Clinic, sender: Sender, chains: Sequence[GeneratedChain], told: set[bytes]
) -> None:
    deliveries, appointments = await clinic.deliveries(), await clinic.appointments()
    assert len(sender.answered) == DELIVERIES
    # Known by their bytes: what was stored already and came again while MongoDB was away was answered with another id.
    stored = sorted(each["digest"] for each in deliveries.values())
    assert stored == sorted(sha256(body).hexdigest() for body in told)
    assert {each["state"] for each in deliveries.values()} == {"done"}
    assert sorted(visit(each) for each in appointments) == sorted(chain.end for chain in chains)
    assert {each.calcom_booking_id for each in appointments} == {chain.uid for chain in chains}
    known = {each_id for each in appointments for each_id in (each.id, *each.absorvidos)}
    assert {each["appointment_id"] for each in deliveries.values()} <= known


def _parts(bodies: Sequence[bytes], number: int) -> Iterator[Sequence[bytes]]:
    size = len(bodies) // number
    return (bodies[start : start + size] for start in range(0, size * number, size))
