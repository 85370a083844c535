"""The command line: `python -m entrypoints.cli`."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from entrypoints.api import create_app
from entrypoints.seed import NotForProduction, seed_week
from entrypoints.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False)
OPENAPI = Path(__file__).resolve().parents[3] / "frontend" / "openapi.json"


@app.callback()
def commands() -> None:
    """Coleta's command line."""


@app.command()
def openapi(
    check: Annotated[bool, typer.Option(help="Write nothing; fail where the file is stale.")] = False,
) -> None:
    """Write the API's description, from which the frontend's client is generated."""
    described = (
        json.dumps(create_app(Settings()).openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    )
    current = OPENAPI.read_text(encoding="utf-8") if OPENAPI.exists() else ""
    if check and described != current:
        typer.echo("frontend/openapi.json is stale: run `make openapi`.", err=True)
        raise typer.Exit(1)
    if not check:
        OPENAPI.write_text(described, encoding="utf-8")


@app.command()
def seed() -> None:
    """Fill the database with a believable week (never in production)."""
    settings = Settings()
    try:
        written = asyncio.run(seed_week(settings))
    except NotForProduction:
        typer.echo("Refused: ENVIRONMENT is production.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{written} writes; a running worker does what follows from them.")


if __name__ == "__main__":
    app()
