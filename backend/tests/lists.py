"""The clinic's small lists in tests: over a database, or plain ones in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from application.creation import Creation, Earlier
from application.page import Page
from application.ports import AppointmentRepository, SmallList
from application.services.small_lists import Stores
from domain.errors import KeyTaken
from domain.small_lists import Car, Collector, Driver, ListedTag, LogisticsPackage, SmallListItem, Unit
from infrastructure.mongo import Mongo
from infrastructure.repositories.small_list_repository import (
    CarRepository,
    CollectorRepository,
    DriverRepository,
    LogisticsPackageRepository,
    TagRepository,
    UnitRepository,
)
from tests.indexes import ensure_indexes

Item = TypeVar("Item", bound=SmallListItem)

AURORA = "Laboratório Aurora"
UNITS = (
    Unit(id="u1", nome_unidade="Paulista", nome_marca=AURORA, fuso="America/Sao_Paulo", duracao_minutos=30),
    Unit(
        id="u2", nome_unidade="Noronha", nome_marca="Bem Coletar", fuso="America/Noronha", duracao_minutos=45
    ),
    Unit(
        id="u3",
        nome_unidade="Fechada",
        nome_marca=AURORA,
        fuso="America/Sao_Paulo",
        duracao_minutos=30,
        active=False,
    ),
)
ZONES = {(unit.nome_unidade, unit.nome_marca): unit.fuso for unit in UNITS}
TAGS = tuple(
    ListedTag(id=f"t{n}", name=f"Etiqueta {n}", color="#ffffff", active=n != 9) for n in (1, 2, 3, 4, 5, 6, 9)
)
DRIVERS = (
    Driver(id="d1", name="Davi"),
    Driver(id="d2", name="Dora"),
    Driver(id="d9", name="Saiu", active=False),
)
COLLECTORS = (Collector(id="c1", name="Célia"), Collector(id="c2", name="Caio"))
CARS = (Car(id="k1", plate="ABC1D23"), Car(id="k2", plate="ABC1D24"))
PACKAGES = (LogisticsPackage(id="p1", name="Manhã", driver_id="d1", collector_id="c1", car_id="k1"),)


@dataclass
class FakeSmallList(Generic[Item]):
    """Implements the port SmallList in memory, in the order of adding."""

    items: list[Item] = field(default_factory=list)
    creations: dict[str, tuple[str, Creation]] = field(default_factory=dict)

    async def get(self, item_id: str) -> Item | None:
        return next((each for each in self.items if each.id == item_id), None)

    async def all(self) -> list[Item]:
        return self.items

    async def page(self, active: bool | None, page: int, page_size: int) -> Page[Item]:
        found = [each for each in self.items if active in (None, each.active)]
        return Page(found[(page - 1) * page_size : page * page_size], page, page_size, len(found))

    async def has(self, **fields: Any) -> bool:
        return any(all(getattr(each, name) == value for name, value in fields.items()) for each in self.items)

    async def created_by(self, key: str) -> Earlier[Item] | None:
        if key not in self.creations:
            return None
        made_id, creation = self.creations[key]
        return Earlier(await self.get(made_id), creation.body)

    async def insert(self, item: Item, creation: Creation | None = None) -> None:
        if await self.get(item.id) or (creation and creation.key in self.creations):
            raise KeyTaken
        self.items.append(item)
        if creation:
            self.creations[creation.key] = (item.id, creation)

    async def replace(self, before: Item, after: Item) -> bool:
        if before not in self.items:
            return False
        self.items[self.items.index(before)] = after
        return True

    async def delete(self, item_id: str) -> None:
        self.items = [each for each in self.items if each.id != item_id]


def fake_stores(repository: AppointmentRepository) -> Stores:
    """The lists above, in memory."""
    return Stores(
        units=FakeSmallList(list(UNITS)),
        tags=FakeSmallList(list(TAGS)),
        drivers=FakeSmallList(list(DRIVERS)),
        collectors=FakeSmallList(list(COLLECTORS)),
        cars=FakeSmallList(list(CARS)),
        packages=FakeSmallList(list(PACKAGES)),
        appointments=repository,
    )


def stores_over(mongo: Mongo, repository: AppointmentRepository) -> Stores:
    """The lists as the database has them."""
    return Stores(
        units=UnitRepository(mongo),
        tags=TagRepository(mongo),
        drivers=DriverRepository(mongo),
        collectors=CollectorRepository(mongo),
        cars=CarRepository(mongo),
        packages=LogisticsPackageRepository(mongo),
        appointments=repository,
    )


async def ensure_list_indexes(mongo: Mongo) -> None:
    """The indexes of every list's collection."""
    await ensure_indexes(
        mongo.database,
        UnitRepository(mongo),
        TagRepository(mongo),
        DriverRepository(mongo),
        CollectorRepository(mongo),
        CarRepository(mongo),
        LogisticsPackageRepository(mongo),
    )


async def seed_lists(stores: Stores) -> None:
    """Put the lists above into `stores`."""
    await _insert(stores.units, UNITS)
    await _insert(stores.tags, TAGS)
    await _insert(stores.drivers, DRIVERS)
    await _insert(stores.collectors, COLLECTORS)
    await _insert(stores.cars, CARS)
    await _insert(stores.packages, PACKAGES)


async def _insert(store: SmallList[Item], items: Sequence[Item]) -> None:
    for item in items:
        await store.insert(item)
