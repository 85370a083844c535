"""Spreadsheets for tests: the same rows as `.xlsx` and as `.csv`."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook

from application.spreadsheet.cells import Cell
from infrastructure.spreadsheet_child import answer_to
from infrastructure.spreadsheet_files import SpreadsheetReader, rows_of

Row = Sequence[Any]


class ReaderInThisProcess(SpreadsheetReader):
    """The reader without its process, for tests of hundreds of harmless files."""

    async def read(self, content: bytes) -> Sequence[Sequence[Cell]]:
        return cells(content)


def cells(content: bytes) -> list[list[Cell]]:
    """What the reader says of a file, its answer written and read as between two processes. Raises UnfitSheet."""
    return rows_of(b"".join(answer_to(content)))


def xlsx(rows: Sequence[Row]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Plan1")
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def as_csv(rows: Sequence[Row], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([_typed(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def _typed(cell: Any) -> Any:
    """As a Brazilian spreadsheet program writes the cell into a text file."""
    match cell:
        case datetime():
            return cell.strftime("%d/%m/%Y %H:%M:%S")
        case date():
            return cell.strftime("%d/%m/%Y")
        case time():
            return cell.strftime("%H:%M:%S")
        case float():
            return str(cell).replace(".", ",")
        case _:
            return cell


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The workbook with one of its parts replaced, or one more."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return result.getvalue()


def counted_strings() -> bytes:
    """A workbook whose texts say to be four thousand million: the parser's process aborts."""
    strings = b'<sst count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    return with_part(xlsx([["x"]]), "xl/sharedStrings.xml", strings)
