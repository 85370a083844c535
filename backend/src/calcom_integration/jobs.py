"""The integration's jobs and sweeps for the worker: thin shells around `Inbound`, `Outbound` and the store."""

from collections.abc import Sequence
from datetime import timedelta

from application.jobs import Backlog, Context, Job, Sweep, side_by_side
from application.ports import Clock
from calcom_integration.inbox import PROCESS
from calcom_integration.outbound import PUSH, Outbound
from calcom_integration.store import DeliveryStore

_SWEEP_LIMIT = 200  # then it looks again what has become due
_PUSHES_LIMIT = 50  # more are not told in two seconds
_DELIVERIES_AT_ONCE, _PUSHES_AT_ONCE = 20, 8  # a slow Cal.com must not keep workers from the deliveries
_SOON, _MINUTE = timedelta(seconds=2), timedelta(minutes=1)


async def process_delivery(context: Context, delivery_id: str) -> str | None:
    """Process one delivery, if it is still due."""
    state = await context["calcom"].inbound.process(delivery_id)
    return state and str(state)


async def sweep_deliveries(context: Context) -> int:
    """Process what is due: after a crash, a lost job, a backoff, or above the rate. How many."""
    parts = context["calcom"]
    await parts.store.bring_forward(parts.clock.now())
    due = await parts.store.due(parts.clock.now(), _SWEEP_LIMIT)
    return await side_by_side(context, parts.inbound.process, due, _DELIVERIES_AT_ONCE)


async def let_go(context: Context) -> int:
    """Let go of what was kept long enough. How many."""
    parts = context["calcom"]
    return int(await parts.keeping.let_go(parts.clock.now()))


async def check_provisioning(context: Context) -> None:
    """Look once a day whether Cal.com's webhook and event types are as they must be."""
    await context["calcom"].provisioning.check_daily()


async def push_appointment(context: Context, appointment_id: str) -> int:
    """Tell Cal.com what is due of one appointment."""
    return int(await context["calcom"].outbound.push(appointment_id))


async def sweep_pushes(context: Context) -> int:
    """Tell Cal.com what is due to be told, and look up what is due to be looked up. Of how many appointments."""
    outbound = context["calcom"].outbound
    return await side_by_side(context, outbound.push, await outbound.due(_PUSHES_LIMIT), _PUSHES_AT_ONCE)


async def reconcile(context: Context) -> str | None:
    """Ask for the reconciliations that the clock asks for, and carry out one that is due. How it ended."""
    runner = context["calcom"].runner
    if runner is None:
        return None
    await runner.ask()
    run = await runner.run_due()
    return run and str(run.state)


def backlogs(store: DeliveryStore, outbound: Outbound, clock: Clock) -> Sequence[Backlog]:
    """What readiness asks of the integration's work."""

    async def delivery_is_overdue(patience: timedelta) -> bool:
        return bool(await store.due(clock.now() - patience, 1))

    async def push_is_overdue(patience: timedelta) -> bool:
        return bool(await outbound.due(1, patience))

    return Backlog(PROCESS, delivery_is_overdue), Backlog(PUSH, push_is_overdue)


JOBS = [
    Job(PROCESS, process_delivery, at_once=_DELIVERIES_AT_ONCE, within=_MINUTE),
    Job(PUSH, push_appointment, at_once=_PUSHES_AT_ONCE, within=_MINUTE),
]
SWEEPS = [
    Sweep(PROCESS, sweep_deliveries, every=_SOON),
    Sweep(PUSH, sweep_pushes, every=_SOON),
    Sweep("reconciliation", reconcile, every=_SOON),
    Sweep("retention", let_go, every=10 * _MINUTE),
    Sweep(
        "provisioning_check", check_provisioning, every=5 * _MINUTE
    ),  # a check whose time has come is made within minutes
]
