"""The integration's jobs for the ARQ worker: thin shells around `Inbound` and the store."""

from typing import Any

from arq import cron
from arq.worker import func

from calcom_integration.inbox import PROCESS

_SWEEP_EVERY = 2  # seconds
_SWEEP_LIMIT = 500


async def process_delivery(ctx: dict[str, Any], delivery_id: str) -> str | None:
    """Process one delivery, if it is still due."""
    state = await ctx["calcom"].inbound.process(delivery_id)
    return state and str(state)


async def sweep_deliveries(ctx: dict[str, Any]) -> int:
    """Queue what is due: after a crash, a lost Redis, a lost job, a backoff, or above the rate. How many."""
    parts = ctx["calcom"]
    due = await parts.store.due(parts.clock.now(), _SWEEP_LIMIT)
    for delivery_id in due:
        await parts.queue.enqueue(PROCESS, delivery_id, job_id=f"{PROCESS}:{delivery_id}")
    return len(due)


# A kept result would refuse the next job of the same id: keep none. The store counts attempts, not ARQ.
FUNCTIONS = [func(process_delivery, name=PROCESS, keep_result=0, max_tries=1)]
CRONS = [
    cron(sweep_deliveries, second=set(range(0, 60, _SWEEP_EVERY)), keep_result=0, max_tries=1, unique=True)
]
