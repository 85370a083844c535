"""The template to fill in: headers, an example, and a sheet of instructions."""

import io
from datetime import date, time, timedelta
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from application.spreadsheet.headers import HEADERS, REQUIRED, title
from domain.appointment import Status
from infrastructure.clock import SystemClock

_EXAMPLE = {
    "nome_paciente": "Maria da Conceição Souza (exemplo: apague esta linha)",
    "nome_unidade": "Paulista",
    "nome_marca": "Laboratório Aurora",
    "hora_agendamento": time(7, 30),
    "telefone": "(11) 98765-4321",
    "cpf": "529.982.247-25",
    "nome_convenio": "Particular",
    "endereco_completo": "Avenida Paulista, 1000, apto 12 - Bela Vista, São Paulo - SP, 01310-100",
    "observacoes": "Jejum de 8 horas",
}
_INSTRUCTIONS = (
    "Preencha uma linha por agendamento na primeira aba e apague a linha de exemplo.",
    f"Obrigatórias: {', '.join(map(title, REQUIRED))}. As outras colunas podem ficar vazias ou ser apagadas.",
    "Marca: só é necessária quando duas marcas têm uma unidade com o mesmo nome.",
    "Data: dd/mm/aaaa, de hoje em diante. Sem data, o agendamento fica esperando uma.",
    "Hora: hh:mm, no horário da unidade. Precisa de uma data.",
    f"Status: um destes, ou vazio para Pendente: {', '.join(Status)}.",
    "CPF e telefone: com ou sem pontuação. Um CPF inválido não impede a importação: fica anotado como pendência.",
    "Duplicados (mesmo paciente, unidade, data e hora) são pulados e contados.",
    "Nada é gravado antes de você conferir a prévia; com algum erro, nada é gravado.",
    "Aceitos: .xlsx e .csv (separado por ; ou ,), até 10 MiB e 50.000 linhas.",
)
_WIDTH = 22


@lru_cache(maxsize=2)
def _made_for(day: date) -> bytes:
    workbook = Workbook()
    _fill(workbook.worksheets[0], day)
    instructions = workbook.create_sheet("Instruções")
    instructions.column_dimensions["A"].width = 110
    for line in _INSTRUCTIONS:
        instructions.append([line])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _fill(sheet: Worksheet, day: date) -> None:
    sheet.title = "Agendamentos"
    sheet.append([title(field) for field in HEADERS])
    sheet.append([(_EXAMPLE | {"data_agendamento": day}).get(field) for field in HEADERS])
    for number, (header, example) in enumerate(sheet.iter_cols(min_row=1, max_row=2), start=1):
        header.font, header.fill = Font(bold=True), PatternFill("solid", fgColor="DCEBE7")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
        if isinstance(example.value, date):
            example.number_format = "DD/MM/YYYY"
    sheet.freeze_panes = "A2"


def template() -> bytes:
    """An `.xlsx` whose example is for a week from now."""
    return _made_for(SystemClock().now().date() + timedelta(days=7))
