"""Spreadsheets made to hurt: whatever they do to the process that reads them, ours lives and a person reads why."""

import ast
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from application.spreadsheet.faults import UnfitSheet
from application.spreadsheet.sheet import MAX_ROWS
from infrastructure import spreadsheet_child
from infrastructure.spreadsheet_files import SpreadsheetReader
from tests.serving import eventually
from tests.spreadsheets import counted_strings, with_part, xlsx

ROWS = [["Paciente", "Unidade"], ["Ana", "Paulista"]]
SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
CELL = '<c r="{}"><v>1</v></c>'
SOURCE = str(Path(spreadsheet_child.__file__).parent)
SOON = 0.3  # seconds: what never ends by itself


def sheet(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


def with_sheet(rows: str) -> bytes:
    return with_part(xlsx(ROWS), SHEET, sheet(rows))


def under_another_name() -> bytes:
    """A cell in the far corner, in a part that is not named `.xml`."""
    far = sheet(f'<row r="1048576">{CELL.format("XFD1048576")}</row><row r="1">{CELL.format("A1")}</row>')
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/a.dat"/>'
        "</Relationships>"
    )
    return with_part(with_part(xlsx(ROWS), "xl/worksheets/a.dat", far), RELATIONS, relations.encode())


HOSTILE = {
    "a sheet under another name": under_another_name(),
    "strings without number": counted_strings(),
    "a cell beyond all rows": with_sheet(f'<row r="1">{CELL.format("a99999999999")}</row>'),
    "rows without a number": with_sheet("<row><c><v>1</v></c></row>" * 300_000),
    "a row whose number overflows": with_sheet(
        f'<row r="1">{CELL.format("A1")}</row><row r="&#52;294967295">{CELL.format("A&#52;294967295")}</row>'
    ),
    "one long text in thousands of cells": xlsx([["x" * 30_000] * 90] * 40),
}


def child(program: str, patience: float = 60) -> SpreadsheetReader:
    """A reader whose process runs `program` instead."""
    return SpreadsheetReader([sys.executable, "-I", "-c", program], patience)


async def why(reader: SpreadsheetReader, content: bytes = b"a;b\n") -> str:
    with pytest.raises(UnfitSheet) as refused:
        await reader.read(content)
    return refused.value.detail


@pytest.mark.parametrize("content", [pytest.param(each, id=name) for name, each in HOSTILE.items()])
async def test_a_hostile_file_is_refused_in_words(content: bytes) -> None:
    assert "planilha" in await why(SpreadsheetReader(), content)
    assert await SpreadsheetReader().read(xlsx(ROWS)) == ROWS


async def test_too_much_memory_ends_the_process_that_reads() -> None:
    """The bound is the process's own, so that a machine with more would do no better."""
    confine = (
        f"import sys; sys.path.insert(0, {SOURCE!r}); import spreadsheet_child; spreadsheet_child.confine()"
    )

    assert "parou" in await why(child(f"{confine}; print(len(bytearray({spreadsheet_child.MEMORY})))"))


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import time; time.sleep(3600)", id="stands still, and takes nothing"),
        pytest.param("import sys, time; sys.stdin.read(); time.sleep(3600)", id="took the file"),
    ],
)
async def test_one_that_does_not_end_is_ended(program: str) -> None:
    assert "demora" in await why(child(program, SOON), b"x" * 1_000_000)


async def test_too_much_processor_time_is_said_so() -> None:
    assert "demora" in await why(child("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"))


@pytest.mark.parametrize("signal", ["SIGKILL", "SIGABRT", "SIGSEGV"])
async def test_a_killed_one_is_told(signal: str) -> None:
    program = f"import os, signal; os.kill(os.getpid(), signal.{signal})"

    assert "parou" in await why(child(program), b"x" * 1_000_000)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("", id="nothing"),
        pytest.param('["a"]', id="no end"),
        pytest.param('["a"]\n{"rows":2}', id="a row missing"),
        pytest.param('["a"]\n{"unfit":"<b>olá</b>"}', id="words of its own"),
        pytest.param('[{"a":1}]\n{"rows":1}', id="an unknown kind"),
        pytest.param('[["date","x"]]\n{"rows":1}', id="no date"),
        pytest.param('[["span",1e300]]\n{"rows":1}', id="no span"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("[1" + "0" * 5_000 + ']\n{"rows":1}', id="a long number"),
        pytest.param('"rows"', id="a text"),
        pytest.param("[]\n[]", id="no object"),
    ],
)
async def test_what_it_answers_is_not_believed(answer: str) -> None:
    assert "parou" in await why(child(f"print({answer!r})"))


async def test_an_endless_answer_is_cut() -> None:
    program = "import sys\nwhile True: sys.stdout.write('[]' * 1_000_000)"

    assert "conteúdo demais" in await why(child(program))


async def test_the_process_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET_KEY", "s3cret")
    program = "import json, os; print(json.dumps([*os.environ])); print('{\"rows\":1}')"

    assert "JWT_SECRET_KEY" not in (await child(program).read(b""))[0]


async def test_an_abandoned_reading_leaves_no_process(tmp_path: Path) -> None:
    """Cancelled, as at the worker's stop."""
    pid_file = tmp_path / "pid"
    program = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(3600)"
    reading = asyncio.create_task(child(program).read(b""))
    await eventually(_is_written(pid_file))
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    with pytest.raises(ProcessLookupError):
        os.kill(int(_text_of(pid_file)), 0)


def _is_written(file: Path) -> Callable[[], Awaitable[bool]]:
    async def is_written() -> bool:
        return bool(_text_of(file))

    return is_written


def _text_of(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def test_the_process_takes_every_sheet_that_may_be_imported() -> None:
    assert spreadsheet_child.MAX_ROW > MAX_ROWS


def test_the_process_imports_none_of_our_modules() -> None:
    """Its start is each import's first wait."""
    tree = ast.parse(Path(spreadsheet_child.__file__).read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= {*sys.stdlib_module_names, "python_calamine"}
