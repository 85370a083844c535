"""A day's route: who is visited when, by which collector, and who was sent to two places at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from application.page import MAX_PAGE_SIZE, AppointmentQuery, Scope
from application.ports import Clock
from application.services.small_lists import Stores
from domain.appointment import Appointment, Status
from domain.logistics import Overlap, overlaps

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """One collector's visits, by time; those that have none come last."""

    collector_id: str
    name: str
    appointments: Sequence[Appointment]


@dataclass(frozen=True, slots=True)
class Warning:
    """An overlap, and the name of whom or what it is about."""

    overlap: Overlap
    name: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """`unassigned` have no collector yet."""

    day: date
    columns: Sequence[Column]
    unassigned: Sequence[Appointment]
    warnings: Sequence[Warning]

    @property
    def visits(self) -> list[Appointment]:
        """All that it shows."""
        return [*self.unassigned, *(each for column in self.columns for each in column.appointments)]


class AgendaService:
    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._clock = stores, clock

    async def of(self, day: date, units: Sequence[str] = ()) -> Agenda:
        """The visits of `day`, a local date at each unit, without cancelled ones; of these units only, where any is named.

        Every active collector has a column, and whoever else has a visit. Warnings are of the whole day: two units may
        have sent for the same collector.
        """
        whole_day = await self._visits(day)
        visits = [each for each in whole_day if not units or each.nome_unidade in units]
        shown = {each.id for each in visits}
        clashes = [each for each in overlaps(whole_day) if shown.intersection(each.appointment_ids)]
        return Agenda(
            day,
            await self._columns(visits),
            [each for each in visits if each.collector_id is None],
            await self._named(clashes),
        )

    async def _visits(self, day: date) -> list[Appointment]:
        """All open ones of the day, by time."""
        found: list[Appointment] = []
        for page in count(1):
            query = AppointmentQuery(
                scope=Scope.ALL, data_inicio=day, data_fim=day, page=page, page_size=MAX_PAGE_SIZE
            )
            part = await self._stores.appointments.search(query, self._clock.now())
            found += part.items
            if len(part.items) < MAX_PAGE_SIZE:
                break
        visits = [each for each in found if each.status != Status.CANCELADO]
        return sorted(visits, key=lambda each: (each.inicio or _LAST, each.nome_paciente, each.id))

    async def _columns(self, visits: Sequence[Appointment]) -> list[Column]:
        assigned = {each.collector_id for each in visits}
        return [
            Column(collector.id, collector.name, [v for v in visits if v.collector_id == collector.id])
            for collector in await self._stores.collectors.all()
            if collector.active or collector.id in assigned
        ]

    async def _named(self, clashes: Sequence[Overlap]) -> list[Warning]:
        if not clashes:
            return []
        names = {each.id: each.name for each in await self._stores.collectors.all()}
        names |= {each.id: each.name for each in await self._stores.drivers.all()}
        names |= {car.id: car.plate for car in await self._stores.cars.all()}
        return [Warning(each, names.get(each.resource_id, "")) for each in clashes]
