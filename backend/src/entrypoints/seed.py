"""Fills the database with the demonstration's week, through the services that everybody writes by."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

from application.ports import SmallList
from domain.appointment import Origin
from domain.errors import KeyTaken
from domain.history import Actor, Cause
from domain.small_lists import SmallListItem
from entrypoints import demo_week
from entrypoints.core import build_core
from entrypoints.settings import Settings

Item = TypeVar("Item", bound=SmallListItem)
_BATCH = 100
_ACTORS = {
    Origin.MANUAL: Actor("usuario", "Atendente Demo"),
    Origin.PLANILHA: Actor("planilha", "Atendente Demo"),
}
_CAUSES = {Origin.MANUAL: Cause("criacao"), Origin.PLANILHA: Cause("importacao")}


class NotForProduction(RuntimeError):
    """Invented patients have no place among real ones."""


async def seed_week(settings: Settings) -> int:
    """Add the week's appointments; how many pieces were written. Raises NotForProduction."""
    if settings.environment == "production":
        raise NotForProduction
    core = build_core(settings)
    try:
        await core.prepare()
        # The day's beginning, so that a second run on the same day makes the same week.
        now, service = (
            core.clock.now().replace(hour=0, minute=0, second=0, microsecond=0),
            core.appointments(),
        )
        people = demo_week.crew()
        await _add(core.drivers, people.drivers)
        await _add(core.collectors, people.collectors)
        await _add(core.cars, people.cars)
        await _add(core.packages, people.packages)
        units = [unit for unit in await core.units.all() if unit.active]
        written = 0
        for origin, made in demo_week.appointments(units, now).items():
            known = await core.repository.known_ids([each.id for each in made])
            new = [each for each in made if each.id not in known]
            for begin in range(0, len(new), _BATCH):
                await service.add_batch(new[begin : begin + _BATCH], _CAUSES[origin], _ACTORS[origin])
            written += len(new)
        for news in demo_week.bookings(units, now):
            applied = await service.apply_booking(news, Cause("entrega"), Actor("calcom", "Cal.com"))
            written += applied.outcome == "gravada"
        return written
    finally:
        await core.close()


async def _add(store: SmallList[Item], items: Sequence[Item]) -> None:
    for item in items:
        with suppress(KeyTaken):
            await store.insert(item)
