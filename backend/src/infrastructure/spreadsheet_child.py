"""Reads one spreadsheet in a process of its own: the file on standard input, its cells as JSON lines on standard output.

A row is an array; a cell that JSON has no kind for is an array of its kind and value. The last line is an object: the
number of rows, or by a code why there are none. Whatever else happens (an abort of the parser, too much memory or time)
ends this process alone. It starts once a spreadsheet, so it imports nothing that reading does not need, none of ours.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

try:
    import resource
except ImportError:  # Windows: the reader's time-out is what is left there
    resource = None  # type: ignore[assignment]

MAX_ROW, _MAX_COLUMN = 51_000, 100
MEMORY = 768 * 1024 * 1024  # bytes of address space: the largest sheet that is taken needs less than half
_SECONDS = 40  # of processor time
_UNPACKED = 128 * 1024 * 1024  # bytes: 50,000 full rows take about half of it
_MEMBERS = 1_000
MAX_ANSWER = 64 * 1024 * 1024  # bytes
_ZIP, _OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# A cell's or a row's own place, where it may be too far: calamine makes room for everything up to the furthest one. The
# pattern begins with its letter, so that the search leaps from one `r` to the next; that it begins a word is asked then.
# What is surely near (up to BZ49999) is passed over by the search itself: those are nearly all.
_PLACE = re.compile(rb"""r(?<!\wr)\s*=\s*["'](?![ABab]?[A-Za-z]?[1-4]?\d{1,4}["'])([A-Za-z]{0,4})(\d+)["']""")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_DELIMITERS = ";,\t"
UNREADABLE, OLD_FORMAT, UNPACKS_LARGE, TOO_MANY, TOO_LARGE = (
    "unreadable",
    "old_format",
    "unpacks_large",
    "too_many",
    "too_large",
)


class Unfit(Exception):
    """The file cannot be read; its text is one of the codes above."""


def confine() -> None:
    """Bound this process's memory and processor time; let it write no file, and leave no image of its memory."""
    if resource is None:
        return
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for kind, bound in bounds.items():
        _, hard = resource.getrlimit(kind)
        wanted = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (wanted, wanted))


def cells_of(content: bytes) -> Sequence[Sequence[Any]]:
    """The rows of the first sheet. Raises Unfit."""
    if content.startswith(_ZIP):
        return _workbook(content)
    if content.startswith(_OLE2):
        raise Unfit(OLD_FORMAT)
    return _text(content)


def answer_to(content: bytes) -> Iterator[bytes]:
    """The lines to write, at most MAX_ANSWER bytes of them before the last."""
    try:
        rows = cells_of(content)
        _refuse_too_many(rows)
        yield from _bounded(_line(row) for row in rows)
        yield _line({"rows": len(rows)})
    except Unfit as unfit:
        yield _line({"unfit": str(unfit)})


def _refuse_too_many(rows: Sequence[Sequence[Any]]) -> None:
    if len(rows) > MAX_ROW or sum(len(row) for row in rows) > MAX_ROW * _MAX_COLUMN:
        raise Unfit(TOO_MANY)


def _bounded(lines: Iterable[bytes]) -> Iterator[bytes]:
    left = MAX_ANSWER
    for line in lines:
        left -= len(line)
        if left < 0:
            raise Unfit(TOO_LARGE)
        yield line


def _line(value: Any) -> bytes:
    return json.dumps(value, default=_tagged, separators=(",", ":")).encode() + b"\n"


def _tagged(cell: Any) -> list[Any]:
    match cell:
        case datetime():
            return ["datetime", cell.isoformat()]
        case date():
            return ["date", cell.isoformat()]
        case time():
            return ["time", cell.isoformat()]
        case timedelta():
            return ["span", cell.total_seconds()]
    raise TypeError


def _workbook(content: bytes) -> Sequence[Sequence[Any]]:
    try:
        workbook = CalamineWorkbook.from_filelike(_unpacked(content))
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (
        CalamineError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        IndexError,
    ):
        raise Unfit(UNREADABLE) from None


def _unpacked(content: bytes) -> io.BytesIO:
    """The workbook with its parts stored unpacked, after each was unpacked here within bounds: what the archive's
    directory says of their sizes need not be true. Raises Unfit."""
    left, plain = _UNPACKED, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(plain, "w") as unpacked:
        names = [member.filename.lower() for member in packed.infolist()]
        if len(names) > _MEMBERS or "xl/workbook.xml" not in names or "xl/workbook.bin" in names:
            raise Unfit(UNREADABLE)
        for member in packed.infolist():
            with packed.open(member) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise Unfit(UNPACKS_LARGE)
            if member.filename.lower().endswith(".xml") and data[:2] in _WIDE_MARKS:
                raise Unfit(UNREADABLE)  # the search for far cells reads UTF-8
            if any(_is_far(*place.groups()) for place in _PLACE.finditer(data)):
                raise Unfit(TOO_MANY)
            unpacked.writestr(member.filename, data)
    plain.seek(0)
    return plain


def _is_far(letters: bytes, number: bytes) -> bool:
    return int(number) > MAX_ROW or _column(letters) > _MAX_COLUMN


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(content: bytes) -> Sequence[Sequence[Any]]:
    text = _decoded(content)
    if "\x00" in text:
        raise Unfit(UNREADABLE)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        # One more than may be, so that too many are still seen as such.
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row for row, _ in zip(rows, range(MAX_ROW), strict=False)]
    except csv.Error:
        raise Unfit(UNREADABLE) from None


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else what Windows calls Latin-1, else Latin-1, which takes every byte."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def main() -> None:
    confine()
    for line in answer_to(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(line)


if __name__ == "__main__":
    main()
