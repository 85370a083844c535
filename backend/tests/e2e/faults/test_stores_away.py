"""MongoDB or Valkey gone: what was answered with 200 is done, what people see, and that nobody has to help."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from calcom_integration.spool import SpoolFolder
from tests.arrivals import assert_all_arrived_once, bodies_of
from tests.clinic import clinic_of
from tests.generated_deliveries import generated_chains
from tests.outages import House, Server, await_end, gestor_at, problem_at, problem_of
from tests.serving import WEBHOOK, eventually, signed
from tests.webhook_sender import Sender

pytestmark = pytest.mark.stack
AWAY = (503, "Serviço momentaneamente indisponível; tente de novo.")
PAGES = ("/api/v1/appointments", "/api/v1/calcom/health")


async def test_without_valkey_everything_is_taken_and_done_by_the_worker_s_own_sweeps(house: House) -> None:
    chains = generated_chains(12, seed=11)
    sender = _sender(house)
    async with gestor_at(house.url) as gestor, clinic_of(house.environment) as clinic:
        await clinic.forget()
        worker = house.stack.pid("worker")
        house.redis.kill()
        await sender.send(bodies_of(chains))

        assert sender.unanswered == 0
        assert {"redis", "worker"} <= await gestor.missing()
        assert (await gestor.health())["is_worker_alive"] is False
        await gestor.read("/api/v1/appointments")
        await assert_all_arrived_once(clinic, chains)

        house.redis.start()
        await eventually(gestor.is_ready)
        assert house.stack.pid("worker") == worker, "it had no need to be started again"


@pytest.mark.parametrize("loses", [Server.kill, Server.fill_its_disk])
async def test_what_mongodb_cannot_store_is_taken_and_done_once_it_can(
    house: House, loses: Callable[[Server], None]
) -> None:
    chains = generated_chains(12, seed=12)
    bodies = bodies_of(chains)
    sender = _sender(house)
    async with gestor_at(house.url) as gestor, clinic_of(house.environment) as clinic:
        await clinic.forget()
        await sender.send(bodies[:6])
        loses(house.mongodb)
        try:
            await sender.send(bodies[6:])
            assert sender.unanswered == 0
            assert len(lying(house)) == len(bodies) - 6
            assert [await problem_at(gestor, page) for page in PAGES] == [AWAY, AWAY]
            assert "mongodb" in await gestor.missing()
        finally:
            house.mongodb.kill()  # a real mongod ends itself when it cannot write its journal
            house.mongodb.start()
        await eventually(lambda: is_drained(house))
        await eventually(gestor.is_ready)
        await assert_all_arrived_once(clinic, chains)
        assert set(sender.answered) <= (await clinic.deliveries()).keys()


async def test_an_api_killed_with_a_full_spool_amid_an_outage_loses_and_doubles_none(house: House) -> None:
    chains = generated_chains(160, seed=15)
    bodies = bodies_of(chains)
    async with clinic_of(house.environment) as clinic:
        await clinic.forget()
        house.mongodb.kill()
        taken = await _taken(house, bodies)
        assert 100 < len(taken) < len(bodies)
        assert {path.name for path in lying(house)} == {sha256(body).hexdigest() for body in taken}

        killed = house.stack.pid("api")
        os.kill(killed, signal.SIGKILL)
        await asyncio.to_thread(await_end, house.stack, "api", killed)
        await eventually(lambda: _is_live(house))
        assert len(lying(house)) == len(taken)
        house.mongodb.start()
        await asyncio.to_thread(house.stack.await_ready)
        await eventually(lambda: is_drained(house))
        assert {each["digest"] for each in (await clinic.deliveries()).values()} == {
            sha256(body).hexdigest() for body in taken
        }
        await _sender(house).send(bodies[len(taken) :])
        await assert_all_arrived_once(clinic, chains)


async def _taken(house: House, bodies: Sequence[bytes]) -> list[bytes]:
    """The bodies that were answered with 200 before the first refusal: that the spool is full."""
    secret = house.environment["CALCOM_WEBHOOK_SECRET"]
    async with httpx.AsyncClient(base_url=house.url, timeout=30) as http:
        for number, body in enumerate(bodies):
            answer = await http.post(WEBHOOK, content=body, headers=signed(body, secret))
            if answer.status_code != 200:
                assert problem_of(answer) == AWAY
                return list(bodies[:number])
    return list(bodies)


async def _is_live(house: House) -> bool:
    async with httpx.AsyncClient(base_url=house.url) as http:
        try:
            return (await http.get("/health/live")).status_code == 200
        except httpx.TransportError:
            return False


def lying(house: House) -> list[Path]:
    """What waits in the spool."""
    return SpoolFolder(Path(house.environment["SPOOL_DIR"]), 1).waiting()


async def is_drained(house: House) -> bool:
    return lying(house) == []


def _sender(house: House) -> Sender:
    return Sender(house.url, house.environment["CALCOM_WEBHOOK_SECRET"])
