"""`reconcile`: asks for a run, follows it, tells its numbers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from calcom_integration.provisioning import NotConfigured
from calcom_integration.reconcile import Runner, asked_for
from calcom_integration.run import STATE_WORDS, Kind, Run, RunState, Window
from domain.errors import Unavailable
from entrypoints.calcom_commands.desk import FAILED, LOOK, WELL, Desk, at_desk, screen
from entrypoints.calcom_commands.options import From, To, days
from infrastructure.redis import Heartbeat

_POLL = 0.3  # seconds
_BY = "linha de comando"
_OPEN = (RunState.ASKED, RunState.UNDER_WAY)
_NUMBERS = {
    "pages": "páginas",
    "rows": "reservas lidas",
    "equal": "iguais",
    "created": "criadas aqui",
    "changed": "mudadas aqui",
    "superseded": "remarcadas (linhas antigas)",
    "missing_there": "faltavam no Cal.com",
    "missing_here": "faltavam aqui",
    "repaired": "corrigidas",
    "left_to_person": "para uma pessoa",
    "overdue_pushes": "envios atrasados",
}

Full = Annotated[bool, typer.Option("--full", help="A janela inteira: 30 dias atrás, 180 à frente.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Lê e compara; não muda nada.")]
Here = Annotated[bool, typer.Option("--here", help="Neste processo, sem esperar por um worker.")]


def reconcile(
    first: From = None, last: To = None, full: Full = False, dry_run: DryRun = False, here: Here = False
) -> None:
    """Concilia com o Cal.com: o que mudou, os dias de --from a --to, ou tudo com --full."""

    async def work(desk: Desk) -> int:
        if desk.parts.runner is None:
            raise NotConfigured
        named = days(first, last, desk.core.settings.timezone)
        kind = Kind.FULL if full else Kind.CUSTOM if named.start else Kind.INCREMENTAL
        window = Window(named.start, named.end)
        run = asked_for(kind, _BY, desk.parts.clock.now(), window=window, dry_run=dry_run)
        await desk.parts.runs.request(run)
        if not here:
            return _tell(await _followed(desk, run.id, needs_worker=True))
        async with _at_work(desk.parts.runner):
            return _tell(await _followed(desk, run.id, needs_worker=False))

    if (first is None) != (last is None) or (full and first):
        raise typer.BadParameter("Use --from e --to juntos, ou --full, ou nenhum deles.")
    at_desk(work)


@asynccontextmanager
async def _at_work(runner: Runner) -> AsyncIterator[None]:
    """What a worker does for runs, done here for the time of the block."""

    async def carry_out() -> None:
        while True:
            with suppress(Unavailable):  # whoever follows the run finds out too, and says so
                await runner.run_due()
            await asyncio.sleep(_POLL)

    working = asyncio.create_task(carry_out())
    try:
        yield
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _followed(desk: Desk, run_id: str, *, needs_worker: bool) -> Run:
    """The run once it has ended. Raises Unavailable where no worker lives to carry it out."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("À espera da vez…", total=None)
        while True:
            run = await desk.parts.runs.get(run_id)
            if run is None or (needs_worker and await _is_left(desk, run)):
                raise Unavailable(
                    "Nenhum worker em execução: a conciliação ficou pedida. Com --here ela é feita aqui."
                )
            if run.state not in _OPEN:
                return run
            if run.state is RunState.UNDER_WAY:
                words = f"{run.tally.pages} páginas, {run.tally.rows} reservas"
                progress.update(task, description=words)
            await asyncio.sleep(_POLL)


async def _is_left(desk: Desk, run: Run) -> bool:
    return run.state is RunState.ASKED and not await Heartbeat(desk.core.redis).is_alive()


def _tell(run: Run) -> int:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, words in _NUMBERS.items():
        table.add_row(str(getattr(run.tally, name)), words)
    screen.print(table)
    for each in run.drift:
        screen.print(
            f"  • {each.kind}: agendamento {each.appointment_id or 'novo'} {each.detail or ''}", markup=False
        )
    if run.state is not RunState.DONE:
        screen.print(
            f"[red]✗[/] A conciliação terminou como {STATE_WORDS[run.state]}: {run.error or 'sem mais detalhes'}."
        )
        return FAILED
    return LOOK if run.tally.left_to_person else WELL
