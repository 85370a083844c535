"""The clinic's own parts, built once for each process: what every room of the house stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from redis.asyncio import Redis
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from application.broadcast import Broadcast, WriteLog
from application.privacy.erasing import Erasing
from application.privacy.erasing import Stores as PersonalStores
from application.privacy.export import Export
from application.privacy.ports import Papers
from application.privacy.services import Privacy
from application.privacy.witness import Witness
from application.services.appointment_service import AppointmentService
from application.services.booking_decisions import BookingDecisions
from application.services.client_decisions import ClientDecisions
from application.services.client_service import ClientService
from application.services.follow_up import FollowUp
from application.services.import_service import ImportService
from application.services.small_lists import Stores
from application.stored_gauge import StoredGauge
from domain.errors import Unavailable
from domain.merge import UnitRef
from domain.slots import DEFAULT_ZONE
from entrypoints.seeds import accounts, content_of, create_missing, tags_in, units_in
from entrypoints.settings import Settings
from infrastructure import redis as redis_door
from infrastructure.change_stream import StreamPublisher
from infrastructure.clock import SharedClock, time_of
from infrastructure.migration import Declared, DeclaredIndexes
from infrastructure.mongo import PINGS, Mongo
from infrastructure.passwords import Argon2Passwords
from infrastructure.queue import ArqJobQueue
from infrastructure.rate_limiter import SharedRateLimiter
from infrastructure.repositories.access_log_repository import AccessLogRepository
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.backup_records import BackupRecords
from infrastructure.repositories.client_repository import ClientRepository
from infrastructure.repositories.creations import TOMBSTONES
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

_log = structlog.get_logger(__name__)
_LAST_BACKUP = StoredGauge(
    "backup_last_success_timestamp_seconds", "When the newest backup was made; 0 where none was."
)
_SHOWN = 5  # names of indexes in a line of the log
_UNMAPPED = UnitRef("Unidade não mapeada", "Marca não mapeada", DEFAULT_ZONE, mapped=False)


@dataclass(frozen=True, kw_only=True)
class Core:
    """Connections are lazy: building opens none, so that the API's description can be exported without servers."""

    settings: Settings
    clock: SharedClock
    mongo: Mongo
    indexes: DeclaredIndexes
    redis: Redis
    queue: ArqJobQueue
    limiter: SharedRateLimiter
    passwords: Argon2Passwords
    stream: StreamPublisher
    publisher: Broadcast
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
    backups: BackupRecords
    erasures: ErasureRepository
    access_log: AccessLogRepository
    witness: Witness

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

    def decisions(self) -> BookingDecisions:
        return BookingDecisions(self.repository, self.appointments(), self.units, self.clock)

    def client_service(self) -> ClientService:
        return ClientService(self.clients, self.repository, self.clock)

    def client_decisions(self) -> ClientDecisions:
        return ClientDecisions(
            self.clients, self.client_service(), self.repository, self.appointments(), self.clock
        )

    def follow_up(self) -> FollowUp:
        return FollowUp(self.repository, self.appointments(), self.clients, self.client_service(), self.clock)

    def import_service(self) -> ImportService:
        return ImportService(
            self.imports,
            SpreadsheetReader(),
            self.repository,
            self.appointments(),
            self.units,
            self.clock,
        )

    def privacy(self, papers: Sequence[Papers]) -> Privacy:
        """The rights of patients, over what the house holds and the integrations' `papers`."""
        stores = PersonalStores(
            appointments=self.repository,
            forgotten=self.repository.forgotten,
            history=self.history,
            clients=self.clients,
            client_end=self.clients,
            imports=self.imports,
            papers=papers,
            erasures=self.erasures,
        )
        erasing = Erasing(stores, self.appointments(), self.publisher, self.clock)
        return Privacy(erasing, Export(stores, self.clock), self.access_log, self.witness)

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

    async def measure(self) -> None:
        """Read the clinic's own gauges anew, and the time. Raises Unavailable."""
        await self.clock.adjust()
        newest = await self.backups.newest()
        _LAST_BACKUP.tell(newest.timestamp() if newest else 0)

    async def prepare(self) -> bool:
        """Check the database, and fill what a fresh one lacks; not before `cli migrate` has made the indexes, which keep two
        that start at once from filling it twice: then False. Raises NotAReplicaSet, Unavailable."""
        await _checked(self.mongo)
        await self.clock.adjust()
        if lacking := await self.indexes.lacking():
            command = "python -m entrypoints.cli migrate"
            _log.warning("indexes_missing", missing=len(lacking), such_as=lacking[:_SHOWN], command=command)
            return False
        content = content_of(self.settings.units_file)
        await self.units.seed(units_in(content))
        await self.tags.seed(tags_in(content))
        await create_missing(accounts(self.settings), self.users, self.passwords, self.clock)
        return True

    def collections(self) -> Sequence[Sequence[Declared]]:
        """What each of the clinic's own parts stores in, with the indexes that it relies on."""
        parts = (
            *(self.repository, self.history, self.users, self.refresh_tokens, self.login_tries),
            *(self.units, self.tags, self.drivers, self.collectors, self.cars, self.packages),
            *(self.clients, self.imports, self.erasures, self.access_log),
        )
        return [*(each.collections for each in parts), (TOMBSTONES, PINGS)]

    async def close(self) -> None:
        await self.witness.close()
        await self.queue.close()
        await self.limiter.close()
        await self.stream.settled()
        await self.redis.aclose()
        await self.mongo.close()


@retry(
    stop=stop_after_attempt(3), wait=wait_fixed(0.5), retry=retry_if_exception_type(Unavailable), reraise=True
)
async def _checked(mongo: Mongo) -> None:
    """A server that is only slow to take its first connection is no reason to end: each try has the driver's three seconds."""
    await mongo.check()


def build_core(settings: Settings, redis_patience: float = redis_door.UNHURRIED) -> Core:
    """The parts of one process. `redis_patience`: seconds that one exchange with Redis may take; less where answers wait."""
    mongo = Mongo(settings.mongodb_url.get_secret_value(), settings.database_name)
    redis_url = settings.redis_url.get_secret_value()
    redis = redis_door.connect(redis_url, redis_patience)
    stream = StreamPublisher(redis)
    history, access_log = HistoryRepository(mongo), AccessLogRepository(mongo)
    clock = SharedClock(lambda: time_of(mongo))
    core = Core(
        settings=settings,
        clock=clock,
        mongo=mongo,
        indexes=DeclaredIndexes(mongo),
        redis=redis,
        queue=ArqJobQueue(redis_url, redis_patience),
        limiter=SharedRateLimiter(redis_url, redis_patience),
        passwords=Argon2Passwords(),
        stream=stream,
        publisher=Broadcast(WriteLog(), stream),
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
        backups=BackupRecords(mongo),
        erasures=ErasureRepository(mongo),
        access_log=access_log,
        witness=Witness(access_log, clock),
    )
    for each in core.collections():
        core.indexes.add(each)
    return core
