"""Inbound over the real database: an inbox, and workers that take what is due until nothing is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pymongo.monitoring import CommandListener

from application.ports import Clock
from application.services.appointment_service import AppointmentService
from calcom_integration.delivery import State
from calcom_integration.door import Door
from calcom_integration.inbound import Inbound
from calcom_integration.inbox import Inbox
from calcom_integration.mappings import Mappings
from calcom_integration.pace import Pace
from calcom_integration.refs import Refs
from calcom_integration.store import DeliveryStore, MappingStore
from domain.appointment import Appointment
from domain.merge import UnitRef
from entrypoints.seeds import units_in
from infrastructure.clock import SystemClock
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.deliveries import Sent, units_with_recorded_types
from tests.deliveries import units as the_units
from tests.fakes import FakePublisher, FakeQueue
from tests.indexes import ensure_indexes
from tests.lists import stores_over

_AT_ONCE = 20
LEASE, MAX_ATTEMPTS = timedelta(seconds=60), 8
DEFAULT = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo", mapped=False)


@dataclass
class Desk:
    """Everything between a verified request and the appointments; `inbounds` stand for worker processes."""

    inbox: Inbox
    store: DeliveryStore
    repository: AppointmentRepository
    history: HistoryRepository
    inbounds: Sequence[Inbound]
    refs: Refs
    mongo: Mongo
    clock: Clock

    async def receive(self, deliveries: Sequence[Sent]) -> list[str]:
        """Ids of the stored deliveries."""
        return [(await self.inbox.receive(each.body, each.headers)).delivery_id for each in deliveries]

    async def work_off(self) -> None:
        """All workers at once, until nothing is due now; as many deliveries at once as a worker takes."""
        while due := await self.store.due(self.clock.now(), _AT_ONCE):
            await asyncio.gather(*(one.process(each) for each in due for one in self.inbounds))

    async def state_of(self, delivery_id: str) -> tuple[State, str | None]:
        delivery = await self.store.get(delivery_id)
        assert delivery is not None
        return delivery.state, delivery.reason

    async def appointments(self) -> list[Appointment]:
        found = self.mongo.database["appointments"].find({}, {"_id": 1})
        loaded = [await self.repository.get(each["_id"]) async for each in found]
        return [each for each in loaded if each]


async def open_desk(
    mongodb_url: str,
    database_name: str,
    clock: Clock | None = None,
    repository_type: type[AppointmentRepository] = AppointmentRepository,
    store_type: type[DeliveryStore] = DeliveryStore,
    listeners: Sequence[CommandListener] = (),
) -> Desk:
    """A desk over a fresh database, its units those of infra/units.yaml. The types are for tests of what fails; `listeners`
    are told what the database is asked."""
    mongo, clock = Mongo(mongodb_url, database_name, listeners), clock or SystemClock()
    history = HistoryRepository(mongo)
    repository = repository_type(mongo, history)
    store = store_type(mongo.database, timedelta(days=90))
    mapping_store, refs = MappingStore(mongo.database), Refs("a-test-s-own-key")
    units = UnitRepository(mongo)
    await units.seed(units_in(the_units()))
    await ensure_indexes(mongo.database, history, repository, store)

    def worker() -> Inbound:
        service = AppointmentService(
            repository, history, stores_over(mongo, repository), clock, FakePublisher(), DEFAULT, max_tags=5
        )
        mappings = Mappings(mapping_store, units, clock)
        door = Door(service, store, mappings, refs, clock)
        return Inbound(store, service, door, mappings, clock, LEASE, MAX_ATTEMPTS)

    inbounds = [worker() for _ in range(2)]
    await Mappings(mapping_store, units, clock).seed(units_with_recorded_types())
    inbox = Inbox(store, FakeQueue(), clock, Pace(per_second=1000))
    return Desk(inbox, store, repository, history, inbounds, refs, mongo, clock)
