"""The clinic's own work for the ARQ worker: imports, and what follows a write. Thin shells around the services."""

from dataclasses import dataclass
from typing import Any

from arq import cron
from arq.worker import func

from application.services.follow_up import FollowUp
from application.services.import_service import PROCESS_IMPORT, ImportService
from entrypoints.core import Core

_EVERY = set(range(0, 60, 2))  # seconds
_FOLLOW_UPS = 100  # in a sweep: bookings that come in meanwhile keep their share of the worker
_IMPORT_TIMEOUT = 600  # seconds


@dataclass(frozen=True)
class Chores:
    imports: ImportService
    follow_up: FollowUp


def chores_of(core: Core) -> dict[str, Any]:
    """What the jobs find in the worker's context."""
    clients = core.client_service()
    follow_up = FollowUp(core.repository, core.appointments(), core.clients, clients, core.clock)
    return {"chores": Chores(core.import_service(), follow_up)}


async def process_import(ctx: dict[str, Any], import_id: str) -> None:
    await ctx["chores"].imports.process(import_id)


async def sweep_imports(ctx: dict[str, Any]) -> None:
    """Take up what a lost job or a killed worker left."""
    await ctx["chores"].imports.sweep()


async def sweep_follow_ups(ctx: dict[str, Any]) -> int:
    """Normalise, and keep clients in step, where that is due. How many appointments."""
    done: int = await ctx["chores"].follow_up.sweep(_FOLLOW_UPS)
    return done


FUNCTIONS = [
    func(process_import, name=PROCESS_IMPORT, keep_result=0, max_tries=1, timeout=_IMPORT_TIMEOUT),
]
CRONS = [
    cron(sweep_imports, second=_EVERY, keep_result=0, max_tries=1, timeout=_IMPORT_TIMEOUT, unique=True),
    cron(sweep_follow_ups, second=_EVERY, keep_result=0, max_tries=1, unique=True),
]
