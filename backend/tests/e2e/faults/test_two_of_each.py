"""Two APIs and two workers over one database and one Redis: both serve, and what one does the other's screens see."""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.another import another_api, another_worker
from tests.arrivals import assert_all_arrived_once, bodies_of
from tests.clinic import clinic_of
from tests.embedded import running
from tests.generated_deliveries import generated_chains
from tests.outages import House, gestor_at
from tests.serving import eventually
from tests.webhook_sender import Sender

pytestmark = pytest.mark.stack
_PROCESSED = re.compile(r"^calcom_deliveries_processed_total\{.*\} (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Pairs:
    """Addresses: of the APIs, and of the workers' metrics."""

    apis: tuple[str, str]
    workers: tuple[str, str]


@pytest.fixture(scope="module")
def pairs(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pairs]:
    folder: Path = tmp_path_factory.mktemp("others")
    with ExitStack() as others:
        api = others.enter_context(running(another_api(house.environment), folder / "api.log"))
        worker = others.enter_context(running(another_worker(house.environment), folder / "worker.log"))
        first = house.stack.state()["parts"]
        yield Pairs((house.url, api.url), (first["worker"]["url"], worker.url))


async def test_both_take_deliveries_and_both_work_them_off(house: House, pairs: Pairs) -> None:
    chains = generated_chains(60, seed=31)
    bodies, before = bodies_of(chains), [_processed(each) for each in pairs.workers]
    async with clinic_of(house.environment) as clinic:
        await clinic.forget()
        secret = house.environment["CALCOM_WEBHOOK_SECRET"]
        senders = [Sender(url, secret) for url in pairs.apis]
        await asyncio.gather(*(sender.send(bodies[n::2]) for n, sender in enumerate(senders)))
        await assert_all_arrived_once(clinic, chains)
    shares = [_processed(each) - earlier for each, earlier in zip(pairs.workers, before, strict=True)]
    assert all(shares), shares


async def test_what_is_saved_at_one_api_is_seen_at_once_at_the_other(house: House, pairs: Pairs) -> None:
    [chain] = generated_chains(1, seed=32)
    async with (
        gestor_at(pairs.apis[0]) as here,
        gestor_at(pairs.apis[1]) as there,
        clinic_of(house.environment) as clinic,
    ):
        await clinic.forget()
        await Sender(pairs.apis[0], house.environment["CALCOM_WEBHOOK_SECRET"]).send(chain.bodies)
        await eventually(clinic.is_settled)
        visit = await clinic.of(chain.uid)
        seen: list[str] = []
        screen = asyncio.create_task(there.watch(seen))
        await eventually(lambda: _has(seen, ": aberto"))
        edit = {"versao": visit.versao, "observacoes": "Tocar duas vezes"}
        saved = (
            (await here.http.patch(f"/api/v1/appointments/{visit.id}", json=edit)).raise_for_status().json()
        )
        told = {"id": visit.id, "versao": saved["versao"], "cause": "edicao"}
        await eventually(lambda: _has(seen, f"data: {json.dumps(told, separators=(',', ':'))}"))
        screen.cancel()


def _processed(metrics: str) -> float:
    """How many attempts at deliveries the worker has made."""
    return sum(map(float, _PROCESSED.findall(httpx.get(metrics).text)))


async def _has(lines: list[str], wanted: str) -> bool:
    return wanted in lines
