"""`backup` and `restore` on the command line. Exit codes: 0 done, 1 refused and nothing changed, 2 it could not be done."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from application.sealing import UnknownKey
from domain.errors import Unavailable
from entrypoints.bootstrap import UnfitSettings, build_house
from entrypoints.migrate import made_ready, told
from entrypoints.settings import Settings
from infrastructure.backup import Archive, Damaged, NotEmpty, TooLarge, back_up, restore
from infrastructure.migration import Migrated
from infrastructure.mongo import Mongo, NotAReplicaSet
from infrastructure.sealing import AesGcmSeal

# An integration's own: what it keeps outside of the database, in words; it adds them where it adds its commands.
OUTSIDE: list[Callable[[], Awaitable[str | None]]] = []

DONE, REFUSED, FAILED = 0, 1, 2
_PATTERN = "coleta-*.zip"
_TOO_LARGE = (
    "O banco tem {} MB, mais do que se lê em cinco minutos, o tempo que o MongoDB guarda um mesmo instante. "
    "Use mongodump --oplog ou as cópias do Atlas (infra/runbooks/backup-overdue.md)."
)
_TROUBLES: dict[type[Exception], tuple[int, str]] = {
    NotEmpty: (REFUSED, "O banco não está vazio. Com --force, tudo o que há nele dá lugar à cópia."),
    UnknownKey: (REFUSED, "A cópia está lacrada com outra chave: ponha a daquele dia em BACKUP_KEY."),
    Unavailable: (FAILED, "O MongoDB não responde, ou parou de responder no meio."),
    NotAReplicaSet: (FAILED, "MONGODB_URL não leva a um replica set."),
}


class Incomplete(Exception):
    """The documents are back, their indexes not all."""


def backup(
    target: Annotated[Path, typer.Argument(help="Uma pasta, ou o arquivo a escrever.")],
    keep: Annotated[int, typer.Option(min=0, help="Quantas cópias ficam na pasta; 0: todas.")] = 0,
) -> None:
    """Copia o banco inteiro para um arquivo, com o serviço no ar."""

    async def work(mongo: Mongo, seal: AesGcmSeal) -> None:
        at = datetime.now(UTC)
        path = target / f"coleta-{at:%Y%m%dT%H%M%SZ}.zip" if target.is_dir() else target
        made = await back_up(mongo, path, seal, at)
        typer.echo(f"{path}: {made.documents} documentos{', lacrados' if made.sealed_with else ''}.")
        for old in sorted(target.glob(_PATTERN))[:-keep] if keep and target.is_dir() else []:
            old.unlink()

    _leave(work)


def restore_backup(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="O arquivo da cópia.")],
    force: Annotated[bool, typer.Option(help="Também sobre um banco que não está vazio.")] = False,
) -> None:
    """Devolve ao banco o que está numa cópia; antes, confere a cópia inteira."""

    async def work(mongo: Mongo, seal: AesGcmSeal) -> None:
        archive = Archive(file, seal)
        try:
            count = await restore(mongo, archive, datetime.now(UTC), force=force)
        finally:
            archive.close()
        migrated = await _make_ready()
        if not migrated.is_whole:
            raise Incomplete("\n".join(told(migrated)))
        typer.echo(f"{count} documentos de {archive.manifest.made_at:%d/%m/%Y %H:%M} UTC estão de volta.")

    _leave(work)


async def _make_ready() -> Migrated:
    """The indexes, which a backup does not hold."""
    house = build_house()
    try:
        return await made_ready(house)
    finally:
        await house.close()


def _leave(work: Callable[[Mongo, AesGcmSeal], Awaitable[None]]) -> None:
    """Do the work, and leave with its exit code."""
    raise typer.Exit(asyncio.run(_done(work)))


async def _done(work: Callable[[Mongo, AesGcmSeal], Awaitable[None]]) -> int:
    settings = Settings()
    mongo = Mongo(settings.mongodb_url.get_secret_value(), settings.database_name)
    try:
        await mongo.check()
        await work(mongo, AesGcmSeal(settings.backup_keys))
        await _tell_of_the_rest()
    except Damaged as error:
        return _say(REFUSED, f"A cópia está danificada: {error}. Nada foi alterado.")
    except TooLarge as error:
        return _say(REFUSED, _TOO_LARGE.format(error.megabytes))
    except Incomplete as error:
        return _say(FAILED, f"Os documentos estão de volta, mas não todos os índices:\n{error}")
    except UnfitSettings as error:
        return _say(FAILED, f"Configuração imprópria: {error}")
    except tuple(_TROUBLES) as error:
        return _say(*_TROUBLES[type(error)])
    except OSError as error:
        return _say(FAILED, f"O arquivo não pôde ser lido ou escrito ({error.strerror}).")
    finally:
        await mongo.close()
    return DONE


async def _tell_of_the_rest() -> None:
    for outside in OUTSIDE:
        if words := await outside():
            typer.echo(f"! {words}")


def _say(code: int, text: str) -> int:
    typer.echo(f"✗ {text}", err=True)
    return code
