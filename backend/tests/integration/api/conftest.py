"""The whole HTTP side over a real database and a real Redis; signing in by the API's own door."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from redis.asyncio import Redis

from application.privacy.erasing import Erasing
from application.privacy.erasing import Stores as PersonalStores
from application.privacy.export import Export
from application.privacy.services import Privacy
from application.privacy.witness import Witness
from application.services.agenda_service import AgendaService
from application.services.appointment_counts import AppointmentCounts
from application.services.appointment_queries import AppointmentQueries
from application.services.appointment_service import AppointmentService
from application.services.auth_service import AuthService, LoginLimits
from application.services.booking_decisions import BookingDecisions
from application.services.client_service import ClientService
from application.services.import_service import ImportService
from application.services.small_lists import Stores, small_lists
from application.services.user_service import UserService
from domain.merge import UnitRef
from domain.users import Role
from infrastructure.change_stream import StreamFeed, StreamPublisher
from infrastructure.mongo import Mongo
from infrastructure.passwords import Argon2Passwords
from infrastructure.rate_limiter import SharedRateLimiter
from infrastructure.redis import Heartbeat, connect, ping
from infrastructure.repositories.access_log_repository import AccessLogRepository
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.client_repository import ClientRepository
from infrastructure.repositories.erasure_repository import ErasureRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.import_repository import ImportRepository
from infrastructure.repositories.login_try_repository import LoginTryRepository
from infrastructure.repositories.refresh_token_repository import RefreshTokenRepository
from infrastructure.repositories.small_list_repository import (
    CarRepository,
    CollectorRepository,
    DriverRepository,
    LogisticsPackageRepository,
    TagRepository,
    UnitRepository,
)
from infrastructure.repositories.user_repository import UserRepository
from infrastructure.spreadsheet_files import SpreadsheetReader
from infrastructure.tokens import JwtTokens
from presentation.api.app import create_app
from presentation.api.services import Services
from presentation.api.v1.dependencies import Access
from tests.builders import a_user
from tests.expiry import keep_for_good
from tests.fakes import FakeClock, FakeQueue
from tests.serving import WAIT

PASSWORD = "clinica-demo"
LIMITS = LoginLimits(per_address=6, in_a_row=3)
SignIn = Callable[[Role], Awaitable[httpx.AsyncClient]]


class Links:
    def url(self, key: str) -> str | None:
        return f"https://cal.example.com/booking/{key.split('/')[0]}"

    def reschedule_url(self, key: str) -> str | None:
        return f"https://cal.example.com/reschedule/{key.split('/')[-1]}"


@dataclass
class House:
    """What one API process is made of, for tests that look behind it."""

    app: FastAPI
    services: Services
    access: Access
    mongo: Mongo
    repository: AppointmentRepository
    users: UserRepository
    refresh_tokens: RefreshTokenRepository
    tries: LoginTryRepository
    passwords: Argon2Passwords
    tokens: JwtTokens
    limiter: SharedRateLimiter
    clock: FakeClock
    publisher: StreamPublisher
    heartbeat: Heartbeat


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connect(redis_url, WAIT) as redis:
        yield redis


@pytest.fixture(scope="session")
def passwords() -> Argon2Passwords:
    return Argon2Passwords()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return PasswordHash.recommended().hash(PASSWORD)


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "viewer").mkdir()
    (tmp_path / "viewer" / "index.html").write_text("<title>A API</title>")
    (tmp_path / "index.html").write_text("<title>Coleta</title>")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "assets" / "index-1a2b.js").write_text("1")
    return tmp_path


@pytest.fixture
async def limiter(redis_url: str) -> AsyncIterator[SharedRateLimiter]:
    limiter = SharedRateLimiter(redis_url, WAIT)
    yield limiter
    await limiter.close()


@pytest.fixture
async def stores(mongo: Mongo) -> Stores:
    lists = (
        UnitRepository(mongo),
        TagRepository(mongo),
        DriverRepository(mongo),
        CollectorRepository(mongo),
        CarRepository(mongo),
        LogisticsPackageRepository(mongo),
    )
    for each in lists:
        await each.ensure_indexes()
    units, tags, drivers, collectors, cars, packages = lists
    return Stores(
        units=units,
        tags=tags,
        drivers=drivers,
        collectors=collectors,
        cars=cars,
        packages=packages,
        appointments=AppointmentRepository(mongo, HistoryRepository(mongo)),
    )


@pytest.fixture
async def house(
    mongo: Mongo,
    stores: Stores,
    redis: Redis,
    redis_url: str,
    limiter: SharedRateLimiter,
    clock: FakeClock,
    passwords: Argon2Passwords,
    password_hash: str,
    frontend: Path,
) -> AsyncIterator[House]:
    history, users, refresh_tokens = (
        HistoryRepository(mongo),
        UserRepository(mongo),
        RefreshTokenRepository(mongo),
    )
    repository, feed, heartbeat = (
        AppointmentRepository(mongo, history),
        StreamFeed(redis_url),
        Heartbeat(redis),
    )
    tries = LoginTryRepository(mongo)
    for each in (history, users, refresh_tokens, tries, repository):
        await each.ensure_indexes()
    await keep_for_good(mongo, "login_tries", "refresh_tokens")
    tokens = JwtTokens("um segredo de teste com mais de trinta e dois bytes")
    auth = AuthService(users, refresh_tokens, tries, passwords, tokens, limiter, clock, LIMITS)
    accesses = AccessLogRepository(mongo)
    witness = Witness(accesses, clock)
    access, queries = Access(auth, witness), AppointmentQueries(repository, history, clock)
    publisher, nowhere = StreamPublisher(redis), UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo")
    appointments = AppointmentService(repository, history, stores, clock, publisher, nowhere, max_tags=5)
    clients, imports = ClientRepository(mongo), ImportRepository(mongo)
    await clients.ensure_indexes()
    personal = PersonalStores(
        appointments=repository,
        forgotten=repository.forgotten,
        history=history,
        clients=clients,
        client_end=clients,
        imports=imports,
        papers=(),
        erasures=ErasureRepository(mongo),
    )
    erasing = Erasing(personal, appointments, publisher, clock)
    services = Services(
        auth=auth,
        appointments=appointments,
        counts=AppointmentCounts(stores, clock),
        users=UserService(users, tries, passwords, clock),
        queries=queries,
        decisions=BookingDecisions(repository, appointments, stores.units, clock),
        lists=small_lists(stores, clock),
        agenda=AgendaService(stores, clock),
        clients=ClientService(clients, repository, clock),
        imports=ImportService(
            *(imports, SpreadsheetReader(), repository, appointments),
            *(stores.units, FakeQueue(), clock),
        ),
        privacy=Privacy(erasing, Export(personal, clock), accesses, witness),
        links=Links(),
        feed=feed,
        checks={"mongodb": mongo.ping, "redis": partial(ping, redis), "worker": heartbeat.is_alive},
        is_cookie_secure=False,
        booking_origin="https://cal.example.com",
        frontend=frontend,
    )
    app = create_app(services, access)
    for role in Role:
        await users.put(a_user(role, id=role.value, password_hash=password_hash))
    yield House(
        app=app,
        services=services,
        access=access,
        mongo=mongo,
        repository=repository,
        users=users,
        refresh_tokens=refresh_tokens,
        tries=tries,
        passwords=passwords,
        tokens=tokens,
        limiter=limiter,
        clock=clock,
        publisher=publisher,
        heartbeat=heartbeat,
    )
    await witness.close()
    await publisher.settled()
    await feed.close()


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that nobody has signed in with."""
    transport = httpx.ASGITransport(house.app)
    headers = {"X-Requested-With": "fetch"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://coleta.test", headers=headers
    ) as client:
        yield client


@pytest.fixture
def sign_in(client: httpx.AsyncClient) -> SignIn:
    async def signed_in(role: Role) -> httpx.AsyncClient:
        credentials = {"email": f"{role.value}@example.com", "password": PASSWORD}
        answer = await client.post("/api/v1/auth/login", json=credentials)
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    return signed_in
