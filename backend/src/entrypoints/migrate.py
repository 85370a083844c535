"""`migrate` on the command line: the collections and indexes that this version needs, made before its processes start.

Exit codes: 0 all are there; 1 something is not, and nothing was dropped; 2 it could not be done.
"""

import asyncio
from typing import Annotated

import typer

from domain.errors import Unavailable
from entrypoints.bootstrap import House, UnfitSettings, build_house
from infrastructure.migration import Broken, Migrated, migrate
from infrastructure.mongo import NotAReplicaSet

DONE, INCOMPLETE, FAILED = 0, 1, 2


def migrate_database(
    drop: Annotated[bool, typer.Option(help="Tira os índices que esta versão não declara mais.")] = False,
) -> None:
    """Cria as coleções e os índices que esta versão usa; rode antes de cada implantação."""
    raise typer.Exit(asyncio.run(_migrate(may_drop=drop)))


async def made_ready(house: House, *, may_drop: bool = False) -> Migrated:
    """Make the collections and indexes of all parts of the house; where all are there, fill what a fresh database lacks.
    Raises NotAReplicaSet, Unavailable."""
    settings = house.core.settings
    await house.core.mongo.check()
    migrated = await migrate(
        settings.mongodb_url.get_secret_value(),
        settings.database_name,
        house.core.indexes.declared,
        may_drop=may_drop,
    )
    if migrated.is_whole:
        await house.core.prepare()
    return migrated


def told(migrated: Migrated) -> list[str]:
    """What was done and what is left to do, in lines for the person at the terminal; no values of documents."""
    return [
        *(f"+ {name}" for name in migrated.made),
        *(f"- {name}" for name in migrated.dropped),
        *map(_told_broken, migrated.broken),
        *(f"✗ {name} é outro nesta versão: rode de novo com --drop." for name in migrated.changed),
        *(f"! {name} não é mais usado: --drop o tira." for name in migrated.undeclared),
        "Coleções e índices estão completos." if migrated.is_whole else "Faltam índices; nada foi tirado.",
    ]


def _told_broken(broken: Broken) -> str:
    found = f"{broken.groups} valores repetidos em {broken.documents} documentos"
    return f"✗ {broken.index} não pode ser criado: {found}; ids: {', '.join(broken.ids)}"


async def _migrate(*, may_drop: bool) -> int:
    try:
        house = build_house()
    except UnfitSettings as error:
        return _fail(f"Configuração imprópria: {error}")
    try:
        migrated = await made_ready(house, may_drop=may_drop)
    except NotAReplicaSet:
        return _fail("MONGODB_URL não leva a um replica set.")
    except Unavailable:
        return _fail("O MongoDB não responde, ou parou de responder no meio: rode de novo.")
    finally:
        await house.close()
    for line in told(migrated):
        typer.echo(line)
    return DONE if migrated.is_whole else INCOMPLETE


def _fail(text: str) -> int:
    typer.echo(f"✗ {text}", err=True)
    return FAILED
