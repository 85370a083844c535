"""What the rows of a spreadsheet are held against. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from domain.merge import fold
from domain.small_lists import Unit


@dataclass(frozen=True)
class Desk:
    """The active units, the present instant (UTC), and who imports. `id_of` gives a row's appointment its id, the same
    one each time."""

    units: Sequence[Unit]
    at: datetime
    by: str
    id_of: Callable[[int], str]

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
