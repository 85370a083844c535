"""One row of a spreadsheet to an appointment, or to what is wrong with it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from application.documents import clean_cpf, clean_phone, digits
from application.spreadsheet.cells import Cell, text_of
from application.spreadsheet.faults import BadCell, RowError
from application.spreadsheet.headers import Header, title
from application.spreadsheet.memory import Memory
from domain.appointment import Appointment, Origin, Status
from domain.intents import with_reservation
from domain.merge import fold
from domain.pending import Pending
from domain.small_lists import Unit

_STATUSES = {fold(status): status for status in Status}
_LONGEST = {"observacoes": 2000, "endereco_completo": 500, "documento_completo": 500}
_LONGEST_ELSE = 200


@dataclass(frozen=True)
class Desk:
    """What rows are held against: the active units, the present instant (UTC), and who imports. `id_of` gives a row's
    appointment its id, the same one each time."""

    units: Sequence[Unit]
    at: datetime
    by: str
    id_of: Callable[[int], str]
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def units_by_name(self) -> dict[str, list[Unit]]:
        """The units by their folded names, which several brands may share."""
        named: dict[str, list[Unit]] = {}
        for unit in self.units:
            named.setdefault(fold(unit.nome_unidade), []).append(unit)
        return named

    @cached_property
    def holding(self) -> set[tuple[str, str]]:
        """Unit and brand of those that hold an appointment's hour by a booking."""
        return {(unit.nome_unidade, unit.nome_marca) for unit in self.units if unit.reserva_horario}


def mapped(
    number: int, cells: Sequence[Cell], header: Header, desk: Desk
) -> Appointment | list[RowError] | None:
    """The appointment of row `number`; every error of it; None where the row is empty."""
    given = {field: cells[column] for column, field in header.columns.items() if column < len(cells)}
    if not any(text_of(cell) for cell in given.values()):
        return None
    row = _Row(number, given, header, desk)
    values = row.values()
    if row.errors:
        return row.errors
    made = Appointment(
        id=desk.id_of(number),
        origem=Origin.PLANILHA,
        created_at=desk.at,
        updated_at=desk.at,
        cadastrado_por=desk.by,
        **values,
    )
    is_held = (made.nome_unidade, made.nome_marca) in desk.holding
    return with_reservation(None, made, desk.by, desk.at) if is_held else made


class _Row:
    """One row being read; `errors` gather."""

    def __init__(self, number: int, given: dict[str, Cell], header: Header, desk: Desk) -> None:
        self._number, self._given, self._header, self._desk = number, given, header, desk
        self._memory = desk.memory
        self.errors: list[RowError] = []

    def values(self) -> dict[str, Any]:
        """The appointment's values; of no use where there are errors."""
        values: dict[str, Any] = {field: self._text(field) for field in self._given}
        if not values.get("nome_paciente"):
            self._fault("nome_paciente", "Obrigatório.")
        unit = self._unit(values)
        values |= self._time(unit)
        values |= self._status(has_hour=bool(values.get("inicio")))
        values |= self._contact(values)
        if unit:
            values |= {"nome_unidade": unit.nome_unidade, "nome_marca": unit.nome_marca, "fuso": unit.fuso}
        return values

    def _fault(self, field: str, message: str) -> None:
        coluna = self._header.titles.get(field) or title(field)
        self.errors.append(RowError(self._number, coluna, message))

    def _text(self, field: str) -> str | None:
        text = text_of(self._given[field])
        longest = _LONGEST.get(field, _LONGEST_ELSE)
        if text and len(text) > longest:
            self._fault(field, f"Texto longo demais (no máximo {longest} caracteres).")
        return text

    def _unit(self, values: dict[str, Any]) -> Unit | None:
        name, brand, fold = values.get("nome_unidade"), values.get("nome_marca"), self._memory.fold
        if not name:
            self._fault("nome_unidade", "Obrigatório.")
            return None
        named = self._desk.units_by_name.get(fold(name), [])
        if not named:
            self._fault("nome_unidade", "Unidade desconhecida ou inativa: confira o nome em Cadastros.")
            return None
        found = [unit for unit in named if not brand or fold(unit.nome_marca) == fold(brand)]
        if not found:
            self._fault("nome_marca", "Esta marca não tem esta unidade.")
        elif len(found) > 1:
            self._fault("nome_marca", "Há unidades com este nome em mais de uma marca: informe a marca.")
        return found[0] if len(found) == 1 else None

    def _time(self, unit: Unit | None) -> dict[str, Any]:
        day, hour_with_day = self._cell("data_agendamento", self._memory.day_of) or (None, None)
        hour = self._cell("hora_agendamento", self._memory.hour_of) or hour_with_day
        if (
            hour
            and not day
            and not any(each.coluna == self._spelled("data_agendamento") for each in self.errors)
        ):
            self._fault("data_agendamento", "A hora precisa de uma data.")
        if unit is None or day is None:
            return {}
        if day < self._memory.projection(self._desk.at, unit.fuso)[0]:
            self._fault("data_agendamento", "A data já passou.")
        if hour is None:
            return {"data_agendamento": day, "hora_agendamento": None}
        inicio = self._memory.instant(day, hour, unit.fuso)
        fim = inicio + timedelta(minutes=unit.duracao_minutos)
        return {"data_agendamento": day, "hora_agendamento": hour, "inicio": inicio, "fim": fim}

    def _spelled(self, field: str) -> str:
        return self._header.titles.get(field) or title(field)

    def _cell(self, field: str, read: Callable[[Cell], Any]) -> Any:
        try:
            return read(self._given.get(field))
        except BadCell as bad:
            self._fault(field, str(bad))
            return None

    def _status(self, *, has_hour: bool) -> dict[str, Any]:
        text = text_of(self._given.get("status"))
        if text is None:
            return {"status": Status.PENDENTE}
        status = _STATUSES.get(self._memory.fold(text))
        if status is None:
            self._fault("status", f"Status desconhecido: use um destes: {', '.join(Status)}.")
        is_scheduled = status in (Status.AGENDADO, Status.CONFIRMADO)
        if is_scheduled and not has_hour:
            self._fault("status", f"Um agendamento {status} precisa de data e hora.")
        return {"status": status, "agendado_por": self._desk.by if is_scheduled else None}

    def _contact(self, values: dict[str, Any]) -> dict[str, Any]:
        """Phone and documents cleaned, and what is pending of them (DOMAIN.md: a wrong CPF is kept out of `cpf`)."""
        given_cpf, given_phone, email = (values.get(name) for name in ("cpf", "telefone", "email"))
        cpf = clean_cpf(given_cpf) if given_cpf else None
        phone, is_phone = clean_phone(given_phone) if given_phone else (None, True)
        if email and "@" not in email:
            self._fault("email", "E-mail inválido.")
        wrong_cpf = bool(given_cpf) and cpf is None
        codes = (
            (Pending.CONVENIO_AUSENTE, not values.get("nome_convenio")),
            (Pending.CPF_AUSENTE, not given_cpf),
            (Pending.CPF_INVALIDO, wrong_cpf),
            (Pending.TELEFONE_INVALIDO, not is_phone),
        )
        return {
            "cpf": cpf,
            "telefone": phone,
            "rg": digits(rg) or None if (rg := values.get("rg")) else None,
            "documento_completo": values.get("documento_completo") or (given_cpf if wrong_cpf else None),
            "pendencias": tuple(sorted(code for code, holds in codes if holds)),
        }
