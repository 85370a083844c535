"""Spreadsheet files: `.xlsx` and `.csv` are read by a process of their own (`spreadsheet_child`), which a hostile file may
abort, swell or keep busy without harm to this one; the template is made by openpyxl."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from application.spreadsheet.cells import Cell
from application.spreadsheet.faults import UnfitSheet
from application.spreadsheet.sheet import MAX_ROWS
from infrastructure.spreadsheet_template import template

# Isolated (-I): no module comes from the working directory or a variable. By its path, for it needs no module of ours.
_CHILD = (sys.executable, "-I", str(Path(__file__).with_name("spreadsheet_child.py")))
_PATIENCE = 45.0  # seconds: an import's lease is longer
_MAX_ANSWER = 65 * 1024 * 1024  # bytes: what the child keeps to, and its last line
_STOPPED = "A leitura da planilha parou antes do fim: salve-a de novo como .xlsx ou .csv e envie outra vez."
_TOO_SLOW = "A planilha demora demais para ser lida: tire dela o que não é a agenda e envie de novo."
_TOO_LARGE = "A planilha tem conteúdo demais: divida-a em partes e envie uma de cada vez."
_WHY = {
    "unreadable": "Não foi possível ler a planilha: salve-a como .xlsx ou .csv e envie de novo.",
    "old_format": "Este formato não é aceito (.xls ou com senha): salve a planilha como .xlsx.",
    "unpacks_large": "A planilha é grande demais depois de descompactada.",
    "too_many": f"A planilha tem linhas ou colunas demais (no máximo {MAX_ROWS} linhas).",
    "too_large": _TOO_LARGE,
}
_KINDS: dict[str, Callable[[Any], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda seconds: timedelta(seconds=seconds),
}


class SpreadsheetReader:
    """Implements the port SpreadsheetFiles."""

    def __init__(self, command: Sequence[str] = _CHILD, patience: float = _PATIENCE) -> None:
        """`command` starts the process that reads; after `patience` seconds it is killed."""
        self._command, self._patience = command, patience

    async def read(self, content: bytes) -> Sequence[Sequence[Cell]]:
        """Raises UnfitSheet; OSError where no process can be started, which is not the file's fault."""
        return await asyncio.to_thread(rows_of, await self._answer(content))

    def template(self) -> bytes:
        return template()

    async def _answer(self, content: bytes) -> bytes:
        """What the process wrote before it ended well. Raises UnfitSheet."""
        pipe = asyncio.subprocess.PIPE
        # No variables: they hold our secrets. A session of its own: Ctrl-C on a terminal is not meant for it.
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._patience):
                answer = await _exchanged(process, content)
                ended = await process.wait()
        except TimeoutError:
            raise UnfitSheet(_TOO_SLOW) from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if ended:
            raise UnfitSheet(_TOO_SLOW if ended == -signal.SIGXCPU else _STOPPED)
        return answer


async def _exchanged(process: asyncio.subprocess.Process, content: bytes) -> bytes:
    """Hand the file over, and take the answer. Raises UnfitSheet where that is too large."""
    assert process.stdin  # noqa: S101 - a pipe, as asked for
    assert process.stdout  # noqa: S101
    with suppress(ConnectionError):  # it may have ended before it read all
        process.stdin.write(content)
        await process.stdin.drain()
    process.stdin.close()
    answer = bytearray()
    while piece := await process.stdout.read(1024 * 1024):
        answer += piece
        if len(answer) > _MAX_ANSWER:
            raise UnfitSheet(_TOO_LARGE)
    return bytes(answer)


def rows_of(answer: bytes) -> list[list[Cell]]:
    """The rows that the process answered. Its lines are not believed: a hostile file may have written them. Raises
    UnfitSheet."""
    try:
        *lines, last = answer.splitlines()
        end = json.loads(last)
        if "unfit" in end:
            raise UnfitSheet(_WHY[end["unfit"]])
        count = end["rows"]
        rows = [[_cell(each) for each in json.loads(line)] for line in lines]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise UnfitSheet(_STOPPED) from None
    if count != len(rows):
        raise UnfitSheet(_STOPPED)
    return rows


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        kind, told = value
        return _KINDS[kind](told)
    if value is None or isinstance(value, str | float | int):
        return value
    raise TypeError
