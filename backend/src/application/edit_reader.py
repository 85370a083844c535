"""From what staff typed to an edit that the rules take: values cleaned, names and ids looked up in the clinic's lists."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from application.ports import SmallList
from application.services.small_lists import Stores
from application.staff_values import Typed, cleaned
from domain.appointment import Appointment, Tag
from domain.editing import Edit
from domain.small_lists import LogisticsPackage, Unit


class _Listed(Protocol):
    @property
    def active(self) -> bool: ...


Item = TypeVar("Item", bound=_Listed)


class EditReader:
    def __init__(self, lists: Stores, max_tags: int) -> None:
        self._lists, self._max_tags = lists, max_tags

    async def read(self, before: Appointment, given: Mapping[str, Any], by: str, at: datetime) -> Edit:
        """What `given` changes of `before`. What cannot be taken is among the edit's faults. `at` is UTC."""
        typed = cleaned(given)
        changes = {name: value for name, value in typed.values.items() if getattr(before, name) != value}
        await self._with_tags(before, changes, typed)
        package = await self._crew(changes, typed)
        return Edit(
            changes={name: value for name, value in changes.items() if name not in typed.faults},
            by=by,
            at=at,
            unit=await self._unit(before, changes),
            package=package,
            is_phone_valid=typed.is_phone_valid,
            faults=typed.faults,
        )

    async def _unit(self, before: Appointment, changes: Mapping[str, Any]) -> Unit | None:
        """The unit that the appointment would belong to: an active one, but for the one where it is already."""
        names = tuple(changes.get(name, getattr(before, name)) for name in ("nome_unidade", "nome_marca"))
        stays = names == (before.nome_unidade, before.nome_marca)
        units = await self._lists.units.all()
        fitting = (each for each in units if (each.nome_unidade, each.nome_marca) == names)
        return next((each for each in fitting if each.active or stays), None)

    async def _with_tags(self, before: Appointment, changes: dict[str, Any], typed: Typed) -> None:
        """Put the tags in the place of their ids: active ones, and those that the appointment already has."""
        if "tags" not in changes:
            return
        active = (each.tag for each in await self._lists.tags.all() if each.active)
        known = {tag.id: tag for tag in (*active, *before.tags)}
        found: list[Tag | None] = [known.get(each) for each in changes["tags"]]
        if None in found:
            typed.faults["tags"] = "Há etiqueta desconhecida ou inativa."
        if len(found) > self._max_tags:
            typed.faults["tags"] = f"No máximo {self._max_tags} etiquetas."
        changes["tags"] = tuple(found)
        if changes["tags"] == before.tags:
            del changes["tags"]

    async def _crew(self, changes: Mapping[str, Any], typed: Typed) -> LogisticsPackage | None:
        """Check what is newly assigned; the package, where one is."""
        lists = self._lists
        await _active(lists.drivers, "driver_id", changes, typed)
        await _active(lists.collectors, "collector_id", changes, typed)
        await _active(lists.cars, "car_id", changes, typed)
        return await _active(lists.packages, "logistics_package_id", changes, typed)


async def _active(items: SmallList[Item], name: str, changes: Mapping[str, Any], typed: Typed) -> Item | None:
    wanted = changes.get(name)
    found = await items.get(wanted) if wanted else None
    if found is not None and found.active:
        return found
    if wanted:
        typed.faults[name] = "Desconhecido ou inativo."
    return None
