"""`replay` and `reseal`."""

from typing import Annotated

import typer

from calcom_integration.delivery import FINAL, DeliveryFilter, State
from entrypoints.calcom_commands.desk import FAILED, LOOK, WELL, Desk, at_desk, screen
from entrypoints.calcom_commands.options import From, To, days
from entrypoints.calcom_commands.spool import lying

Ended = Annotated[
    list[State], typer.Option("--state", help=f"Quais: {', '.join(FINAL)}.", show_choices=False)
]
Trigger = Annotated[list[str] | None, typer.Option("--trigger", help="Só estes gatilhos.")]


def replay(
    state: Ended = [State.FAILED, State.DEAD],  # noqa: B006 - typer copies it
    first: From = None,
    last: To = None,
    trigger: Trigger = None,
) -> None:
    """Põe de novo na fila entregas encerradas; o worker as processa."""
    if not set(state) <= set(FINAL):
        raise typer.BadParameter("Só entregas encerradas podem ser reprocessadas.")

    async def work(desk: Desk) -> int:
        named = days(first, last, desk.core.settings.timezone)
        wanted = DeliveryFilter(
            state=tuple(state), trigger=tuple(trigger or ()), since=named.start, until=named.end
        )
        count = await desk.parts.store.replay(wanted, desk.parts.clock.now())
        screen.print(f"{count} entregas voltaram à fila." if count != 1 else "1 entrega voltou à fila.")
        return WELL

    at_desk(work)


def reseal() -> None:
    """Lacra de novo, com CALCOM_BODY_KEY, os conteúdos guardados; depois disso a chave anterior não faz mais falta."""

    async def work(desk: Desk) -> int:
        if not desk.parts.settings.body_keys:
            screen.print("CALCOM_BODY_KEY não está preenchida: não há com que lacrar.")
            return FAILED
        sealed = await desk.parts.resealing.run()
        screen.print(f"Lacrados com a chave atual: {sealed.done}.")
        on_disk = await lying(desk.parts.spool)
        if on_disk:
            screen.print(
                f"[red]✗[/] Em disco, talvez com a chave anterior: {on_disk}. Tudo isso tem de entrar antes."
            )
        if sealed.locked:
            screen.print(
                f"[red]✗[/] {sealed.locked} só abrem com uma chave que não está aqui; nada neles mudou."
            )
        if on_disk or sealed.locked:
            return LOOK
        screen.print("Nenhum conteúdo depende de outra chave.")
        return WELL

    at_desk(work)
