"""A whole spreadsheet: every row judged, duplicates told apart. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from application.spreadsheet.appointments import appointment_of
from application.spreadsheet.cells import Cell
from application.spreadsheet.desk import Desk
from application.spreadsheet.faults import RowError, UnfitSheet
from application.spreadsheet.headers import Header, header_of
from application.spreadsheet.rows import Draft, Judge
from domain.appointment import Appointment
from domain.visit import Visit

MAX_ROWS = 50_000


@dataclass(slots=True)
class Sheet:
    """What a spreadsheet says: the drafts, every error, and the number of every row that is not empty, right or wrong."""

    header: Header
    desk: Desk
    drafts: list[Draft] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Those that the appointments have or would have."""
        return [self.desk.id_of(number) for number in self.numbers]

    @property
    def days(self) -> set[date]:
        return {each.setting.dia for each in self.drafts if each.setting.dia}

    def appointment(self, draft: Draft) -> Appointment:
        """The one that a draft of this sheet becomes."""
        return appointment_of(draft, self.header, self.desk)

    def without_duplicates(self, stored: set[Visit], known: Collection[str] = ()) -> list[Draft]:
        """The drafts whose visit is neither `stored` nor told by an earlier row, those of `known` ids left out."""
        seen, kept = set(stored), []
        for draft in self.drafts:
            if known and self.desk.id_of(draft.number) in known:
                continue
            visit = draft.visit
            if visit not in seen:
                kept.append(draft)
            if visit:
                seen.add(visit)
        return kept


def sheet_of(cells: Sequence[Sequence[Cell]], desk: Desk) -> Sheet:
    """What the rows say that a reader found. Raises UnfitSheet."""
    header = header_of(cells)
    if len(cells) - header.row > MAX_ROWS:
        raise UnfitSheet(f"A planilha tem linhas demais (no máximo {MAX_ROWS}).")
    sheet, judge = Sheet(header, desk), Judge(header, desk)
    for number in range(header.row + 1, len(cells) + 1):
        _add(sheet, number, judge.judged(number, cells[number - 1]))
    if not sheet.numbers:
        raise UnfitSheet("A planilha não tem nenhuma linha preenchida.")
    return sheet


def _add(sheet: Sheet, number: int, judged: Draft | list[RowError] | None) -> None:
    if judged is None:
        return
    sheet.numbers.append(number)
    if isinstance(judged, list):
        sheet.errors += judged
    else:
        sheet.drafts.append(judged)
