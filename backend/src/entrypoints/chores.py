"""The clinic's own work for the worker: imports, and what follows a write. Thin shells around the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from application.jobs import Backlog, Context, Sweep
from application.privacy.services import Privacy
from application.services.follow_up import FollowUp
from application.services.import_service import PROCESS_IMPORT, ImportService
from entrypoints.core import Core

_SOON, _HOUR = timedelta(seconds=2), timedelta(hours=1)
_FOLLOW_UPS, _AT_ONCE = "follow_ups", 20  # in a sweep: then whatever else a sweep does has its turn
_IMPORT_PATIENCE = timedelta(minutes=15)  # one may have to wait for another


@dataclass(frozen=True)
class Chores:
    imports: ImportService
    follow_up: FollowUp
    privacy: Privacy
    access_log_age: timedelta


def chores_of(core: Core, privacy: Privacy) -> Chores:
    """What the jobs find in the worker's context as `chores`."""
    age = timedelta(days=core.settings.access_log_days)
    return Chores(core.import_service(), core.follow_up(), privacy, age)


def backlogs(core: Core) -> Sequence[Backlog]:
    """What readiness asks of the clinic's own work."""
    imports, follow_up, clock = core.import_service(), core.follow_up(), core.clock

    async def import_is_overdue(patience: timedelta) -> bool:
        return await imports.has_due_since(clock.now() - patience)

    async def follow_up_is_overdue(patience: timedelta) -> bool:
        return await follow_up.has_due_since(clock.now() - patience)

    return (
        Backlog(PROCESS_IMPORT, import_is_overdue, _IMPORT_PATIENCE),
        Backlog(_FOLLOW_UPS, follow_up_is_overdue),
    )


async def sweep_imports(context: Context) -> int:
    """Carry out what is due, one after the other, each under its own renewed lease. How many."""
    return int(await context["chores"].imports.sweep())


async def sweep_follow_ups(context: Context) -> int:
    """Normalise, and keep clients in step, where that is due. How many appointments."""
    return int(await context["chores"].follow_up.sweep(_AT_ONCE))


async def sweep_erasures(context: Context) -> int:
    """Carry on with forgetting whom a person asked to forget. How many."""
    return int(await context["chores"].privacy.erasing.sweep())


async def forget_accesses(context: Context) -> int:
    """Let go of who looked long ago. How many."""
    return int(await context["chores"].privacy.witness.let_go(context["chores"].access_log_age))


SWEEPS = [
    Sweep(PROCESS_IMPORT, sweep_imports, every=_SOON),
    Sweep(_FOLLOW_UPS, sweep_follow_ups, every=_SOON),
    Sweep("erasures", sweep_erasures, every=_SOON),
    Sweep("access_log", forget_accesses, every=_HOUR),
]
