"""One row of a spreadsheet, judged: a draft of an appointment, or what is wrong with it. Pure."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from application.spreadsheet.cells import Cell, text_of
from application.spreadsheet.desk import Desk
from application.spreadsheet.faults import Fault, RowError
from application.spreadsheet.headers import Header, title
from application.spreadsheet.settings import FIELDS, Setting, Settings
from domain.text import LENGTHS, NAME, OTHER, cleaned
from domain.visit import Visit, visit_at


class Draft(NamedTuple):
    """A row without errors: its texts in the order of the header's columns, and its setting. Cheap to make, for a preview
    drafts every row and makes appointments of a few."""

    number: int
    nome_paciente: str
    texts: tuple[str, ...]
    setting: Setting

    @property
    def visit(self) -> Visit | None:
        """That of the appointment which it becomes."""
        unit, dia, hora, _, status = self.setting
        return visit_at(self.nome_paciente, unit.nome_unidade, dia, hora, status)


class Judge:
    """Judges the rows below one header: each cell by itself, those of its setting together."""

    def __init__(self, header: Header, desk: Desk) -> None:
        self._titles, self._fields = header.titles, tuple(header.columns.values())
        self._width, self._known = 1 + max(header.columns), itemgetter(*header.columns)
        self._patient, self._email, *setting = map(self._place, ("nome_paciente", "email", *FIELDS))
        self._setting_cells, self._setting = itemgetter(*setting), Settings(desk).of

    def judged(self, number: int, cells: Sequence[Cell]) -> Draft | list[RowError] | None:
        """The draft of row `number`; every error of it; None where the row is empty."""
        whole = cells if len(cells) >= self._width else [*cells, *[None] * self._width]
        given = (*self._known(whole), None)
        # Most cells are text, for which the call would cost more than its answer.
        texts = tuple([cleaned(cell).strip() if type(cell) is str else text_of(cell) or "" for cell in given])
        if not any(texts):
            return None
        setting = self._setting(*self._setting_cells(given))
        faults = list(self._faults(texts, setting))
        if isinstance(setting, Setting) and not faults:
            return Draft(number, texts[self._patient], texts, setting)
        return [
            RowError(number, self._titles.get(field) or title(field), mensagem) for field, mensagem in faults
        ]

    def _place(self, field: str) -> int:
        """Where the field is among a row's known cells; where the sheet lacks it, at their end, which is always empty."""
        return self._fields.index(field) if field in self._fields else -1

    def _faults(self, texts: Sequence[str], setting: Setting | list[Fault]) -> Iterator[Fault]:
        if max(map(len, texts)) > NAME:
            yield from self._too_long(texts)
        if not texts[self._patient]:
            yield Fault("nome_paciente", "Obrigatório.")
        if isinstance(setting, list):
            yield from setting
        if (email := texts[self._email]) and "@" not in email:
            yield Fault("email", "E-mail inválido.")

    def _too_long(self, texts: Sequence[str]) -> Iterator[Fault]:
        for field, text in zip(self._fields, texts, strict=False):
            longest = LENGTHS.get(field, OTHER)
            if len(text) > longest:
                yield Fault(field, f"Texto longo demais (no máximo {longest} caracteres).")
