"""Two worker processes over one stack: no order and no race between them changes an appointment."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.another import another_worker
from tests.chains import APART, CHAINS, ENDS, visit
from tests.clinic import clinic_of
from tests.deliveries import sent
from tests.embedded import running
from tests.serving import eventually
from tests.supervised import Supervised
from tests.webhook_sender import Sender

# The stack's mapping knows none of the recorded event types: their visits are shown in the default zone, an hour behind Noronha.
_ENDS = ENDS | {"team": {("Cancelado", "2026-11-26", "10:00", "Hugo Time")}}
# A reconciliation may bring back what the stack's Cal.com still holds of other tests' bookings.
_PEOPLE = {end[-1] for chain in APART for end in _ENDS[chain]}


@pytest.fixture(scope="module")
def two_workers(stack: Supervised) -> Iterator[Supervised]:
    """The stack with one more worker, as `make worker` adds one."""
    part = another_worker(stack.environment)
    with running(part, stack.data / "logs" / "second-worker.log"):
        yield stack


@pytest.mark.stack
@pytest.mark.parametrize("seed", range(3))
async def test_two_workers_give_what_one_would(two_workers: Supervised, seed: int) -> None:
    stack = two_workers
    bodies = [sent(name).body for chain in APART for name in CHAINS[chain]]
    Random(seed).shuffle(bodies)
    sender = Sender(stack.state()["parts"]["api"]["url"], stack.environment["CALCOM_WEBHOOK_SECRET"])
    async with clinic_of(stack.environment) as clinic:
        await clinic.forget()
        await sender.send(bodies)
        await eventually(clinic.is_finished)
        found = [visit(each) for each in await clinic.appointments() if each.nome_paciente in _PEOPLE]

    assert sorted(found) == sorted(end for chain in APART for end in _ENDS[chain])
