"""`setup`, `check` and `ping`."""

from typing import Annotated

import typer

from calcom_integration.delivery import State
from calcom_integration.provisioning import NotConfigured, Report
from calcom_integration.provisioning.ping import ping_api, ping_webhook
from entrypoints.calcom_commands.desk import LOOK, WELL, Desk, at_desk, screen

_NOT_OURS = (
    "[dim]Confirmação e recorrência de um tipo de evento se ligam na tela do Cal.com: o setup não as muda.[/]"
)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Só diz o que mudaria.")]


def setup(dry_run: DryRun = False) -> None:
    """Cria ou corrige, no Cal.com, o webhook, os tipos de evento e as perguntas; não liga confirmação nem recorrência."""

    async def work(desk: Desk) -> int:
        provisioning = desk.parts.provisioning
        report = await (provisioning.check(keep=False) if dry_run else provisioning.setup())
        _tell_changes(report, "Mudaria:" if dry_run else "Mudou:")
        if report.changes:
            screen.print(_NOT_OURS)
        return WELL if dry_run else _tell_faults(report)

    at_desk(work)


def check() -> None:
    """Confere o webhook, os tipos de evento e as perguntas; não muda nada."""

    async def work(desk: Desk) -> int:
        return _tell_faults(await desk.parts.provisioning.check())

    at_desk(work)


def ping() -> None:
    """Experimenta os dois caminhos: daqui à API do Cal.com, e de fora ao nosso webhook."""

    async def work(desk: Desk) -> int:
        parts = desk.parts
        if parts.client is None:
            raise NotConfigured
        api = await ping_api(parts.client)
        left = (
            ""
            if api.calls_left is None
            else f"; o Cal.com ainda permite {api.calls_left} chamadas neste minuto"
        )
        screen.print(
            f"[green]✓[/] A API responde em {_ms(api.seconds)}, com a chave de {api.username}{left}."
        )
        return await _ping_webhook(desk)

    at_desk(work)


async def _ping_webhook(desk: Desk) -> int:
    wanted = desk.parts.wanted
    echo, end = await ping_webhook(wanted, desk.parts.store, desk.parts.clock)
    if not echo.is_accepted:
        answer = f"respondeu {echo.status}" if echo.status else f"não respondeu ({echo.error})"
        screen.print(f"[red]✗[/] O webhook {wanted.url} {answer}.")
        return LOOK
    screen.print(f"[green]✓[/] O webhook {wanted.url} aceitou um PING assinado em {_ms(echo.seconds)}.")
    if end is not State.IGNORED:
        screen.print("[red]✗[/] Nenhum worker cuidou do PING: veja se há um em execução.")
        return LOOK
    screen.print("[green]✓[/] O worker leu o PING e o deixou de lado, como deve.")
    return WELL


def _tell_changes(report: Report, heading: str) -> None:
    if report.changes:
        screen.print(f"[bold]{heading}[/]")
    for change in report.changes:
        screen.print(f"  • {change}", markup=False)


def _tell_faults(report: Report) -> int:
    for fault in report.faults:
        remedy = " [dim](setup corrige)[/]" if fault.is_repairable else ""
        screen.print("[red]✗[/] ", end="")
        screen.print(fault.text, markup=False, end="")
        screen.print(remedy)
    if not report.faults:
        screen.print("[green]✓[/] Webhook, tipos de evento e perguntas estão como devem.")
    return LOOK if report.faults else WELL


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
