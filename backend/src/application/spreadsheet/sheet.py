"""A whole spreadsheet: every row mapped, duplicates told apart. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from application.spreadsheet.cells import Cell
from application.spreadsheet.faults import RowError, UnfitSheet
from application.spreadsheet.headers import Header, header_of
from application.spreadsheet.rows import Desk, mapped
from domain.appointment import Appointment
from domain.visit import Visit, visit_of

MAX_ROWS = 50_000
_AT_ONCE = 250  # rows between two looks at the progress


@dataclass(slots=True)
class Sheet:
    """What a spreadsheet says: appointments by row number, every error, and the id of every row that is not empty,
    right or wrong."""

    header: Header
    rows: dict[int, Appointment] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        return len(self.ids)

    @property
    def days(self) -> set[date]:
        return {each.data_agendamento for each in self.rows.values() if each.data_agendamento}

    def without_duplicates(self, stored: set[Visit], known: Collection[str] = ()) -> list[Appointment]:
        """The appointments whose visit is neither `stored` nor told by an earlier row, those of `known` ids left out."""
        seen, kept = set(stored), []
        for appointment in self.rows.values():
            if appointment.id in known:
                continue
            visit = visit_of(appointment)
            if visit not in seen:
                kept.append(appointment)
            if visit:
                seen.add(visit)
        return kept


def mapped_by_steps(cells: Sequence[Sequence[Cell]], desk: Desk) -> Iterator[Sheet]:
    """The sheet as it is mapped, some rows more at each step; the last one is whole. Raises UnfitSheet."""
    header = header_of(cells)
    if len(cells) - header.row > MAX_ROWS:
        raise UnfitSheet(f"A planilha tem linhas demais (no máximo {MAX_ROWS}).")
    sheet = Sheet(header)
    for number in range(header.row + 1, len(cells) + 1):
        _add(sheet, number, cells[number - 1], desk)
        if number % _AT_ONCE == 0:
            yield sheet
    if not sheet.read:
        raise UnfitSheet("A planilha não tem nenhuma linha preenchida.")
    yield sheet


def _add(sheet: Sheet, number: int, cells: Sequence[Cell], desk: Desk) -> None:
    match mapped(number, cells, sheet.header, desk):
        case None:
            return
        case list() as errors:
            sheet.errors += errors
            sheet.ids.append(desk.id_of(number))
        case Appointment() as appointment:
            sheet.rows[number] = appointment
            sheet.ids.append(appointment.id)
