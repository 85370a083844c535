"""The whole HTTP side over a real database and a real Redis; signing in by the API's own door."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from redis.asyncio import Redis

from application.ports import Clock
from application.privacy.erasing import Erasing
from application.privacy.erasing import Stores as PersonalStores
from application.privacy.export import Export
from application.privacy.ports import AccessLog
from application.privacy.services import Privacy
from application.privacy.witness import Witness
from application.services.agenda_service import AgendaService
from application.services.appointment_counts import AppointmentCounts
from application.services.appointment_queries import AppointmentQueries
from application.services.appointment_service import AppointmentService
from application.services.auth_service import AuthService, LoginLimits
from application.services.booking_decisions import BookingDecisions
from application.services.client_decisions import ClientDecisions
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
from infrastructure.repositories.user_repository import UserRepository
from infrastructure.spreadsheet_files import SpreadsheetReader
from infrastructure.tokens import JwtTokens
from presentation.api.app import API, create_app
from presentation.api.services import Services
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import install_errors
from tests.builders import NOW, a_user
from tests.embedded import fresh_database
from tests.expiry import keep_for_good
from tests.fakes import FakeClock
from tests.indexes import ensure_indexes
from tests.lists import ensure_list_indexes, stores_over
from tests.serving import WAIT

PASSWORD = "clinica-demo"
LIMITS = LoginLimits(per_address=6, in_a_row=3)
SignIn = Callable[[Role], Awaitable[httpx.AsyncClient]]


class ForgetfulWitness(Witness):
    """The application's own, made as new for each test: it remembers for an hour who saw whom."""

    async def forget(self, log: AccessLog, clock: Clock) -> None:
        """Write what waits, and begin anew."""
        await self.close()
        Witness.__init__(self, log, clock)


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
    redis: Redis
    stores: Stores
    repository: AppointmentRepository
    users: UserRepository
    refresh_tokens: RefreshTokenRepository
    tries: LoginTryRepository
    passwords: Argon2Passwords
    tokens: JwtTokens
    limiter: SharedRateLimiter
    clock: FakeClock
    publisher: StreamPublisher
    witness: "ForgetfulWitness"
    feed: StreamFeed
    heartbeat: Heartbeat


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Of the product's kind, with the least work that Argon2 allows: signing in is not what these tests are about."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)


@pytest.fixture(scope="session")
def frontend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frontend")
    (folder / "assets").mkdir()
    (folder / "viewer").mkdir()
    (folder / "viewer" / "index.html").write_text("<title>A API</title>")
    (folder / "index.html").write_text("<title>Coleta</title>")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "index-1a2b.js").write_text("1")
    return folder


@pytest.fixture(scope="session")
async def standing_house(mongodb_url: str, redis_database_url: str, frontend: Path) -> AsyncIterator[House]:
    """What the tests of this folder share in one process: an application, and a database of its own."""
    with fresh_database(mongodb_url) as name:
        async with connect(redis_database_url, WAIT) as redis:
            house = await _built(Mongo(mongodb_url, name), redis, redis_database_url, frontend)
            yield house
            await house.witness.close()
            await house.publisher.settled()
            await house.feed.close()
            await house.limiter.close()
            await house.mongo.close()


@pytest.fixture
async def house(standing_house: House, redis_url: str, password_hash: str) -> AsyncIterator[House]:
    """The application as at its first start: its clock at NOW, nothing stored but a user of each role."""
    house = standing_house
    house.clock.present = NOW
    for name in await house.mongo.database.list_collection_names():
        await house.mongo.database[name].delete_many({})
    for role in Role:
        await house.users.put(a_user(role, id=role.value, password_hash=password_hash))
    yield house
    await house.witness.forget(AccessLogRepository(house.mongo), house.clock)
    await house.publisher.settled()


@pytest.fixture
def clock(house: House) -> FakeClock:
    return house.clock


@pytest.fixture
def redis(house: House) -> Redis:
    return house.redis


@pytest.fixture
def stores(house: House) -> Stores:
    return house.stores


def with_routers(house: House, *routers: APIRouter) -> FastAPI:
    """The application with an integration's routers before its own routes, made without building it again."""
    app = FastAPI()
    install_errors(app)
    for router in routers:
        app.include_router(router, prefix=API)
    app.mount("/", house.app)
    return app


async def _built(mongo: Mongo, redis: Redis, redis_url: str, frontend: Path) -> House:
    clock, passwords, limiter = FakeClock(), Argon2Passwords(), SharedRateLimiter(redis_url, WAIT)
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
    tries, stores = LoginTryRepository(mongo), stores_over(mongo, repository)
    clients, imports = ClientRepository(mongo), ImportRepository(mongo)
    await ensure_indexes(mongo.database, history, users, refresh_tokens, tries, repository, clients, imports)
    await ensure_list_indexes(mongo)
    await keep_for_good(mongo, "login_tries", "refresh_tokens")
    tokens = JwtTokens("um segredo de teste com mais de trinta e dois bytes")
    auth = AuthService(users, refresh_tokens, tries, passwords, tokens, limiter, clock, LIMITS)
    accesses = AccessLogRepository(mongo)
    witness = ForgetfulWitness(accesses, clock)
    access, queries = Access(auth, witness), AppointmentQueries(repository, history, clock)
    publisher, nowhere = StreamPublisher(redis), UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo")
    appointments = AppointmentService(repository, history, stores, clock, publisher, nowhere, max_tags=5)
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
    client_service = ClientService(clients, repository, clock)
    services = Services(
        auth=auth,
        appointments=appointments,
        counts=AppointmentCounts(stores, clock),
        users=UserService(users, tries, passwords, clock),
        queries=queries,
        decisions=BookingDecisions(repository, appointments, stores.units, clock),
        lists=small_lists(stores, clock),
        agenda=AgendaService(stores, clock),
        clients=client_service,
        client_decisions=ClientDecisions(clients, client_service, repository, appointments, clock),
        imports=ImportService(
            *(imports, SpreadsheetReader(), repository, appointments),
            *(stores.units, clock),
        ),
        privacy=Privacy(erasing, Export(personal, clock), accesses, witness),
        links=Links(),
        feed=feed,
        checks={"mongodb": mongo.ping, "redis": partial(ping, redis), "worker": heartbeat.is_alive},
        is_cookie_secure=False,
        booking_origin="https://cal.example.com",
        frontend=frontend,
    )
    return House(
        app=create_app(services, access),
        services=services,
        access=access,
        mongo=mongo,
        redis=redis,
        stores=stores,
        repository=repository,
        users=users,
        refresh_tokens=refresh_tokens,
        tries=tries,
        passwords=passwords,
        tokens=tokens,
        limiter=limiter,
        clock=clock,
        publisher=publisher,
        witness=witness,
        feed=feed,
        heartbeat=heartbeat,
    )


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
