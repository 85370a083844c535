"""The rights of a patient over the real database, beside a desk and its workers."""

import json
from dataclasses import dataclass
from typing import Any

from application.privacy.erasing import Erasing, Stores
from application.privacy.export import Export
from application.privacy.ports import Erasure
from application.services.client_service import ClientService
from application.services.follow_up import FollowUp
from calcom_integration.store import Bodies
from calcom_integration.store.papers import DeliveryPapers
from domain.appointment import Appointment
from infrastructure.repositories.client_repository import ClientRepository
from infrastructure.repositories.erasure_repository import ErasureRepository
from infrastructure.repositories.import_repository import ImportRepository
from tests.fakes import FakePublisher
from tests.indexes import ensure_indexes
from tests.pushing import ANA as STAFF
from tests.pushing import Front


@dataclass
class Rights:
    """`front` is where patients book and staff edit; `follow_up` makes the clients."""

    front: Front
    stores: Stores
    erasing: Erasing
    export: Export
    follow_up: FollowUp

    async def booked(self, type_id: int, name: str, **changes: Any) -> Appointment:
        """A visit that a patient booked, linked to its client."""
        first = await self.front.booked(type_id, name=name, **changes)
        await self.follow_up.sweep(100)
        return await self.again(first)

    async def again(self, appointment: Appointment) -> Appointment:
        found = await self.front.bench.desk.repository.get(appointment.id)
        assert found is not None
        return found

    async def forget(self, appointment: Appointment) -> Erasure:
        """Ask for the patient of a visit to be forgotten, and let workers do what is due, once."""
        assert appointment.cliente_id is not None
        await self.erasing.ask(appointment.cliente_id, STAFF)
        return await self.work(appointment.cliente_id)

    async def work(self, client_id: str) -> Erasure:
        await self.erasing.sweep()
        return await self.erasing.get(client_id)

    async def whole(self, client_id: str) -> Erasure:
        """Sweep, push and hear Cal.com until nothing is left to do."""
        for _ in range(3):
            await self.front.push()
            await self.front.bench.deliver()
            self.front.later(seconds=20)
            await self.work(client_id)
            await self.follow_up.sweep(100)
        return await self.erasing.get(client_id)

    async def everything_stored(self) -> str:
        """All documents of the database as one text."""
        database = self.front.bench.desk.mongo.database
        names = await database.list_collection_names()
        return "\n".join([repr(each) for name in sorted(names) async for each in database[name].find()])


async def open_rights(front: Front) -> Rights:
    bench = front.bench
    desk, service = bench.desk, bench.sides.real.service
    clients, erasures = ClientRepository(desk.mongo), ErasureRepository(desk.mongo)
    await ensure_indexes(desk.mongo.database, clients, erasures)
    stores = Stores(
        appointments=desk.repository,
        forgotten=desk.repository.forgotten,
        history=desk.history,
        clients=clients,
        client_end=clients,
        imports=ImportRepository(desk.mongo),
        papers=[DeliveryPapers(desk.mongo.database, Bodies(None))],
        erasures=erasures,
    )
    client_service = ClientService(clients, desk.repository, desk.clock)
    return Rights(
        front,
        stores,
        Erasing(stores, service, FakePublisher(), desk.clock),
        Export(stores, desk.clock),
        FollowUp(desk.repository, service, clients, client_service, desk.clock),
    )


def readable(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)
