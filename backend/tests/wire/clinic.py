"""What staff do, over real repositories behind the fault proxy, by somebody who asks again until it is answered."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid5

import pytest

from application.creation import Creation, creation_of
from application.services.appointment_service import AppointmentService
from application.services.small_list_service import SmallListService
from application.services.small_lists import small_lists
from application.services.user_service import UserService
from domain.appointment import Appointment
from domain.client import Client
from domain.errors import Gone, Unavailable
from domain.merge import UnitRef
from domain.small_lists import Driver
from domain.users import Role
from infrastructure.mongo import Mongo
from infrastructure.passwords import Argon2Passwords
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.client_repository import ClientRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.login_try_repository import LoginTryRepository
from infrastructure.repositories.user_repository import UserRepository
from tests.builders import a_client, a_union, a_user
from tests.fakes import FakeClock, FakePublisher
from tests.indexes import ensure_indexes
from tests.lists import AURORA, ensure_list_indexes, seed_lists, stores_over

T = TypeVar("T")
NOWHERE = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo")
ANA = a_user(Role.GESTOR, id="ana")
_KEYS = UUID("0a8f0f6e-6c1c-4f4e-9e58-7f1d3c4b5a69")
# Far more than any fault lasts.
_TRIES = 30


@dataclass
class Clinic:
    """`ids` and `texts` are what staff know of the visits that they entered, by number."""

    mongo: Mongo
    repository: AppointmentRepository
    history: HistoryRepository
    clients: ClientRepository
    users: UserRepository
    appointments: AppointmentService
    drivers: SmallListService[Driver]
    staff: UserService
    ids: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str | None] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    async def create(self, number: int) -> None:
        """Enter a visit, as a browser does: with a key of its own, the same until it is answered."""
        given = {"nome_paciente": f"Paciente {number}", "nome_unidade": "Paulista", "nome_marca": AURORA}
        creation = _creation("visit", number)

        async def attempt() -> Appointment:
            return await self.appointments.create(given, ANA, creation)

        if number in self.deleted:
            with pytest.raises(Gone):
                await until_answered(attempt)
            return
        made = await until_answered(attempt)
        assert self.ids.setdefault(number, made.id) == made.id
        self.texts.setdefault(number, made.observacoes)

    async def write(self, number: int, text: str) -> None:
        """Edit the visit's text, on what is stored when it is asked for: an edit that was stored, but not answered, is
        found as it is."""

        async def attempt() -> None:
            current = await self.repository.get(self.ids[number])
            assert current is not None
            await self.appointments.edit(current.id, current.versao, {"observacoes": text}, ANA)

        if number in self.ids:
            await until_answered(attempt)
            self.texts[number] = text

    async def delete(self, number: int) -> None:
        async def attempt() -> None:
            current = await self.repository.get(self.ids[number])
            if current is not None:  # else a try that was not answered did it
                await self.appointments.delete(current.id, current.versao, ANA)

        if number in self.ids:
            await until_answered(attempt)
            del self.ids[number], self.texts[number]
            self.deleted.add(number)

    async def hire(self, number: int) -> None:
        creation = _creation("driver", number)
        await until_answered(lambda: self.drivers.create({"name": f"Motorista {number}"}, creation))

    async def employ(self, number: int) -> None:
        creation = _creation("user", number)
        told = (f"Pessoa {number}", f"pessoa{number}@example.com", Role.ATENDENTE, "uma senha comprida")
        await until_answered(lambda: self.staff.create(*told, creation))

    async def unite(self, number: int) -> None:
        """Two records of one client become one."""
        one, other = (a_client(id=f"c{number}{letter}", nome=f"Cliente {number}") for letter in "ab")

        async def attempt() -> None:
            if await self.clients.survivor_of(other.id) is None:
                survivor, absorbed = await self._known(one), await self._known(other)
                await self.clients.unite(survivor, a_union(survivor, absorbed))

        await until_answered(attempt)

    async def _known(self, client: Client) -> Client:
        return await self.clients.get(client.id) or await self.clients.put(client)


async def open_clinic(mongo: Mongo) -> Clinic:
    """With what the lists hold at first, over an empty database."""
    history, clock = HistoryRepository(mongo), FakeClock()
    repository, clients, users = (
        AppointmentRepository(mongo, history),
        ClientRepository(mongo),
        UserRepository(mongo),
    )
    await ensure_indexes(mongo.database, repository, history, clients, users)
    await ensure_list_indexes(mongo)
    stores = stores_over(mongo, repository)
    await seed_lists(stores)
    return Clinic(
        mongo=mongo,
        repository=repository,
        history=history,
        clients=clients,
        users=users,
        appointments=AppointmentService(
            repository, history, stores, clock, FakePublisher(), NOWHERE, max_tags=5
        ),
        drivers=small_lists(stores, clock).drivers,
        staff=UserService(users, LoginTryRepository(mongo), Argon2Passwords(), clock),
    )


async def until_answered(ask: Callable[[], Awaitable[T]]) -> T:
    """What `ask` gives. Unavailable is asked again, as the answer says; anything else is a failure."""
    for _ in range(_TRIES):
        try:
            return await ask()
        except Unavailable:
            await asyncio.sleep(0)
    raise AssertionError("never answered")


def _creation(kind: str, number: int) -> Creation:
    creation = creation_of(uuid5(_KEYS, f"{kind} {number}"), ANA.id, b"")
    assert creation is not None
    return creation
