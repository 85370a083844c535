"""Rows that came by reconciliation alone are called as their event type is (issue 15, item 9; CALCOM.md M13)."""

from collections.abc import AsyncIterator

import pytest

from calcom_integration.mappings import Mappings
from calcom_integration.run import Kind, RunState
from calcom_integration.store import MappingStore
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.reconciling import Bench, open_bench

PAULISTA = 1


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    async with open_bench(mongodb_url, database_name) as bench:
        yield bench


async def called(bench: Bench) -> dict[str, str | None]:
    return {each.nome_paciente: each.tipo_consulta for each in await bench.desk.appointments()}


async def rename(bench: Bench, title: str) -> None:
    await bench.client.event_types.patch(PAULISTA, {"title": title})


async def title_of(bench: Bench, event_type_id: int) -> str | None:
    return (await bench.client.event_types.get(event_type_id)).title


async def test_a_visit_whose_webhook_was_lost_is_called_as_one_whose_webhook_came(bench: Bench) -> None:
    await bench.book(name="Perdida")
    bench.lose()
    run = await bench.run(Kind.FULL)
    assert run.state is RunState.DONE
    await bench.book(name="Ouvida", start="2026-11-30T15:00:00Z")
    await bench.deliver()

    title = await title_of(bench, PAULISTA)
    assert title
    assert await called(bench) == {"Perdida": title, "Ouvida": title}


async def test_the_webhook_that_comes_late_after_all_changes_nothing(bench: Bench) -> None:
    await bench.book(name="Ana")
    await bench.run(Kind.FULL)
    known = await called(bench)
    history = await bench.desk.history.of((await bench.one()).id)

    await bench.deliver()

    assert await called(bench) == known
    assert await bench.desk.history.of((await bench.one()).id) == history


async def test_a_title_that_changes_changes_no_visit_that_was_booked(bench: Bench) -> None:
    before = await title_of(bench, PAULISTA)
    await bench.book(name="Antes")
    bench.lose()
    await bench.run(Kind.FULL)
    await rename(bench, "Coleta com hora marcada")
    bench.office.clock.forward(hours=2)
    await bench.run(Kind.FULL)
    await bench.book(name="Depois", start="2026-11-30T15:00:00Z")
    bench.lose()
    await bench.run(Kind.FULL)
    assert await called(bench) == {"Antes": before, "Depois": "Coleta com hora marcada"}

    written = {each.id: each.versao for each in await bench.desk.appointments()}
    await rename(bench, str(before))
    bench.office.clock.forward(hours=2)
    await bench.run(Kind.FULL)
    await bench.run(Kind.FULL)
    assert {each.id: each.versao for each in await bench.desk.appointments()} == written


async def test_what_one_process_noted_the_others_read_by(bench: Bench) -> None:
    await bench.run(Kind.FULL)
    database = bench.desk.mongo.database
    other = Mappings(MappingStore(database), UnitRepository(bench.desk.mongo), bench.desk.clock)
    table, mine = await other.current(), await bench.sides.mappings.current()
    assert table.titles == mine.titles
    assert table.titles.by_slug

    await other.note_titles({"coleta-paulista": "Um nome"})
    await other.note_titles({"coleta-paulista": "Um nome"})
    await bench.sides.mappings.note_titles({"coleta-paulista": "Um nome"})
    found = (await other.newest()).titles.by_slug["coleta-paulista"]
    assert [each.text for each in found].count("Um nome") == 1


async def test_the_catalogue_is_read_once_an_hour(bench: Bench) -> None:
    asked: list[str] = []

    async def note(path: str, query: dict[str, str]) -> None:
        asked.append(path)

    bench.between.before = note
    for _ in range(3):
        await bench.run()
    assert sum(path.endswith("/event-types") for path in asked) == 1
    bench.office.clock.forward(hours=1)
    await bench.run()
    assert sum(path.endswith("/event-types") for path in asked) == 2
