"""The mapping's versions over the real database: seeded, saved, raced for, learnt."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mappings import Mappings, Save
from calcom_integration.store import MappingStore
from domain.errors import Invalid, StaleWrite
from domain.merge import UnitRef
from entrypoints.seeds import units_in
from infrastructure.mongo import Mongo
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.builders import NOW
from tests.deliveries import shipped_table, units
from tests.fakes import FakeClock
from tests.indexes import ensure_indexes

FIRST = shipped_table()
PAULISTA = UnitRef("Paulista", "Laboratório Aurora", "America/Sao_Paulo")


@dataclass
class Shelf:
    """Two processes' mappings over one database."""

    mongo: Mongo
    units: UnitRepository
    clock: FakeClock
    mappings: Mappings
    other: Mappings

    async def save(self, edited: int, table: MappingTable, note: str | None = None) -> None:
        await self.mappings.save(edited, table.event_types, table.questions, "Gestora", note)

    async def stored(self) -> list[int]:
        return sorted([each["_id"] async for each in self.mongo.database["calcom_settings"].find()])


@pytest.fixture
async def shelf(mongodb_url: str, database_name: str) -> AsyncIterator[Shelf]:
    mongo, clock = Mongo(mongodb_url, database_name), FakeClock()
    repository, store = UnitRepository(mongo), MappingStore(mongo.database)
    await ensure_indexes(mongo.database, repository)
    await repository.seed(units_in(units()))
    yield Shelf(
        mongo, repository, clock, Mappings(store, repository, clock), Mappings(store, repository, clock)
    )
    await mongo.close()


async def test_nothing_stored_is_version_zero_over_the_units_and_can_be_edited(shelf: Shelf) -> None:
    empty = await shelf.mappings.current()
    assert (empty.version, empty.event_types, len(empty.units)) == (0, (), len(FIRST.units))
    assert await shelf.mappings.saves() == []

    await shelf.save(0, replace(empty, event_types=(EventType(5, None, FIRST.units[0].id),)))

    assert (await shelf.mappings.current()).version == 1


async def test_two_processes_seed_once_and_what_was_saved_stays(shelf: Shelf) -> None:
    await asyncio.gather(shelf.mappings.seed(units()), shelf.other.seed(units()))
    assert await shelf.stored() == [1]
    await shelf.save(1, replace(FIRST, event_types=()))
    await shelf.mappings.seed(units())

    assert await shelf.stored() == [1, 2]
    assert (await shelf.mappings.newest()).event_types == ()


async def test_the_seed_names_units_by_the_ids_that_they_have_here(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())

    seeded = await shelf.mappings.newest()
    assert seeded.event_types == FIRST.event_types
    assert await shelf.mappings.saves() == [Save(1, "sistema", NOW, "infra/units.yaml")]


