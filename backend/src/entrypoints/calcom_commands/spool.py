"""What the command line says of the spool: here a deployment's disk, there what no backup holds."""

import os
from pathlib import Path

from calcom_integration.settings import CalComSettings
from calcom_integration.spool import Spool, SpoolState
from entrypoints.calcom_commands.desk import lasting
from entrypoints.checkup import Finding
from infrastructure.clock import SystemClock
from infrastructure.sealing import AesGcmSeal

_SAME_DISK = "no disco do próprio contêiner: sobrevive a um reinício do processo, não a uma implantação"


async def lying(spool: Spool | None) -> str | None:
    """How many deliveries lie there, and since when; None where none does."""
    state = await spool.state() if spool else SpoolState()
    if spool is None or not (state.waiting or state.unreadable):
        return None
    age = f" (a mais antiga há {lasting(spool.waited(state))})" if state.waiting else ""
    return f"{state.waiting} entregas à espera do banco{age}, {state.unreadable} ilegíveis"


async def outside_of_backups() -> str | None:
    """What no backup holds, in words; None where nothing lies in the spool of these settings."""
    settings = CalComSettings()
    words = await lying(Spool.of(settings, AesGcmSeal(settings.body_keys), SystemClock()))
    if words is None:
        return None
    return f"Fora da cópia, em {settings.spool_dir}: {words}. O que espera entra no banco por si, com a API no ar."


def finding_of(settings: CalComSettings, root: Path = Path("/")) -> Finding:
    """Whether deliveries can be kept while MongoDB is away, and whether a deploy takes them away: where the folder lies on
    the disk of `root`, the container's own. Nothing is written."""
    what = "SPOOL_DIR"
    if not settings.spool_dir:
        return Finding(what, "está vazia: enquanto o MongoDB não responde, webhooks são recusados")
    folder = Path(settings.spool_dir)
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Finding(what, "não pode ser escrita: enquanto o MongoDB não responde, webhooks são recusados")
    is_own = there.stat().st_dev != root.stat().st_dev
    return Finding(f"{what}, {'num volume' if is_own else _SAME_DISK}")
