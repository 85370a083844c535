"""`status`: what waits, what ran, what is wrong."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.table import Table

from calcom_integration.delivery import State
from calcom_integration.run import STATE_WORDS, Kind, Run, RunState
from entrypoints.calcom import movement
from entrypoints.calcom_commands.desk import LOOK, WELL, Desk, at_desk, lasting, screen
from entrypoints.calcom_commands.spool import lying
from infrastructure.redis import Heartbeat

Line = tuple[bool, str, str]
"""Whether all is well, what, and how it stands."""

_SLOW = timedelta(minutes=2)
_WAITING = {State.RECEIVED: "na fila", State.PROCESSING: "em processamento"}
_STOPPED = {State.FAILED: "ilegíveis", State.DEAD: "desistidas"}
_KINDS = {Kind.INCREMENTAL: "o que mudou", Kind.FULL: "janela inteira", Kind.CUSTOM: "dias escolhidos"}


def status() -> None:
    """Mostra filas, execuções, envios, mapeamento e limites."""

    async def work(desk: Desk) -> int:
        parts = (_worker, _deliveries, _spool, _pushes, _runs, _mapping, _api, _furniture)
        lines = [line for part in parts for line in await part(desk)]
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for is_well, what, how in lines:
            table.add_row("[green]✓[/]" if is_well else "[yellow]![/]", what, how)
        screen.print(table)
        return WELL if all(is_well for is_well, _, _ in lines) else LOOK

    at_desk(work)


async def _worker(desk: Desk) -> list[Line]:
    is_alive = await Heartbeat(desk.core.redis).is_alive()
    stalled = await movement(desk.core, desk.parts).stalled()
    return [
        (is_alive, "Worker", "em execução" if is_alive else "nenhum deu sinal de vida"),
        (not stalled, "Fila de trabalho", f"parada: {', '.join(stalled)}" if stalled else "atendida"),
    ]


async def _deliveries(desk: Desk) -> list[Line]:
    standing = await desk.parts.standing.deliveries()
    waited = standing.waited(desk.parts.clock.now())
    wait = f"; a mais antiga espera há {lasting(waited)}" if standing.waiting_since else ""
    waiting = ", ".join(f"{standing.states[state]} {words}" for state, words in _WAITING.items())
    stopped = ", ".join(f"{standing.states[state]} {words}" for state, words in _STOPPED.items())
    return [
        (waited < _SLOW, "Entregas", waiting + wait),
        (not standing.stopped, "Entregas paradas", stopped),
    ]


async def _spool(desk: Desk) -> list[Line]:
    words = await lying(desk.parts.spool)
    return [(words is None, "Entregas em disco", words or "nenhuma")]


async def _pushes(desk: Desk) -> list[Line]:
    pushes = await desk.parts.standing.pushes()
    how = f"{pushes.waiting} a caminho, {pushes.overdue} atrasados, {pushes.refused} recusados"
    return [(not pushes.overdue and not pushes.refused, "Envios ao Cal.com", how)]


async def _runs(desk: Desk) -> list[Line]:
    zone = ZoneInfo(desk.core.settings.timezone)
    newest = {kind: await desk.parts.runs.newest(kind) for kind in Kind}
    return [_run(run, words, zone) for kind, words in _KINDS.items() if (run := newest[kind])] or [
        (desk.parts.client is None, "Conciliação", "nenhuma até agora")
    ]


async def _mapping(desk: Desk) -> list[Line]:
    table = await desk.parts.mappings.newest()
    return [(True, "Mapeamento", f"versão {table.version}, {len(table.event_types)} tipos de evento")]


async def _api(desk: Desk) -> list[Line]:
    client, limit = desk.parts.client, desk.parts.settings.calcom_calls_per_minute
    if client is None:
        return [(False, "API do Cal.com", "não configurada")]
    wait = await client.wait()
    turn = f"a próxima em {wait:.0f} s" if wait else "livre agora"
    return [(True, "API do Cal.com", f"até {limit} chamadas por minuto; {turn}")]


async def _furniture(desk: Desk) -> list[Line]:
    report = await desk.parts.provisioning.recall()
    if report is None:
        return [(desk.parts.client is None, "Webhook e tipos de evento", "ainda não conferidos")]
    at = _local(report.at, ZoneInfo(desk.core.settings.timezone))
    count = len(report.faults)
    words = "como devem" if not count else f"{count} a corrigir (veja check)"
    return [(not count, "Webhook e tipos de evento", f"{words}; conferidos em {at}")]


def _run(run: Run, kind: str, zone: ZoneInfo) -> Line:
    tally = run.tally
    numbers = f"{tally.rows} reservas, {tally.created} criadas, {tally.changed} mudadas, {tally.left_to_person} para uma pessoa"
    is_well = run.state in (RunState.ASKED, RunState.UNDER_WAY, RunState.DONE) and not tally.left_to_person
    return (
        is_well,
        f"Conciliação: {kind}",
        f"{STATE_WORDS[run.state]} ({_local(run.asked_at, zone)}); {numbers}",
    )


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d/%m/%Y %H:%M")
