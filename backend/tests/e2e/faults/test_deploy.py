"""A deploy: who is told to stop ends what it began, takes nothing new, and sends open screens to the next process."""

import asyncio
import http.client
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from domain.booking.push import PushState
from entrypoints.stack.ports import is_free
from tests.another import another_api
from tests.arrivals import assert_all_arrived_once, bodies_of
from tests.clinic import clinic_of
from tests.generated_deliveries import generated_chains
from tests.outages import House, Server, await_end, gestor_at
from tests.serving import WEBHOOK, eventually, signed
from tests.visits import booked, calcom_at, moved_by_staff, successors

pytestmark = pytest.mark.stack
ENDED = {0, -signal.SIGTERM}  # uvicorn ends with the signal that it was sent, once all is done


@pytest.fixture
def api(house: House, tmp_path: Path) -> Iterator[Server]:
    """One more API process, at the servers of the house."""
    server = Server(another_api(house.environment), tmp_path / "api.log")
    server.start()
    yield server
    server.stop()


async def test_an_api_told_to_stop_answers_what_it_was_asked(house: House, api: Server) -> None:
    url, secret = httpx.URL(api.part.url), house.environment["CALCOM_WEBHOOK_SECRET"]
    chains = generated_chains(3, seed=21)
    bodies = bodies_of(chains)
    async with gestor_at(api.part.url) as gestor, clinic_of(house.environment) as clinic:
        await clinic.forget()
        lines: list[str] = []
        screen = asyncio.create_task(gestor.watch(lines))
        await eventually(lambda: _is_open(lines))
        os.kill(house.mongodb.pid, signal.SIGSTOP)  # no answer can be given now
        try:
            asked = [_asked(url, body, secret) for body in bodies]
            for _ in range(2):  # answered by a loop that has read what was sent before
                (await gestor.http.get("/health/live")).raise_for_status()
            stopping = asyncio.create_task(asyncio.to_thread(api.terminate))
            await eventually(lambda: _is_closed(url))
        finally:
            os.kill(house.mongodb.pid, signal.SIGCONT)
        answers = [await asyncio.to_thread(_status, each) for each in asked]
        assert answers == [200] * len(bodies)
        await screen  # the stream came to its end, and was not torn
        assert await stopping in ENDED
        await assert_all_arrived_once(clinic, chains)


async def test_a_worker_told_to_stop_ends_the_push_that_it_began(house: House) -> None:
    gateway, worker = house.gateway, house.stack.pid("worker")
    cal_com = calcom_at(house.calcom, house.environment["CALCOM_API_TOKEN"])
    async with cal_com, gestor_at(house.url) as gestor, clinic_of(house.environment) as clinic:
        uid = await booked(cal_com, 40)
        await eventually(lambda: clinic.has(uid))
        visit = await clinic.of(uid)
        gateway.held.clear()
        gateway.is_holding = True
        try:
            await moved_by_staff(gestor.http, visit.id, visit.versao)
            await eventually(lambda: _is_held(gateway.held))
            os.kill(worker, signal.SIGTERM)
        finally:
            gateway.is_holding = False
        await asyncio.to_thread(await_end, house.stack, "worker", worker)
        moved = await clinic.of(uid)
        assert moved.side.pushes["slot"].state is PushState.SENT
        assert [row["from_reschedule"] for row in await successors(cal_com, [uid])] == [uid]
        assert "worker     ended with exit code 0" in house.stack.said()
        await asyncio.to_thread(house.stack.await_ready)


def _asked(url: httpx.URL, body: bytes, secret: str) -> http.client.HTTPConnection:
    """A delivery that is sent; its answer is still to be read."""
    connection = http.client.HTTPConnection(url.host, url.port, timeout=60)
    connection.request("POST", WEBHOOK, body, signed(body, secret))
    return connection


def _status(connection: http.client.HTTPConnection) -> int:
    with closing(connection):
        return connection.getresponse().status


async def _is_open(lines: list[str]) -> bool:
    return bool(lines)


async def _is_closed(url: httpx.URL) -> bool:
    return is_free(url.port or 0)


async def _is_held(held: list[str]) -> bool:
    return "POST" in held
