"""Five workers killed one after the other with jobs in their hands: the next one's first job starts at once, and what the
dead had claimed is taken when their short leases end."""

import os
import signal

import pytest

from tests.clinic import clinic_of
from tests.generated_deliveries import generated_chains
from tests.serving import eventually
from tests.supervised import Supervised
from tests.webhook_sender import Sender

KILLS, JOBS = 5, 25  # a worker has twenty in its hands at most
SEED = 16


@pytest.mark.stack
async def test_killed_workers_stop_nothing(stack: Supervised) -> None:
    chains = generated_chains(KILLS * JOBS + 1, SEED)
    *bodies, last = [body for chain in chains for body in chain.bodies][: KILLS * JOBS + 1]
    sender = Sender(stack.state()["parts"]["api"]["url"], stack.environment["CALCOM_WEBHOOK_SECRET"])
    async with clinic_of(stack.environment) as clinic:
        await clinic.forget()

        async def some_are_taken() -> bool:
            return any(each["state"] == "processing" for each in (await clinic.deliveries()).values())

        for kill in range(KILLS):
            os.kill(stack.pid("worker"), signal.SIGSTOP)
            await sender.send(bodies[kill * JOBS : (kill + 1) * JOBS])
            os.kill(stack.pid("worker"), signal.SIGCONT)
            await eventually(some_are_taken)
            stack.kill("worker")
        await sender.send([last])
        asked_last = sender.answered[-1]

        async def the_last_is_done() -> bool:
            return bool((await clinic.deliveries())[asked_last]["state"] == "done")

        await eventually(the_last_is_done)
        await eventually(clinic.is_finished)
        deliveries = await clinic.deliveries()

    assert {each["state"] for each in deliveries.values()} <= {"done", "ignored"}
    assert len(deliveries) == KILLS * JOBS + 1
