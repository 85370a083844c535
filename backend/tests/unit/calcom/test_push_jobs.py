"""How pushes get a worker's attention: a hint with each staff write, a sweep for what the hints missed."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from application.jobs import STOPPING
from application.ports import Changed
from calcom_integration import jobs
from calcom_integration.outbound import PUSH, WakeUp
from tests.fakes import FakeQueue


@dataclass
class Due:
    """Stands for the outbox: ids that are due."""

    ids: list[str]

    pushed: list[str] = field(default_factory=list)

    async def due(self, limit: int) -> list[str]:
        return self.ids[:limit]

    async def push(self, appointment_id: str) -> int:
        self.pushed.append(appointment_id)
        self.ids.remove(appointment_id)
        return 1


@pytest.mark.parametrize(
    ("cause", "jobs"),
    [
        *((each, 1) for each in ("criacao", "edicao", "decisao", "importacao")),
        *((each, 0) for each in ("entrega", "envio", "normalizacao", "exclusao")),
    ],
)
async def test_what_staff_write_is_looked_at_at_once(cause: str, jobs: int) -> None:
    queue = FakeQueue()
    await WakeUp(queue).publish(Changed("a1", 3, cause))
    assert queue.jobs == [(PUSH, ("a1",))] * jobs


async def test_a_queue_out_of_reach_is_nobody_s_trouble() -> None:
    await WakeUp(FakeQueue(is_away=True)).publish(Changed("a1", 3, "edicao"))


async def test_the_sweep_tells_what_is_due_itself() -> None:
    ids = [f"a{n}" for n in range(70)]
    due = Due(list(ids))
    context: dict[str, Any] = {"calcom": SimpleNamespace(outbound=due), STOPPING: asyncio.Event()}
    assert [await jobs.sweep_pushes(context) for _ in range(2)] == [50, 20]
    assert due.pushed == ids
