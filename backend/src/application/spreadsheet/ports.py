"""What an import needs of the outside, as Protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from application.creation import Creation, Earlier
from application.spreadsheet.cells import Cell
from application.spreadsheet.faults import RowError


class ImportState(StrEnum):
    """`lendo` and `gravando` are a worker's; `pronto` waits for a person; the rest are ends."""

    LENDO = "lendo"
    PRONTO = "pronto"
    GRAVANDO = "gravando"
    GRAVADO = "gravado"
    RECUSADO = "recusado"
    FALHOU = "falhou"


AT_WORK = (ImportState.LENDO, ImportState.GRAVANDO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One spreadsheet on its way in. `progresso` is 0 to 100 of the present state. `erros` are the first ones of
    `erros_total`; `amostra` the first rows as mapped; `motivo` says why the file as a whole was refused. `due` (UTC) is
    when a worker may take it (again), `tentativa` counts how often one did."""

    id: str
    arquivo: str
    criado_por: str
    created_at: datetime
    due: datetime
    confirmed_at: datetime | None = None
    confirmado_por: str | None = None
    state: ImportState = ImportState.LENDO
    tentativa: int = 0
    progresso: int = 0
    linhas: int = 0
    validas: int = 0
    duplicadas: int = 0
    gravadas: int = 0
    erros: tuple[RowError, ...] = ()
    erros_total: int = 0
    colunas_ignoradas: tuple[str, ...] = ()
    amostra: tuple[dict[str, Any], ...] = ()
    motivo: str | None = None


class SpreadsheetFiles(Protocol):
    async def read(self, content: bytes) -> Sequence[Sequence[Cell]]:
        """The cells of the first sheet of an `.xlsx`, or of a `.csv`, row by row from the first; an empty one
        is empty text. Raises UnfitSheet."""

    def template(self) -> bytes:
        """An `.xlsx` to fill in."""


class Imports(Protocol):
    async def created_by(self, key: str) -> Earlier[Import] | None:
        """What the request `key` (`Creation.key`) made."""

    async def add(self, started: Import, content: bytes, creation: Creation | None = None) -> None:
        """Raises StaleWrite where `creation`, the request that makes it, made one already: then nothing is kept."""

    async def get(self, import_id: str) -> Import | None: ...

    async def newest(self, limit: int) -> list[Import]: ...

    async def content(self, import_id: str) -> bytes: ...

    async def claim(self, import_id: str, now: datetime, until: datetime) -> Import | None:
        """The import, a worker's own until then; None where none is due. Its `tentativa` is one more."""

    async def renew(self, taken: Import, until: datetime) -> bool:
        """Hold on to a claimed import until then; False where it is another worker's, or has ended."""

    async def release(self, taken: Import, due: datetime) -> None:
        """Give a claimed import back, to be taken from `due` on: the claim counts for no attempt."""

    async def save(self, changed: Import, before: ImportState) -> bool:
        """Whether the import was still in that state and at its `tentativa`, and now is as `changed`."""

    async def drop_content(self, import_id: str) -> None:
        """The file is not needed any more."""

    async def drop_orphans(self, before: datetime) -> int:
        """Drop the files that have no import and came until `before` (UTC): their upload was killed amid it. How many."""

    async def due(self, now: datetime) -> list[str]: ...

    async def unconfirmed(self, since: datetime) -> list[Import]:
        """Those that have waited for a person since before then."""
