"""The clinic's small lists, and what refers to what in them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from application.page import AppointmentQuery, Scope
from application.ports import AppointmentRepository, Clock, SmallList
from application.services.small_list_service import SmallListService
from domain.errors import InUse, Invalid
from domain.small_lists import Car, Collector, Driver, ListedTag, LogisticsPackage, SmallListItem, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallLists:
    units: SmallListService[Unit]
    tags: SmallListService[ListedTag]
    drivers: SmallListService[Driver]
    collectors: SmallListService[Collector]
    cars: SmallListService[Car]
    packages: SmallListService[LogisticsPackage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Where the lists are kept, and the appointments that refer to them."""

    units: SmallList[Unit]
    tags: SmallList[ListedTag]
    drivers: SmallList[Driver]
    collectors: SmallList[Collector]
    cars: SmallList[Car]
    packages: SmallList[LogisticsPackage]
    appointments: AppointmentRepository


def small_lists(stores: Stores, clock: Clock) -> SmallLists:
    uses = _Uses(stores, clock)
    return SmallLists(
        units=SmallListService(stores.units, Unit, uses.of_unit),
        tags=SmallListService(stores.tags, ListedTag, uses.as_field("tag")),
        drivers=SmallListService(stores.drivers, Driver, *uses.as_member("driver_id")),
        collectors=SmallListService(stores.collectors, Collector, *uses.as_member("collector_id")),
        cars=SmallListService(stores.cars, Car, *uses.as_member("car_id")),
        packages=SmallListService(
            stores.packages, LogisticsPackage, uses.as_field("logistics_package_id"), uses.check_package
        ),
    )


class _Uses:
    """Who refers to an item. Each question is answered by an index."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._clock = stores, clock

    async def of_unit(self, unit: Unit) -> bool:
        """Appointments know their unit by its names."""
        return await self._in_appointments(nome_unidade=(unit.nome_unidade,), nome_marca=(unit.nome_marca,))

    def as_field(self, name: str) -> Callable[[SmallListItem], Awaitable[bool]]:
        """Whether an appointment has the item in the listing's filter `name`."""

        async def is_used(item: SmallListItem) -> bool:
            return await self._in_appointments(**{name: (item.id,)})

        return is_used

    def as_member(
        self, field: str
    ) -> tuple[Callable[[SmallListItem], Awaitable[bool]], Callable[[SmallListItem], Awaitable[None]]]:
        """For what packages are made of: whether it is used, and the check that no active package loses it."""
        in_appointments = self.as_field(field)

        async def is_used(item: SmallListItem) -> bool:
            return await self._stores.packages.has(**{field: item.id}) or await in_appointments(item)

        async def check(item: SmallListItem) -> None:
            if not item.active and await self._stores.packages.has(**{field: item.id, "active": True}):
                raise InUse("Faz parte de um pacote ativo; mude ou desative o pacote antes.")

        return is_used, check

    async def check_package(self, package: LogisticsPackage) -> None:
        """Its members exist and, where the package is offered, are active. Raises Invalid."""
        stores = self._stores
        members = {
            "driver_id": await stores.drivers.get(package.driver_id),
            "collector_id": await stores.collectors.get(package.collector_id),
            "car_id": await stores.cars.get(package.car_id),
        }
        unfit = {
            field: "Não encontrado." if member is None else "Está desativado."
            for field, member in members.items()
            if member is None or (package.active and not member.active)
        }
        if unfit:
            raise Invalid(unfit)

    async def _in_appointments(self, **filters: Any) -> bool:
        query = AppointmentQuery(scope=Scope.ALL, page_size=1, **filters)
        return (await self._stores.appointments.search(query, self._clock.now())).total > 0
