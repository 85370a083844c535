"""Imports as the API tells them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from application.spreadsheet.ports import Import, ImportState


class ImportStartedOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    state: ImportState


class RowErrorOut(BaseModel):
    """`linha` counts as the spreadsheet does; `coluna` is its own header."""

    model_config = ConfigDict(from_attributes=True)

    linha: int
    coluna: str
    mensagem: str


class ImportOut(BaseModel):
    """`progresso` is 0 to 100; `erros` are the first of `erros_total`; `amostra` the first rows as they will be stored."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    state: ImportState
    arquivo: str
    criado_por: str
    created_at: datetime
    linhas: int
    progresso: int
    validas: int
    duplicadas: int
    gravadas: int
    erros: list[RowErrorOut]
    erros_total: int
    colunas_ignoradas: list[str]
    amostra: list[dict[str, Any]]
    motivo: str | None


class ImportPageOut(BaseModel):
    """The newest imports, all on one page."""

    items: list[ImportOut]
    page: int
    page_size: int
    total: int

    @classmethod
    def of(cls, imports: list[Import]) -> "ImportPageOut":
        items = [ImportOut.model_validate(each) for each in imports]
        return cls(items=items, page=1, page_size=max(1, len(items)), total=len(items))
