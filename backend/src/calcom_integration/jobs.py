"""The integration's jobs for the ARQ worker: thin shells around `Inbound`, `Outbound` and the store."""

from typing import Any

from arq import cron
from arq.worker import func

from application.ports import Clock
from calcom_integration.inbox import NAME_HOLDS, PROCESS, ask
from calcom_integration.outbound import PUSH
from calcom_integration.outbound.wake_up import job_id

_SWEEP_EVERY = 2  # seconds
_SWEEP_LIMIT = 500
_PUSHES_LIMIT = 50  # more are not told in two seconds
_RUN_TIMEOUT = 1800  # seconds
_PUSH_TIMEOUT = 600  # seconds; every single push ends with its lease


async def process_delivery(ctx: dict[str, Any], delivery_id: str) -> str | None:
    """Process one delivery, if it is still due."""
    state = await ctx["calcom"].inbound.process(delivery_id)
    return state and str(state)


async def sweep_deliveries(ctx: dict[str, Any]) -> int:
    """Queue what is due: after a crash, a lost Redis, a lost job, a backoff, or above the rate. How many."""
    parts = ctx["calcom"]
    await parts.store.bring_forward(parts.clock.now())
    due = await parts.store.due(parts.clock.now(), _SWEEP_LIMIT)
    for each in due:
        await ask(parts.queue, each)
    return len(due)


async def let_go(ctx: dict[str, Any]) -> int:
    """Let go of what was kept long enough. How many."""
    parts = ctx["calcom"]
    return int(await parts.keeping.let_go(parts.clock.now()))


async def check_provisioning(ctx: dict[str, Any]) -> None:
    """Look once a day whether Cal.com's webhook and event types are as they must be."""
    await ctx["calcom"].provisioning.check_daily()


async def push_appointment(ctx: dict[str, Any], appointment_id: str) -> int:
    """Tell Cal.com what is due of one appointment."""
    return int(await ctx["calcom"].outbound.push(appointment_id))


async def sweep_pushes(ctx: dict[str, Any]) -> int:
    """Queue what is due to be told, or to be looked up. How many."""
    parts = ctx["calcom"]
    due = await parts.outbound.due(_PUSHES_LIMIT)
    for appointment_id in due:
        await parts.queue.enqueue(PUSH, appointment_id, job_id=_id_now(job_id(appointment_id), parts.clock))
    return len(due)


def _id_now(named: str, clock: Clock) -> str:
    """Another from time to time, as the inbox has it, for one that was killed."""
    return f"{named}:{clock.now().timestamp() // NAME_HOLDS.total_seconds():.0f}"


async def reconcile(ctx: dict[str, Any]) -> str | None:
    """Ask for the reconciliations that the clock asks for, and carry out one that is due. How it ended."""
    runner = ctx["calcom"].runner
    if runner is None:
        return None
    await runner.ask()
    run = await runner.run_due()
    return run and str(run.state)


# A kept result would refuse the next job of the same id: keep none. The store counts attempts, not ARQ.
FUNCTIONS = [
    func(process_delivery, name=PROCESS, keep_result=0, max_tries=1),
    func(push_appointment, name=PUSH, timeout=_PUSH_TIMEOUT, keep_result=0, max_tries=1),
]
CRONS = [
    cron(sweep_deliveries, second=set(range(0, 60, _SWEEP_EVERY)), keep_result=0, max_tries=1, unique=True),
    cron(sweep_pushes, second=set(range(1, 60, _SWEEP_EVERY)), keep_result=0, max_tries=1, unique=True),
    cron(
        reconcile,
        second=set(range(0, 60, _SWEEP_EVERY)),
        timeout=_RUN_TIMEOUT,
        keep_result=0,
        max_tries=1,
        unique=True,
    ),
    cron(let_go, minute=set(range(0, 60, 10)), second=15, keep_result=0, max_tries=1, unique=True),
    # A check whose time has come is made within minutes; a slow Cal.com may take longer than other jobs may.
    cron(check_provisioning, minute=set(range(0, 60, 5)), second=30, timeout=300, keep_result=0, max_tries=1),
]
