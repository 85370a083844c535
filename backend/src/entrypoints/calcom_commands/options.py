"""Options that several commands have."""

from datetime import datetime
from typing import Annotated

import typer

from entrypoints.calcom_commands.period import Period, period

_DAY = ["%Y-%m-%d"]

From = Annotated[
    datetime | None, typer.Option("--from", formats=_DAY, help="Primeiro dia (fuso da clínica).")
]
To = Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="Último dia, inteiro.")]


def days(first: datetime | None, last: datetime | None, zone: str) -> Period:
    """The days that the options name. Ends the command where they are the wrong way round."""
    try:
        return period(first, last, zone)
    except ValueError:
        raise typer.BadParameter("O último dia vem antes do primeiro.") from None
