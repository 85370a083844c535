"""The command line: `python -m entrypoints.cli`."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from entrypoints import calcom_commands
from entrypoints.api import create_app
from entrypoints.backups import backup, restore_backup
from entrypoints.checkup import examined
from entrypoints.migrate import migrate_database
from entrypoints.seed import NotForProduction, seed_week
from entrypoints.settings import Settings
from entrypoints.strong_secrets import strong_secrets

# A traceback with its values would show secrets.
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
# An integration's own commands: deleted with it, like its line in `bootstrap`.
app.add_typer(calcom_commands.app, name="calcom")
app.command("migrate")(migrate_database)
app.command("backup")(backup)
app.command("restore")(restore_backup)

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


@app.command()
def secrets() -> None:
    """Print strong secrets for a deployment, each time new ones, as lines of an environment file."""
    for name, value in strong_secrets().items():
        typer.echo(f"{name}={value}")


@app.command()
def doctor() -> None:
    """Confere o ambiente antes de uma implantação; não muda nada. Código 1: falta alguma coisa."""
    raise typer.Exit(asyncio.run(_examine()))


async def _examine() -> int:
    faults = 0
    async for finding in examined(Settings()):
        typer.echo(
            f"{'✗' if finding.fault else '✓'} {finding.what}"
            + (f": {finding.fault}" if finding.fault else "")
        )
        faults += finding.fault is not None
    return 1 if faults else 0


if __name__ == "__main__":
    app()
