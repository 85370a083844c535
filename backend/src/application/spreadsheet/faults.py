"""What can be wrong with a spreadsheet, in Portuguese and without repeating what a cell holds: it may be a patient's."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.errors import DomainError


class UnfitSheet(DomainError):
    """The file as a whole cannot be imported."""

    status, code, detail = 422, "planilha_invalida", "Não foi possível ler a planilha."


class BadCell(ValueError):
    """One cell cannot be understood; its text says what to write instead."""


class Fault(NamedTuple):
    """What is wrong with a field, whichever row has it."""

    field: str
    mensagem: str


@dataclass(frozen=True, slots=True)
class RowError:
    """`linha` counts as the spreadsheet does, from 1; `coluna` is the header as the file spells it."""

    linha: int
    coluna: str
    mensagem: str
