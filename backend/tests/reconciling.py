"""Both sides in one process: a sandbox whose webhooks land where the test says, and a worker that reconciles with its API."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from application.ports import Write
from application.rehearsal import Rehearsal, Silence
from application.services.appointment_service import AppointmentService
from application.services.outbox import Outbox
from calcom_integration.client import CalComClient
from calcom_integration.door import Door, NobodyWaits
from calcom_integration.mappings import Mappings
from calcom_integration.reconcile import Pace, Runner, Sides, Way, asked_for
from calcom_integration.refresh import Refresh
from calcom_integration.run import Kind, Run, RunState
from calcom_integration.store import MappingStore, RunStore
from calcom_sandbox.sandbox import Sandbox
from domain.appointment import Appointment
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.asgi_meddler import Meddler
from tests.deliveries import Sent
from tests.fakes import FakePublisher
from tests.inbound import DEFAULT, Desk, open_desk
from tests.indexes import ensure_indexes
from tests.lists import stores_over
from tests.sandbox_api import Office, book, office_for_tests
from tests.sandbox_client import client_of
from tests.sandbox_inbox import HeldClock

PACE = Pace(timedelta(minutes=5), hour=3, zone="America/Sao_Paulo")
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class SharedTime:
    """The product's clock, which is the sandbox's."""

    held: HeldClock

    def now(self) -> datetime:
        return self.held()


@dataclass
class Bench:
    """`office` is Cal.com, `desk` the clinic, `runner` its worker, whose calls go through `between`."""

    office: Office
    desk: Desk
    store: RunStore
    sides: Sides
    runner: Runner
    client: CalComClient
    between: Meddler
    _delivered: int = field(default=0)

    @property
    def box(self) -> Sandbox:
        return self.office.box

    @property
    def now(self) -> datetime:
        return self.office.clock()

    def another_runner(self) -> Runner:
        """Another worker process."""
        return Runner(self.store, self.sides, self.desk.clock, PACE, LEASE)

    async def book(self, type_id: int = 1, **changes: Any) -> str:
        """The uid of a booking made through the API."""
        return str((await book(self.office, type_id, **changes))["uid"])

    async def deliver(self) -> None:
        """Let every webhook through that was sent since the last were delivered or lost."""
        requests = self.office.inbox.requests[self._delivered :]
        self.lose()
        await self.desk.receive([Sent("", each.content, dict(each.headers)) for each in requests])
        await self.desk.work_off()

    def lose(self) -> None:
        """Lose them."""
        self._delivered = len(self.office.inbox.requests)

    async def run(self, kind: Kind = Kind.INCREMENTAL, *, dry_run: bool = False, **over: Any) -> Run:
        """One run, as it ended, a minute later."""
        self.office.clock.forward(minutes=1)
        asked = replace(asked_for(kind, "teste", self.now, dry_run=dry_run), **over)
        await self.store.request(asked)
        return await self.carried_out(asked.id)

    async def carried_out(self, run_id: str) -> Run:
        """What is due is run until this one has ended."""
        while (run := await self.store.get(run_id)) and run.state is RunState.ASKED:
            await self.runner.run_due()
        assert run
        return run

    async def one(self) -> Appointment:
        """The only appointment."""
        [found] = await self.desk.appointments()
        return found

    async def appointment(self, key: str) -> Appointment:
        """The appointment that knows the booking row."""
        [found] = await self.desk.repository.find_by_keys([key])
        return found

    async def add(self, appointment: Appointment) -> None:
        """Store a new one."""
        await self.desk.repository.commit(Write(put=appointment, expected=0))

    async def snapshot(self) -> str:
        """All that is stored of appointments and their history."""
        database = self.desk.mongo.database
        names = ("appointments", "appointment_history", "appointment_tombstones")
        found = [await database[name].find().sort("_id", 1).to_list() for name in names]
        return json.dumps(found, default=str, sort_keys=True)


@asynccontextmanager
async def open_bench(
    mongodb_url: str, database_name: str, failures: int = 5, **settings: Any
) -> AsyncIterator[Bench]:
    """A bench over a fresh database."""
    async with office_for_tests(**settings) as office:
        clock, between = SharedTime(office.clock), Meddler(office.app)
        desk = await open_desk(mongodb_url, database_name, clock)
        try:
            async with client_of(replace(office, app=cast(Any, between)), failures=failures) as client:
                yield await _bench(office, desk, client, between)
        finally:
            await desk.mongo.close()


async def _bench(office: Office, desk: Desk, client: CalComClient, between: Meddler) -> Bench:
    mappings = Mappings(MappingStore(desk.mongo.database), UnitRepository(desk.mongo), desk.clock)
    real = _way(desk, client, mappings, is_real=True)
    sides = Sides(
        client=client,
        real=real,
        rehearsed=_way(desk, client, mappings, is_real=False),
        booked=desk.repository.booked,
        repository=desk.repository,
        mappings=mappings,
        outbox=Outbox(desk.repository, real.service, desk.clock),
        clock=desk.clock,
        overlap=timedelta(minutes=10),
        push_patience=timedelta(minutes=10),
        default_zone="America/Sao_Paulo",
    )
    store = RunStore(desk.mongo.database, timedelta(days=90))
    await ensure_indexes(desk.mongo.database, store)
    runner = Runner(store, sides, desk.clock, PACE, LEASE)
    return Bench(office, desk, store, sides, runner, client, between)


def _way(desk: Desk, client: CalComClient, mappings: Mappings, *, is_real: bool) -> Way:
    repository = desk.repository if is_real else Rehearsal(desk.repository)
    publisher = FakePublisher() if is_real else Silence()
    stores = stores_over(desk.mongo, desk.repository)
    service = AppointmentService(repository, desk.history, stores, desk.clock, publisher, DEFAULT, max_tags=5)
    door = Door(service, desk.store if is_real else NobodyWaits(), mappings, desk.refs, desk.clock)
    return Way(door, Refresh(client, door), service)
