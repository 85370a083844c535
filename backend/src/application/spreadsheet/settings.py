"""Where and when visits are to be, and how they stand. Rows repeat these cells, so that each combination of them is judged
once a sheet. Pure."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from application.spreadsheet.cells import Cell, day_of, hour_of, text_of
from application.spreadsheet.desk import Desk
from application.spreadsheet.faults import BadCell, Fault
from domain.appointment import Status
from domain.merge import fold
from domain.slots import instant, projection
from domain.small_lists import Unit

T = TypeVar("T")

FIELDS = ("nome_unidade", "nome_marca", "data_agendamento", "hora_agendamento", "status")
SCHEDULED = (Status.AGENDADO, Status.CONFIRMADO)
_STATUSES = {fold(status): status for status in Status}
# No more values than a sheet has rows. By type too: a yes equals 1.
_remembering = lru_cache(maxsize=None, typed=True)


class Setting(NamedTuple):
    """`dia` and `hora` (`HH:MM`) are local to the unit, `inicio` is their instant (UTC)."""

    unit: Unit
    dia: date | None
    hora: str | None
    inicio: datetime | None
    status: Status


class Settings:
    """One sheet's own, so that nothing of its people outlives it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fold, self._instant = _remembering(fold), _remembering(instant)
        self._day_of, self._hour_of = _remembering(day_of), _remembering(hour_of)
        self.of: Callable[..., Setting | list[Fault]] = _remembering(self._judged)

    def _judged(self, name: Cell, brand: Cell, day: Cell, hour: Cell, status: Cell) -> Setting | list[Fault]:
        """The setting that the cells of FIELDS tell, or everything that is wrong with them."""
        faults: list[Fault] = []
        unit = self._unit(faults, name, brand)
        dia, hora = self._time(faults, day, hour)
        if unit and dia and dia < projection(self._desk.at, unit.fuso)[0]:
            faults.append(Fault("data_agendamento", "A data já passou."))
        inicio = self._instant(dia, hora, unit.fuso) if unit and dia and hora else None
        state = _tried(faults, "status", self._status, status)
        if state in SCHEDULED and not inicio:
            faults.append(Fault("status", f"Um agendamento {state} precisa de data e hora."))
        return faults if faults or not unit or not state else Setting(unit, dia, hora, inicio, state)

    def _unit(self, faults: list[Fault], name: Cell, brand: Cell) -> Unit | None:
        named = _tried(faults, "nome_unidade", self._named, name)
        return _tried(faults, "nome_marca", self._of_brand, named, brand) if named else None

    def _named(self, name: Cell) -> list[Unit]:
        text = text_of(name)
        if not text:
            raise BadCell("Obrigatório.")
        if found := self._desk.units_by_name.get(self._fold(text)):
            return found
        raise BadCell("Unidade desconhecida ou inativa: confira o nome em Cadastros.")

    def _of_brand(self, named: list[Unit], brand: Cell) -> Unit:
        text, fold = text_of(brand), self._fold
        found = [unit for unit in named if not text or fold(unit.nome_marca) == fold(text)]
        if not found:
            raise BadCell("Esta marca não tem esta unidade.")
        if len(found) > 1:
            raise BadCell("Há unidades com este nome em mais de uma marca: informe a marca.")
        return found[0]

    def _time(self, faults: list[Fault], day: Cell, hour: Cell) -> tuple[date | None, str | None]:
        found = _tried(faults, "data_agendamento", self._day_of, day)
        dia, hour_with_day = found or (None, None)
        hora = _tried(faults, "hora_agendamento", self._hour_of, hour) or hour_with_day
        if hora and found == (None, None):
            faults.append(Fault("data_agendamento", "A hora precisa de uma data."))
        return dia, hora

    def _status(self, cell: Cell) -> Status:
        text = text_of(cell)
        if not text:
            return Status.PENDENTE
        if found := _STATUSES.get(self._fold(text)):
            return found
        raise BadCell(f"Status desconhecido: use um destes: {', '.join(Status)}.")


def _tried(faults: list[Fault], field: str, rule: Callable[..., T], *cells: Any) -> T | None:
    """What the rule makes of the cells, or None and one fault of the field more."""
    try:
        return rule(*cells)
    except BadCell as bad:
        faults.append(Fault(field, str(bad)))
        return None
