"""The clinic's own work for the ARQ worker: imports, and what follows a write. Thin shells around the services."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from arq import cron
from arq.worker import func

from application.privacy.services import Privacy
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
    privacy: Privacy
    access_log_age: timedelta


def chores_of(core: Core, privacy: Privacy) -> dict[str, Any]:
    """What the jobs find in the worker's context."""
    clients = core.client_service()
    follow_up = FollowUp(core.repository, core.appointments(), core.clients, clients, core.clock)
    return {
        "chores": Chores(
            core.import_service(), follow_up, privacy, timedelta(days=core.settings.access_log_days)
        )
    }


async def process_import(ctx: dict[str, Any], import_id: str) -> None:
    with structlog.contextvars.bound_contextvars(import_id=import_id):
        await ctx["chores"].imports.process(import_id)


async def sweep_imports(ctx: dict[str, Any]) -> None:
    """Take up what a lost job or a killed worker left."""
    await ctx["chores"].imports.sweep()


async def sweep_follow_ups(ctx: dict[str, Any]) -> int:
    """Normalise, and keep clients in step, where that is due. How many appointments."""
    done: int = await ctx["chores"].follow_up.sweep(_FOLLOW_UPS)
    return done


async def sweep_erasures(ctx: dict[str, Any]) -> int:
    """Carry on with forgetting whom a person asked to forget. How many."""
    done: int = await ctx["chores"].privacy.erasing.sweep()
    return done


async def forget_accesses(ctx: dict[str, Any]) -> int:
    """Let go of who looked long ago. How many."""
    gone: int = await ctx["chores"].privacy.witness.let_go(ctx["chores"].access_log_age)
    return gone


FUNCTIONS = [
    func(process_import, name=PROCESS_IMPORT, keep_result=0, max_tries=1, timeout=_IMPORT_TIMEOUT),
]
CRONS = [
    cron(sweep_imports, second=_EVERY, keep_result=0, max_tries=1, timeout=_IMPORT_TIMEOUT, unique=True),
    cron(sweep_follow_ups, second=_EVERY, keep_result=0, max_tries=1, unique=True),
    cron(sweep_erasures, second=_EVERY, keep_result=0, max_tries=1, unique=True),
    cron(forget_accesses, minute=30, second=20, keep_result=0, max_tries=1, unique=True),
]
