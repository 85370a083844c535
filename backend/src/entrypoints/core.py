"""The clinic's own parts, built once for each process: what every room of the house stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from redis.asyncio import Redis

from application.services.appointment_service import AppointmentService
from application.services.client_service import ClientService
from application.services.import_service import ImportService
from application.services.small_lists import Stores
from domain.merge import UnitRef
from domain.slots import DEFAULT_ZONE
from entrypoints.seeds import accounts, content_of, create_missing, tags_in, units_in
from entrypoints.settings import Settings
from infrastructure import redis as redis_door
from infrastructure.change_stream import StreamPublisher
from infrastructure.clock import SystemClock
from infrastructure.mongo import Mongo
from infrastructure.passwords import Argon2Passwords
from infrastructure.queue import ArqJobQueue
from infrastructure.rate_limiter import SharedRateLimiter
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.client_repository import ClientRepository
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

_UNMAPPED = UnitRef("Unidade não mapeada", "Marca não mapeada", DEFAULT_ZONE, mapped=False)


class Collection(Protocol):
    async def ensure_indexes(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Core:
    """Connections are lazy: building opens none, so that the API's description can be exported without servers."""

    settings: Settings
    clock: SystemClock
    mongo: Mongo
    redis: Redis
    queue: ArqJobQueue
    limiter: SharedRateLimiter
    passwords: Argon2Passwords
    publisher: StreamPublisher
    repository: AppointmentRepository
    history: HistoryRepository
    users: UserRepository
    refresh_tokens: RefreshTokenRepository
    login_tries: LoginTryRepository
    units: UnitRepository
    tags: TagRepository
    drivers: DriverRepository
    collectors: CollectorRepository
    cars: CarRepository
    packages: LogisticsPackageRepository
    clients: ClientRepository
    imports: ImportRepository

    def appointments(self, default_unit: UnitRef = _UNMAPPED) -> AppointmentService:
        """The one writer of appointments; `default_unit` is for bookings that name none."""
        return AppointmentService(
            self.repository,
            self.history,
            self.stores(),
            self.clock,
            self.publisher,
            default_unit,
            self.settings.max_tags_per_appointment,
        )

    def client_service(self) -> ClientService:
        return ClientService(self.clients, self.repository, self.clock)

    def import_service(self) -> ImportService:
        return ImportService(
            self.imports,
            SpreadsheetReader(),
            self.repository,
            self.appointments(),
            self.units,
            self.queue,
            self.clock,
        )

    def stores(self) -> Stores:
        """The small lists, and the appointments that refer to them."""
        return Stores(
            units=self.units,
            tags=self.tags,
            drivers=self.drivers,
            collectors=self.collectors,
            cars=self.cars,
            packages=self.packages,
            appointments=self.repository,
        )

    async def prepare(self) -> None:
        """Check the database, create indexes, and fill what a fresh one lacks. Raises NotAReplicaSet, Unavailable."""
        await self.mongo.check()
        for part in self._collections():
            await part.ensure_indexes()
        content = content_of(self.settings.units_file)
        await self.units.seed(units_in(content))
        await self.tags.seed(tags_in(content))
        await create_missing(accounts(self.settings), self.users, self.passwords, self.clock)

    def _collections(self) -> Sequence[Collection]:
        return (
            *(self.repository, self.history, self.users, self.refresh_tokens, self.login_tries),
            *(self.units, self.tags, self.drivers, self.collectors, self.cars, self.packages),
            *(self.clients, self.imports),
        )

    async def close(self) -> None:
        await self.queue.close()
        await self.limiter.close()
        await self.redis.aclose()
        self.mongo.close()


def build_core(settings: Settings) -> Core:
    mongo = Mongo(settings.mongodb_url.get_secret_value(), settings.database_name)
    redis_url = settings.redis_url.get_secret_value()
    redis = redis_door.connect(redis_url)
    history = HistoryRepository(mongo)
    return Core(
        settings=settings,
        clock=SystemClock(),
        mongo=mongo,
        redis=redis,
        queue=ArqJobQueue(redis_url),
        limiter=SharedRateLimiter(redis_url),
        passwords=Argon2Passwords(),
        publisher=StreamPublisher(redis),
        repository=AppointmentRepository(mongo, history),
        history=history,
        users=UserRepository(mongo),
        refresh_tokens=RefreshTokenRepository(mongo),
        login_tries=LoginTryRepository(mongo),
        units=UnitRepository(mongo),
        tags=TagRepository(mongo),
        drivers=DriverRepository(mongo),
        collectors=CollectorRepository(mongo),
        cars=CarRepository(mongo),
        packages=LogisticsPackageRepository(mongo),
        clients=ClientRepository(mongo),
        imports=ImportRepository(mongo),
    )