async def test_a_renamed_unit_stays_mapped_and_a_closed_one_does_not(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    unit = next(each for each in await shelf.units.all() if each.nome_unidade == "Paulista")
    renamed = replace(unit, nome_unidade="Paulista Nova")
    await shelf.units.replace(unit, renamed)
    paulista = replace(PAULISTA, nome_unidade="Paulista Nova")
    assert (await shelf.mappings.newest()).unit_by_slug("coleta-paulista") == paulista

    await shelf.units.replace(renamed, replace(renamed, active=False))
    assert (await shelf.mappings.newest()).unit_by_slug("coleta-paulista") is None


async def test_a_document_of_the_first_release_still_loads(shelf: Shelf) -> None:
    types = [
        {"id": 1, "slug": "coleta-paulista", "nome_unidade": "Paulista", "nome_marca": "Laboratório Aurora"}
    ]
    old = {"_id": 1, "version": 1, "event_types": types, "questions": {"cpf": ["cic"]}}
    await shelf.mongo.database["calcom_settings"].insert_one(old)

    loaded = await shelf.mappings.current()
    assert (loaded.unit_by_slug("coleta-paulista"), loaded.slugs_of("cpf")[0]) == (PAULISTA, "cic")
    assert await shelf.mappings.saves() == [Save(1)]


async def test_a_saved_version_says_who_when_and_why_and_is_felt_at_once_here_and_soon_elsewhere(
    shelf: Shelf,
) -> None:
    await shelf.mappings.seed(units())
    await shelf.other.current()
    shelf.clock.advance(timedelta(seconds=1))
    await shelf.save(1, replace(FIRST, questions={"cpf": ("cic",), "rg": ()}), "novo formulário")

    assert (await shelf.mappings.saves())[0] == Save(2, "Gestora", shelf.clock.now(), "novo formulário")
    assert (await shelf.mappings.current()).questions == {"cpf": ("cic",)}
    everywhere = shelf.mappings.in_force_everywhere()
    assert (await shelf.other.current()).version == 1
    shelf.clock.advance(everywhere - shelf.clock.now())
    assert (await shelf.other.current()).version == 2


async def test_saving_what_is_in_force_stores_no_version(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    await shelf.save(1, FIRST, "nada mudou")

    assert await shelf.stored() == [1]


async def test_of_two_who_edited_one_version_one_saves(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    both = [("cic",), ("doc",)]
    saves = [
        each.save(1, FIRST.event_types, {"cpf": slugs}, "Gestora")
        for each, slugs in zip((shelf.mappings, shelf.other), both, strict=True)
    ]

    results = await asyncio.gather(*saves, return_exceptions=True)

    assert [type(each) for each in results if each is not None] == [StaleWrite]
    assert await shelf.stored() == [1, 2]
    for edited in (1, 3, 99):
        with pytest.raises(StaleWrite):
            await shelf.save(edited, replace(FIRST, questions={}))


async def test_what_is_wrong_is_told_and_not_stored(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    with pytest.raises(Invalid) as wrong:
        await shelf.save(1, replace(FIRST, questions={"cpf": ("email",)}))

    assert wrong.value.errors.keys() == {"questions.cpf.0"}
    assert await shelf.stored() == [1]


async def test_ids_are_learnt_once(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    told = {"coleta-paulista": 101, "coleta-moema": 1, "de-outra-pessoa": 9}

    assert await shelf.mappings.learn(told) is True
    assert await shelf.mappings.learn(told) is False
    assert await shelf.mappings.learn({"de-outra-pessoa": 10}) is False

    learnt = await shelf.mappings.newest()
    assert (learnt.version, (await shelf.mappings.saves())[0].by) == (2, "Cal.com")
    assert {t.slug: t.id for t in learnt.event_types[:3]} == {
        "coleta-paulista": 101,
        "coleta-moema": 1,
        "coleta-confirmacao": 3,
    }
    assert [t.unidade_id for t in learnt.event_types] == [t.unidade_id for t in FIRST.event_types]


async def test_an_id_that_turns_out_to_be_another_s_is_nobody_else_s(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    await shelf.mappings.learn({"coleta-paulista": 2})

    ids = {t.slug: t.id for t in (await shelf.mappings.newest()).event_types}
    assert (ids["coleta-paulista"], ids["coleta-moema"]) == (2, None)


async def test_an_id_that_the_clinic_mapped_by_itself_is_not_taken_away(shelf: Shelf) -> None:
    by_id = (EventType(7, None, FIRST.units[0].id), EventType(None, "coleta", FIRST.units[1].id))
    await shelf.save(0, replace(FIRST, event_types=by_id))

    assert await shelf.mappings.learn({"coleta": 7}) is False
    assert (await shelf.mappings.newest()).event_types == by_id


async def test_two_who_learn_at_once_store_it_once(shelf: Shelf) -> None:
    await shelf.mappings.seed(units())
    told = {"coleta-paulista": 101}

    learnt = await asyncio.gather(shelf.mappings.learn(told), shelf.other.learn(told))

    assert sorted(learnt) == [False, True]
    assert await shelf.stored() == [1, 2]
