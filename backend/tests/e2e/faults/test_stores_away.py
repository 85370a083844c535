"""MongoDB or Valkey gone: what was answered with 200 is done, what people see, and that nobody has to help."""

import asyncio
from collections.abc import Callable

import pytest

from tests.arrivals import assert_all_arrived_once, bodies_of
from tests.clinic import clinic_of
from tests.generated_deliveries import generated_chains
from tests.outages import House, Server, gestor_at, problem_at, problem_of
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
async def test_what_mongodb_cannot_store_is_never_answered_with_200(
    house: House, loses: Callable[[Server], None]
) -> None:
    chains = generated_chains(12, seed=12)
    *bodies, last = bodies_of(chains)
    sender = _sender(house)
    async with gestor_at(house.url) as gestor, clinic_of(house.environment) as clinic:
        await clinic.forget()
        await sender.send(bodies[:6])
        loses(house.mongodb)
        try:
            refused = await gestor.http.post(WEBHOOK, content=last, headers=signed(last, sender.secret))
            assert problem_of(refused) == AWAY
            assert [await problem_at(gestor, page) for page in PAGES] == [AWAY, AWAY]
            assert "mongodb" in await gestor.missing()
            cal_com = asyncio.create_task(sender.send([*bodies[6:], last]))
            await eventually(lambda: _has_been_refused(sender))
        finally:
            house.mongodb.kill()  # a real mongod ends itself when it cannot write its journal
            house.mongodb.start()
        await cal_com
        await eventually(gestor.is_ready)
        await assert_all_arrived_once(clinic, chains)


async def _has_been_refused(sender: Sender) -> bool:
    return sender.unanswered > 0


def _sender(house: House) -> Sender:
    return Sender(house.url, house.environment["CALCOM_WEBHOOK_SECRET"])
