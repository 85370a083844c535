"""One reconciliation, asked for and awaited."""

import asyncio
import time

from chaos.clinic import Clinic, Json
from chaos.verdict.snapshots import Check, Finding

_OVER = frozenset({"concluida", "falhou", "abandonada"})
_LOOK_EVERY, _PATIENCE = 0.2, 300  # seconds: only a hang takes so long


async def reconcile(gestor: Clinic, kind: str = "incremental") -> Json:
    """The record of a round asked for now, when it is over, or as it is when that takes too long."""
    run, deadline = await gestor.start_run(kind), time.monotonic() + _PATIENCE
    while run["state"] not in _OVER and time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_EVERY)
        run = await gestor.run(run["id"])
    return run


def concluded(rounds: list[Json]) -> Check:
    """Whether every round read everything and came to its end."""
    failed = [each for each in rounds if each["state"] != "concluida" or not each["is_complete"]]
    findings = tuple(Finding(each["state"], each["id"], (each,)) for each in failed)
    return Check("every round reads all and ends", f"{len(rounds)} rounds", findings)
