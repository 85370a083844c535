"""An invented spreadsheet, as a clinic would send it, and the fastest way there is to read it."""

import io
import time
from datetime import UTC, date, datetime, timedelta
from random import Random

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from application.documents import cpf_of
from application.spreadsheet.headers import title
from tests.deliveries import units

_FIELDS = (
    *("nome_paciente", "nome_unidade", "nome_marca", "data_agendamento", "hora_agendamento"),
    *("telefone", "email", "cpf", "nome_convenio", "endereco_completo"),
)
_DAYS = 300
_SEED = 7
_UNITS = units()["units"]


def workbook(rows: int) -> bytes:
    """An `.xlsx` with so many rows below its header, each another patient's; the same each time on one day."""
    book, dice = Workbook(write_only=True), Random(_SEED)
    sheet = book.create_sheet("Agendamentos")
    sheet.append([title(field) for field in _FIELDS])
    for number in range(rows):
        sheet.append(_row(number, dice))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def seconds_to_read(content: bytes) -> float:
    """By calamine alone, without a look at what is read."""
    begun = time.perf_counter()
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - begun


def _row(number: int, dice: Random) -> list[str | date]:
    unit = dice.choice(_UNITS)
    return [
        f"Paciente Inventado {number:06d}",
        unit["nome_unidade"],
        unit["nome_marca"],
        datetime.now(UTC).date() + timedelta(days=2 + number % _DAYS),
        f"{7 + number % 10:02d}:{number % 2 * 30:02d}",
        f"119{dice.randrange(80_000_000, 99_999_999)}",
        f"paciente{number:06d}@example.com",
        cpf_of(dice.randrange(10**9)),
        dice.choice(("Particular", "Unimed", "Amil")),
        f"Rua das Flores, {1 + number % 900} - Centro, São Paulo - SP, 01310-100",
    ]
