"""A saved mapping and the history that was read by an older one: queued anew, read anew, nothing of staff's lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from fastapi import Depends, FastAPI

from calcom_integration.delivery import State
from calcom_integration.mappings import Mappings
from calcom_integration.routers.mapping import build_mapping_router
from calcom_integration.run import Kind, RunState
from calcom_integration.store import MappingStore, RunStore
from domain.appointment import Appointment
from domain.users import Role
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.builders import a_user
from tests.deliveries import sent
from tests.fakes import FakeClock
from tests.inbound import Desk, open_desk

READ = ("created__custom_fields_all_types", "created__guests")


@dataclass
class Office:
    """A desk whose deliveries were read by the first mapping, and the gestor's door to the mapping."""

    desk: Desk
    clock: FakeClock
    mappings: Mappings
    runs: RunStore
    client: httpx.AsyncClient
    ids: list[str]

    async def remap(self, slug: str, unit_name: str, **questions: tuple[str, ...]) -> None:
        """Save a version in which the event type belongs to another unit."""
        before = await self.mappings.newest()
        [unit] = [each for each in before.units if each.nome_unidade == unit_name]
        types = [replace(t, unidade_id=unit.id) if t.slug == slug else t for t in before.event_types]
        await self.mappings.save(before.version, types, questions, "Gestora")

    async def reprocess(self) -> int:
        answer = await self.client.post("/calcom/mapping/reprocess")
        assert answer.status_code == 202, answer.text
        return int(answer.json()["queued"])

    async def work_off(self) -> None:
        """Once every process reads by what is stored."""
        self.clock.advance(self.mappings.in_force_everywhere() - self.clock.now())
        await self.desk.work_off()

    async def of(self, patient: str) -> Appointment:
        [found] = [each for each in await self.desk.appointments() if each.nome_paciente == patient]
        return found

    async def states(self) -> list[State]:
        return [(await self.desk.state_of(each))[0] for each in self.ids]


@pytest.fixture
async def office(mongodb_url: str, database_name: str) -> AsyncIterator[Office]:
    clock = FakeClock()
    desk = await open_desk(mongodb_url, database_name, clock)
    mappings = Mappings(MappingStore(desk.mongo.database), UnitRepository(desk.mongo), clock)
    runs, gestor = RunStore(desk.mongo.database, timedelta(days=90)), Depends(lambda: a_user(Role.GESTOR))
    app = FastAPI()
    app.include_router(build_mapping_router(mappings, desk.store, runs, clock, gestor))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://coleta.test") as client:
        ids = await desk.receive([sent(each) for each in (*READ, "no_show__marked", "template__form")])
        await desk.work_off()
        yield Office(desk, clock, mappings, runs, client, ids)
    await desk.mongo.close()


async def test_what_was_read_is_queued_for_when_every_worker_has_the_mapping(office: Office) -> None:
    read_before = [State.DONE, State.DONE, State.IGNORED, State.FAILED]
    assert await office.states() == read_before

    assert await office.reprocess() == 2

    assert await office.states() == [State.RECEIVED, State.RECEIVED, State.IGNORED, State.FAILED]
    assert await office.desk.store.due(office.clock.now(), 10) == []
    await office.work_off()
    assert await office.states() == read_before


async def test_cal_com_s_own_list_is_read_anew_too_at_the_same_time(office: Office) -> None:
    await office.reprocess()

    assert await office.runs.due(office.clock.now()) is None
    office.clock.advance(office.mappings.in_force_everywhere() - office.clock.now())
    asked = await office.runs.get(await office.runs.due(office.clock.now()) or "")
    assert asked is not None
    assert (asked.kind, asked.state, asked.by) == (Kind.FULL, RunState.ASKED, a_user(Role.GESTOR).name)


async def test_history_follows_the_mapping_and_says_so(office: Office) -> None:
    before = await office.of("João da Silva")
    await office.remap("avaliacao", "Manaus Centro", rg=("cpf",))
    await office.reprocess()
    await office.work_off()

    after = await office.of("João da Silva")
    assert (before.nome_unidade, before.rg) == ("Moema", None)
    assert (after.nome_unidade, after.fuso, after.rg) == ("Manaus Centro", "America/Manaus", "52998224725")
    assert (after.inicio, after.cpf, after.nome_convenio) == (before.inicio, before.cpf, before.nome_convenio)
    newest, _ = await office.desk.history.of(after.id)
    assert (newest.actor.kind, newest.cause.kind, newest.cause.id) == ("calcom", "entrega", office.ids[0])
    assert {"nome_unidade", "rg"} <= {change.field for change in newest.changes}


async def test_what_the_mapping_does_not_change_has_no_new_history(office: Office) -> None:
    other = await office.of("Carla Com Acompanhante")
    entries = await office.desk.history.of(other.id)
    await office.remap("avaliacao", "Manaus Centro")
    await office.reprocess()
    await office.work_off()

    assert await office.desk.history.of(other.id) == entries


async def test_reprocessing_twice_writes_once(office: Office) -> None:
    await office.remap("avaliacao", "Manaus Centro")
    await office.reprocess()
    await office.work_off()
    written = {each.id: each.versao for each in await office.desk.appointments()}
    await office.reprocess()
    await office.work_off()

    assert {each.id: each.versao for each in await office.desk.appointments()} == written


async def test_a_dead_delivery_is_read_anew_too(office: Office) -> None:
    deliveries = office.desk.mongo.database["calcom_deliveries"]
    await deliveries.update_one({"_id": office.ids[0]}, {"$set": {"state": State.DEAD}})

    assert await office.reprocess() == 2
    await office.work_off()

    assert (await office.states())[0] is State.DONE
