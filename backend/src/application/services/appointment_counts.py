"""Counting appointments over a period, and what values they have."""

from dataclasses import fields, replace
from typing import Any

from application.counts import Kpis, Present, WeekCount, by_week, in_period, kpis_of, weeks_until
from application.page import AppointmentQuery, Scope
from application.ports import Clock
from application.services.small_lists import Stores
from domain.slots import DEFAULT_ZONE, projection


class AppointmentCounts:
    """Every question is bounded by a period of at most 400 days, which an index serves (docs/decisions)."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._repository, self._clock = stores, stores.appointments, clock

    def bounded(self, query: AppointmentQuery) -> AppointmentQuery:
        """The query with a period: 30 days, the last one today by the clinic's own zone, where it names none. Raises
        Invalid."""
        return in_period(query, projection(self._clock.now(), DEFAULT_ZONE)[0])

    async def kpis(self, query: AppointmentQuery) -> Kpis:
        """Of the appointments that a bounded query finds."""
        return kpis_of(await self._repository.count(query, self._clock.now()))

    async def present(self, query: AppointmentQuery) -> Present:
        """The values of each filter among the appointments that the *other* filters of a bounded query find."""
        now = self._clock.now()
        found = await self._repository.present(query, now)
        for name in (field.name for field in fields(Present)):
            if getattr(query, name):
                without: dict[str, Any] = {name: ()}
                others = await self._repository.present(replace(query, **without), now)
                taken: dict[str, Any] = {name: getattr(others, name)}
                found = replace(found, **taken)
        return found

    async def origins(self, weeks: int) -> list[WeekCount]:
        """Visits by origin in the last `weeks` weeks, this one included, by the visit's local day; today is by the clinic's
        own zone."""
        now = self._clock.now()
        first, last = weeks_until(projection(now, DEFAULT_ZONE)[0], weeks)
        query = AppointmentQuery(scope=Scope.ALL, data_inicio=first, data_fim=last)
        return by_week(await self._repository.count_days(query, now), first, last)

    async def drivers(self) -> dict[str, str]:
        """Names by id."""
        return {each.id: each.name for each in await self._stores.drivers.all()}

    async def collectors(self) -> dict[str, str]:
        """Names by id."""
        return {each.id: each.name for each in await self._stores.collectors.all()}
