"""The one door to spreadsheet files: `.xlsx` by calamine, `.csv` by the standard library, the template by openpyxl."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from application.spreadsheet.cells import Cell
from application.spreadsheet.faults import UnfitSheet
from application.spreadsheet.sheet import MAX_ROWS
from infrastructure.spreadsheet_template import template

_ZIP, _OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UNPACKED = 128 * 1024 * 1024  # bytes: 50,000 full rows take about half of it
_MEMBERS = 1_000
_MAX_ROW, _MAX_COLUMN = MAX_ROWS + 1_000, 100
# A cell's or a row's own place, where it may be too far: calamine makes room for everything up to the furthest one. The
# pattern begins with its letter, so that the search leaps from one `r` to the next; that it begins a word is asked then.
# What is surely near (up to BZ49999) is passed over by the search itself: those are nearly all.
_PLACE = re.compile(
    rb"""r(?<!\wr)\s*=\s*["'](?![ABab]?[A-Za-z]?[1-4]?\d{1,4}["'])([A-Za-z]{0,4})(\d{1,10})["']"""
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_UNREADABLE = "Não foi possível ler a planilha: salve-a como .xlsx ou .csv e envie de novo."
_DELIMITERS = ";,\t"


class SpreadsheetReader:
    """Implements the port SpreadsheetFiles."""

    def read(self, content: bytes) -> Sequence[Sequence[Cell]]:
        """Raises UnfitSheet."""
        if content.startswith(_ZIP):
            return _workbook(content)
        if content.startswith(_OLE2):
            raise UnfitSheet("Este formato não é aceito (.xls ou com senha): salve a planilha como .xlsx.")
        return _text(content)

    def template(self) -> bytes:
        return template()


def _workbook(content: bytes) -> Sequence[Sequence[Cell]]:
    try:
        workbook = CalamineWorkbook.from_filelike(_unpacked(content))
        sheet = workbook.get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)
    except (
        CalamineError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        IndexError,
    ):
        # Their texts may quote the file.
        raise UnfitSheet(_UNREADABLE) from None


def _unpacked(content: bytes) -> io.BytesIO:
    """The workbook with its parts stored unpacked, after each was unpacked here within bounds: what the archive's
    directory says of their sizes need not be true. Raises UnfitSheet."""
    left, plain = _UNPACKED, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(plain, "w") as unpacked:
        names = [member.filename.lower() for member in packed.infolist()]
        if len(names) > _MEMBERS or "xl/workbook.xml" not in names or "xl/workbook.bin" in names:
            raise UnfitSheet(_UNREADABLE)
        for member in packed.infolist():
            with packed.open(member) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise UnfitSheet("A planilha é grande demais depois de descompactada.")
            if member.filename.lower().endswith(".xml"):
                _refuse_far_cells(data)
            unpacked.writestr(member.filename, data)
    plain.seek(0)
    return plain


def _refuse_far_cells(xml: bytes) -> None:
    if xml[:2] in _WIDE_MARKS:
        raise UnfitSheet(_UNREADABLE)  # the search below reads UTF-8
    if any(_is_far(*place.groups()) for place in _PLACE.finditer(xml)):
        raise UnfitSheet(f"A planilha tem linhas ou colunas demais (no máximo {MAX_ROWS} linhas).")


def _is_far(letters: bytes, number: bytes) -> bool:
    return int(number) > _MAX_ROW or _column(letters) > _MAX_COLUMN


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(content: bytes) -> Sequence[Sequence[Cell]]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnfitSheet(_UNREADABLE)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        # One more than may be, so that too many are still seen as such.
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row for row, _ in zip(rows, range(_MAX_ROW), strict=False)]
    except csv.Error:
        raise UnfitSheet(_UNREADABLE) from None


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else what Windows calls Latin-1, else Latin-1, which takes every byte."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
