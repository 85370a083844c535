"""Which column is which field, however its header is spelled. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from application.spreadsheet.cells import Cell, text_of
from application.spreadsheet.faults import UnfitSheet
from domain.merge import fold

# Field → its header in the template, then other spellings (accents, case and punctuation aside).
HEADERS: dict[str, tuple[str, ...]] = {
    "nome_paciente": ("Paciente", "nome do paciente", "nome paciente", "nome", "nome completo", "cliente"),
    "nome_unidade": ("Unidade", "nome da unidade", "unidade de atendimento", "posto", "filial"),
    "nome_marca": ("Marca", "nome da marca", "laboratorio", "lab"),
    "data_agendamento": ("Data", "data do agendamento", "data agendamento", "data da coleta", "data coleta", "dia"),
    "hora_agendamento": ("Hora", "horario", "hora do agendamento", "hora agendamento", "hora da coleta",
                         "horario da coleta"),
    "status": ("Status", "situacao"),
    "telefone": ("Telefone", "celular", "fone", "tel", "whatsapp", "contato", "telefone celular"),
    "email": ("E-mail", "email", "correio eletronico"),
    "cpf": ("CPF", "cpf do paciente", "n cpf", "no cpf"),
    "rg": ("RG", "identidade"),
    "nome_convenio": ("Convênio", "plano", "plano de saude", "nome do convenio"),
    "numero_convenio": ("Número do convênio", "n do convenio", "no do convenio", "matricula"),
    "carteira_convenio": ("Carteirinha", "carteira", "numero da carteirinha", "no da carteirinha",
                          "carteira do convenio"),
    "endereco_completo": ("Endereço", "endereco completo", "endereco do paciente", "local da coleta"),
    "documento_completo": ("Documento", "documentos", "documento completo"),
    "tipo_consulta": ("Tipo de consulta", "tipo", "tipo de atendimento", "procedimento", "exame", "exames"),
    "cip": ("CIP",),
    "observacoes": ("Observações", "observacao", "obs", "notas"),
}  # fmt: skip
REQUIRED = ("nome_paciente", "nome_unidade")
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_WITHIN = 10  # rows that may stand above the header: a title, a logo's blank lines


def _folded(text: str) -> str:
    return _PUNCTUATION.sub(" ", fold(text)).strip()


_FIELD_OF = {_folded(name): field for field, names in HEADERS.items() for name in names}


def title(field: str) -> str:
    """The field's header in the template."""
    return HEADERS[field][0]


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row (from 1), the field of each known column (from 0), how the file spells each field, and the
    headers that mean nothing to us."""

    row: int
    columns: Mapping[int, str]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


def header_of(rows: Sequence[Sequence[Cell]]) -> Header:
    """The header among the first rows: the one that names the most fields. Raises UnfitSheet."""
    read = [_read(number, cells) for number, cells in enumerate(rows[:_WITHIN], start=1)]
    best = max(read, key=lambda header: len(header.columns), default=None)
    missing = [title(field) for field in REQUIRED if best is None or field not in best.titles]
    if best is None or missing:
        raise UnfitSheet(f"Faltam as colunas: {', '.join(missing)}.")
    if len(best.titles) < len(best.columns):
        twice = {field for field in best.titles if list(best.columns.values()).count(field) > 1}
        raise UnfitSheet(f"Há mais de uma coluna para: {', '.join(sorted(map(title, twice)))}.")
    return best


def _read(row: int, cells: Sequence[Cell]) -> Header:
    names = {number: text for number, cell in enumerate(cells) if (text := text_of(cell))}
    columns = {number: field for number, name in names.items() if (field := _FIELD_OF.get(_folded(name)))}
    titles = {field: names[number] for number, field in columns.items()}
    return Header(
        row, columns, titles, tuple(name for number, name in names.items() if number not in columns)
    )
