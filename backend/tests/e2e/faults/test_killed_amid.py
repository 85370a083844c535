"""Processes killed at the worst moment, which is looked for and not waited for: nothing is lost, nothing doubled."""

import asyncio
import os
import signal

import httpx
import pytest

from tests.arrivals import assert_all_arrived_once, bodies_of
from tests.clinic import Clinic, clinic_of
from tests.generated_deliveries import generated_chains
from tests.outages import House
from tests.serving import WEBHOOK, eventually, signed
from tests.webhook_sender import Sender

pytestmark = pytest.mark.stack


async def test_a_worker_killed_with_deliveries_in_its_hands_loses_and_doubles_none(house: House) -> None:
    chains = generated_chains(25, seed=13)
    async with clinic_of(house.environment) as clinic:
        await clinic.forget()
        worker = house.stack.pid("worker")
        os.kill(worker, signal.SIGSTOP)
        await _sender(house).send(bodies_of(chains))
        os.kill(worker, signal.SIGCONT)
        await eventually(lambda: _is_caught_at_work(clinic, worker))
        await asyncio.to_thread(house.stack.kill, "worker")
        await assert_all_arrived_once(clinic, chains)


async def test_an_api_killed_between_store_and_answer_makes_no_second_visit(house: House) -> None:
    [chain] = generated_chains(1, seed=14)
    sender = _sender(house)
    async with clinic_of(house.environment) as clinic:
        await clinic.forget()
        body = chain.bodies[0]
        os.kill(
            house.redis.pid, signal.SIGSTOP
        )  # the job is asked for after the store: that takes a moment now
        try:
            asked = asyncio.create_task(_posted(house, body))
            await eventually(lambda: _is_stored(clinic))
            os.kill(house.stack.pid("api"), signal.SIGKILL)
            assert await asked is None, "it had answered already"
        finally:
            os.kill(house.redis.pid, signal.SIGCONT)
        await asyncio.to_thread(house.stack.await_ready)
        await sender.send([*chain.bodies, body])
        assert len(set(sender.answered)) == len(chain.bodies)
        await assert_all_arrived_once(clinic, [chain])


async def _is_caught_at_work(clinic: Clinic, worker: int) -> bool:
    """Whether the worker stands still now with a delivery in its hands; else it goes on."""
    if not await clinic.is_at_work():
        return False
    os.kill(worker, signal.SIGSTOP)
    if await clinic.is_at_work():
        return True
    os.kill(worker, signal.SIGCONT)
    return False


async def _is_stored(clinic: Clinic) -> bool:
    return bool(await clinic.deliveries())


async def _posted(house: House, body: bytes) -> int | None:
    """The status of the answer, if one came."""
    headers = signed(body, house.environment["CALCOM_WEBHOOK_SECRET"])
    async with httpx.AsyncClient(base_url=house.url) as http:
        try:
            return (await http.post(WEBHOOK, content=body, headers=headers)).status_code
        except httpx.TransportError:
            return None


def _sender(house: House) -> Sender:
    return Sender(house.url, house.environment["CALCOM_WEBHOOK_SECRET"])
