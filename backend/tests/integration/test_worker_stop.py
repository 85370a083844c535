"""A worker that is asked to stop, as every deployment does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.stack.process import Process, end, spawn
from tests.another import another_worker
from tests.clinic import Clinic
from tests.deliveries import Sent
from tests.generated_deliveries import generated_chains
from tests.inbound import open_desk
from tests.serving import eventually


@pytest.fixture
def worker(mongodb_url: str, database_name: str, redis_url: str, tmp_path: Path) -> Iterator[Process]:
    servers = {"MONGODB_URL": mongodb_url, "DATABASE_NAME": database_name, "REDIS_URL": redis_url}
    part = another_worker(servers)
    process = spawn(part, tmp_path / "worker.log")
    yield process
    end(process, part.grace)


async def test_a_stopping_worker_ends_what_it_began(
    mongodb_url: str, database_name: str, worker: Process
) -> None:
    """Else a delivery in its hands would wait for its lease to run out."""
    desk = await open_desk(mongodb_url, database_name)
    clinic = Clinic(desk.mongo)
    bodies = [body for chain in generated_chains(60, seed=1) for body in chain.bodies]
    await desk.receive([Sent("generated", body, {}) for body in bodies])

    async def is_at_work() -> bool:
        return any(each["state"] == "processing" for each in (await clinic.deliveries()).values())

    await eventually(is_at_work)
    worker.terminate()
    await asyncio.to_thread(worker.wait)

    states = [each["state"] for each in (await clinic.deliveries()).values()]
    await desk.mongo.close()
    assert "processing" not in states
    assert "received" in states, "it should have been stopped in the middle"
