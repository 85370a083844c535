"""What the reader makes of files: kinds, encodings, delimiters, and files made to hurt."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.spreadsheet.cells import Cell, day_of, hour_of, text_of
from application.spreadsheet.faults import BadCell, UnfitSheet
from application.spreadsheet.headers import HEADERS, header_of
from infrastructure.spreadsheet_files import SpreadsheetReader
from tests.profile import examples
from tests.spreadsheets import Row, as_csv, cells, with_part, xlsx

ROWS = [["Paciente", "Unidade"], ["José da Conceição", "Paulista"], [], ["Ana; a 2ª", "Moema"]]
SHEET = "xl/worksheets/sheet1.xml"


_CELL = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData></worksheet>'
_LEVELS = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
LAUGHS = b'<!DOCTYPE worksheet [<!ENTITY e0 "ha">' + _LEVELS + b"]>" + _CELL
OUTSIDE = b'<!DOCTYPE worksheet [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>' + _CELL


def texts(content: bytes) -> list[list[str]]:
    return [[text for cell in row if (text := text_of(cell))] for row in cells(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_files(encoding: str, delimiter: str) -> None:
    assert texts(as_csv(ROWS, delimiter, encoding)) == ROWS


def test_rows_keep_their_numbers_in_workbooks_and_texts() -> None:
    assert texts(xlsx(ROWS)) == ROWS
    assert texts(b'\n\nPaciente;Unidade\n"Ana\nMaria";Moema\n') == [
        [],
        [],
        ["Paciente", "Unidade"],
        ["Ana\nMaria", "Moema"],
    ]


SHAPES = st.one_of(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(
        ["24/11/2026", "24-11-26", "2026-11-24", "24/11/2026 07:30", "7h30", "07:30", "7h", "x", "31/02/2026"]
    ),
    st.integers(0, 60_000),
    st.sampled_from([0.3125, 46350.3125, 0.99]),
)


def read(cell: Cell) -> list[object]:
    found: list[object] = []
    for reading in (day_of, hour_of):
        try:
            found.append(reading(cell))
        except ValueError:
            found.append("inválido")
    return found


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(SHAPES, min_size=1, max_size=20))
def test_a_workbook_and_a_text_file_say_the_same(written: list[Cell]) -> None:
    rows: list[Row] = [["Data", "x"], *([cell, "x"] for cell in written)]
    by_cell = [read(row[0]) for row in cells(xlsx(rows))[1:]]
    by_text = [read(row[0]) for row in cells(as_csv(rows))[1:]]
    for cell, one, other in zip(written, by_cell, by_text, strict=True):
        # A cell of one kind is no other; a text may be either.
        assert [a for a in one if a != "inválido"] == [
            b for a, b in zip(one, other, strict=True) if a != "inválido"
        ], cell


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (46350.0, (date(2026, 11, 24), None)),
        (46350.3125, (date(2026, 11, 24), "07:30")),
        ("24/11/26", (date(2026, 11, 24), None)),
        ("4.1.2027", (date(2027, 1, 4), None)),
        (datetime(2026, 11, 24), (date(2026, 11, 24), None)),
        (None, (None, None)),
    ],
)
def test_days(cell: Cell, day: object) -> None:
    assert day_of(cell) == day


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        (0.3125, "07:30"),
        (7.0, "07:00"),
        ("7h", "07:00"),
        ("07h30min", "07:30"),
        ("7:30:00", "07:30"),
        (time(7, 30), "07:30"),
    ],
)
def test_hours(cell: Cell, hour: str) -> None:
    assert hour_of(cell) == hour


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(float("inf"), id="without end"),
        pytest.param(float("nan"), id="no number"),
        "1" * 400,
        "31/12/9999 22:00",
        date(9999, 12, 31),
        datetime(9999, 12, 31, 22),
    ],
)
def test_what_is_far_off_is_no_day(cell: Cell) -> None:
    with pytest.raises(BadCell):
        day_of(cell)


def test_a_span_longer_than_a_day_is_a_text_but_no_hour() -> None:
    assert text_of(timedelta(hours=30)) == "30:00"
    with pytest.raises(BadCell):
        hour_of(timedelta(hours=30))


@pytest.mark.parametrize("field", HEADERS)
def test_every_spelling_of_a_header_is_known(field: str) -> None:
    for name in HEADERS[field]:
        for spelled in (name, name.upper(), f" {name}: ", name.replace(" ", "_")):
            others = ["Paciente", "Unidade"] if field not in ("nome_paciente", "nome_unidade") else []
            rest = {"nome_paciente": ["Unidade"], "nome_unidade": ["Paciente"]}.get(field, others)
            assert header_of([[spelled, *rest]]).columns[0] == field


def test_a_title_may_stand_above_and_unknown_columns_are_told() -> None:
    header = header_of([["Agenda de terça"], [], ["PACIENTE", "Cor favorita", "unidade"]])
    assert (header.row, header.ignored) == (3, ("Cor favorita",))


@pytest.mark.parametrize("rows", [[], [["Paciente"]], [["Paciente", "Nome", "Unidade"]]])
def test_headers_that_do_not_do(rows: list[list[Cell]]) -> None:
    with pytest.raises(UnfitSheet):
        header_of(rows)


def far_cell(place: str) -> bytes:
    return with_part(
        xlsx(ROWS),
        SHEET,
        b'<worksheet><sheetData><row r="1"><c r="' + place.encode() + b'"/></row></sheetData></worksheet>',
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04 nothing more", id="not a zip"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, id="the old format"),
        pytest.param(b"a\x00b;c", id="binary"),
        pytest.param(with_part(xlsx(ROWS), "bomb.bin", b"\x00" * (129 * 1024 * 1024)), id="bomb"),
        pytest.param(far_cell("XFD1048576"), id="a cell at the far corner"),
        pytest.param(far_cell("A999999"), id="a cell far below"),
        pytest.param(with_part(xlsx(ROWS), "xl/workbook.xml", b"<broken"), id="broken"),
        pytest.param(with_part(xlsx(ROWS), SHEET, LAUGHS), id="entities of entities"),
        pytest.param(with_part(xlsx(ROWS), SHEET, OUTSIDE), id="an entity from outside"),
        pytest.param(with_part(xlsx(ROWS), SHEET, "<worksheet/>".encode("utf-16")), id="wide letters"),
    ],
)  # fmt: skip
def test_files_made_to_hurt_are_refused(content: bytes) -> None:
    with pytest.raises(UnfitSheet):
        cells(content)


def test_the_template_is_read_back() -> None:
    rows = cells(SpreadsheetReader().template())
    header = header_of(rows)
    assert set(header.columns.values()) == set(HEADERS)
    assert header.ignored == ()
    assert len(rows) == 2
