"""What every small list does, over a real database."""

from dataclasses import replace

import pytest

from domain.appointment import Tag
from domain.errors import StaleWrite
from domain.small_lists import Car, Collector, Driver, ListedTag, LogisticsPackage, SmallListItem, Unit
from infrastructure.mongo import Mongo
from infrastructure.repositories.small_list_repository import (
    CarRepository,
    CollectorRepository,
    DriverRepository,
    LogisticsPackageRepository,
    SmallListRepository,
    TagRepository,
    UnitRepository,
)
from tests.indexes import ensure_indexes

PAULISTA = Unit(
    id="u1",
    nome_unidade="Paulista",
    nome_marca="Aurora",
    fuso="America/Sao_Paulo",
    duracao_minutos=30,
)
JEJUM = ListedTag(id="t1", name="Jejum", color="#b7791f")
PACKAGE = LogisticsPackage(id="p1", name="Zona sul", driver_id="d", collector_id="c", car_id="k")
CASES: list[tuple[type[SmallListRepository[SmallListItem]], SmallListItem]] = [
    (UnitRepository, PAULISTA),  # type: ignore[list-item]  # any list will do here, each with its own items
    (TagRepository, JEJUM),  # type: ignore[list-item]
    (DriverRepository, Driver(id="d", name="Davi", phone="+5511987654321")),  # type: ignore[list-item]
    (CollectorRepository, Collector(id="c", name="Célia")),  # type: ignore[list-item]
    (CarRepository, Car(id="k", plate="ABC1D23", model="Kangoo")),  # type: ignore[list-item]
    (LogisticsPackageRepository, PACKAGE),  # type: ignore[list-item]
]


@pytest.fixture
async def tags(mongo: Mongo) -> TagRepository:
    tags = TagRepository(mongo)
    await ensure_indexes(mongo.database, tags)
    return tags


@pytest.mark.parametrize(("repository", "item"), CASES, ids=lambda case: getattr(case, "name", ""))
async def test_an_item_comes_back_as_it_was_put(
    mongo: Mongo, repository: type[SmallListRepository[SmallListItem]], item: SmallListItem
) -> None:
    store = repository(mongo)
    await ensure_indexes(mongo.database, store)
    await store.insert(item)
    inactive = replace(item, active=False)
    assert await store.get(item.id) == item
    assert await store.replace(item, inactive)
    assert await store.all() == [inactive]
    await store.delete(item.id)
    assert await store.get(item.id) is None


async def test_pages_are_alphabetical_and_of_the_wanted_kind(tags: TagRepository) -> None:
    for number, name in enumerate(["urgente", "Ácido", "Básico", "Zelo"]):
        await tags.insert(ListedTag(id=str(number), name=name, color="#000000", active=name != "Zelo"))
    first, second = await tags.page(True, 1, 2), await tags.page(True, 2, 2)
    assert ([each.name for each in first.items], first.total) == (["Ácido", "Básico"], 3)
    assert [each.name for each in second.items] == ["urgente"]
    assert [each.name for each in (await tags.page(False, 1, 10)).items] == ["Zelo"]
    assert (await tags.page(None, 1, 10)).total == 4
    assert await tags.active() == [Tag(each.id, each.name, each.color) for each in await tags.all()][:3]


async def test_a_key_is_taken_whatever_its_case_and_accents(mongo: Mongo, tags: TagRepository) -> None:
    await tags.insert(JEJUM)
    other = ListedTag(id="t2", name="Idoso", color="#5b5fc7")
    await tags.insert(other)
    with pytest.raises(StaleWrite):
        await tags.insert(replace(JEJUM, id="t3", name=" JÉJUM"))
    with pytest.raises(StaleWrite):
        await tags.replace(other, replace(other, name="jejum"))
    units = UnitRepository(mongo)
    await ensure_indexes(mongo.database, units)
    await units.insert(PAULISTA)
    await units.insert(replace(PAULISTA, id="u2", nome_marca="Vida"))
    with pytest.raises(StaleWrite):
        await units.insert(replace(PAULISTA, id="u3", nome_marca="AURORA"))


async def test_a_name_that_an_item_gave_up_is_free(tags: TagRepository) -> None:
    await tags.insert(JEJUM)
    assert await tags.replace(JEJUM, replace(JEJUM, name="Em jejum"))
    await tags.insert(replace(JEJUM, id="t2"))
    assert [each.name for each in await tags.all()] == ["Em jejum", "Jejum"]


async def test_a_stale_item_is_not_replaced(tags: TagRepository) -> None:
    await tags.insert(JEJUM)
    await tags.replace(JEJUM, replace(JEJUM, color="#ffffff"))
    assert not await tags.replace(JEJUM, replace(JEJUM, name="Outro"))
    assert await tags.has(name="Jejum", color="#ffffff")
    assert not await tags.has(name="Outro")


async def test_a_seed_is_not_put_again_once_staff_renamed_it(tags: TagRepository) -> None:
    await tags.seed([JEJUM])
    await tags.replace(JEJUM, replace(JEJUM, name="Em jejum"))
    await tags.seed([JEJUM, replace(JEJUM, id="t9", name="em JEJUM")])
    assert [each.name for each in await tags.all()] == ["Em jejum"]
