"""The composition root: the one place that knows everybody."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog

from application.ports import BookingLinks
from application.privacy.services import Privacy
from application.services.agenda_service import AgendaService
from application.services.appointment_counts import AppointmentCounts
from application.services.appointment_queries import AppointmentQueries
from application.services.auth_service import AuthService
from application.services.movement import Movement
from application.services.small_lists import small_lists
from application.services.user_service import UserService
from application.stored_gauge import StoredGauge
from domain.errors import Unavailable
from entrypoints import calcom
from entrypoints.chores import backlogs
from entrypoints.core import Core, build_core
from entrypoints.measuring import measuring
from entrypoints.room import Room
from entrypoints.settings import Settings
from infrastructure.change_stream import StreamFeed
from infrastructure.redis import UNHURRIED, Heartbeat, ping
from infrastructure.tokens import JwtTokens
from presentation.api.services import Services
from presentation.api.v1.dependencies import Access

# Integrations. Each is one line here, its own file beside this one and its own package: delete these, and a working
# appointment system is left (backend/tests/integration/test_without_calcom.py).
ROOMS: list[Callable[[Core], Room]] = []
ROOMS.append(calcom.build)


_PREPARE_EVERY = 5.0  # seconds between two tries, each of which says in the log what is missing
_STALLED = StoredGauge(
    "work_stalled", "1 where work has been due for longer than it should and no worker takes any.", ("kind",)
)
_log = structlog.get_logger(__name__)


class UnfitSettings(RuntimeError):
    """The environment variables must not be used for production."""


@dataclass(frozen=True)
class House:
    core: Core
    rooms: Sequence[Room]

    @property
    def privacy(self) -> Privacy:
        """The rights of patients, over all that is kept anywhere in the house."""
        return self.core.privacy([room.papers for room in self.rooms if room.papers])

    async def prepare(self) -> bool:
        """Fill what a fresh database lacks. Without its indexes nothing is done, and the answer is False: this process is not
        ready."""
        if not await self.core.prepare():
            return False
        for room in self.rooms:
            await room.prepare()
        return True

    @asynccontextmanager
    async def prepared(self) -> AsyncIterator[asyncio.Event]:
        """Ready for the time of the block; where MongoDB is away or lacks its indexes, as soon as that is over: the API takes
        webhooks without it, and says that it is not ready. Gives what is set then. Raises what `prepare` does, but
        Unavailable."""
        trying: asyncio.Task[None] | None = None
        ready = asyncio.Event()
        try:
            is_prepared = await self.prepare()
        except Unavailable:
            _log.warning("not_prepared", kind=Unavailable.__name__)
            is_prepared = False
        if is_prepared:
            ready.set()
        else:
            trying = asyncio.create_task(self._prepare_later(ready))
        try:
            yield ready
        finally:
            if trying is not None:
                trying.cancel()
                await asyncio.wait({trying})

    async def _prepare_later(self, ready: asyncio.Event) -> None:
        while True:
            await asyncio.sleep(_PREPARE_EVERY)
            try:
                is_prepared = await self.prepare()
            # The process goes on, and is not ready: what is wrong is in the log.
            except Exception as error:
                _log.warning("not_prepared", kind=type(error).__name__)
                continue
            if is_prepared:
                _log.info("prepared")
                ready.set()
                return

    @property
    def movement(self) -> Movement:
        """Whether what is due is taken."""
        rooms = (backlog for room in self.rooms for backlog in room.backlogs)
        return Movement([*backlogs(self.core), *rooms], Heartbeat(self.core.redis).has_taken)

    async def is_moving(self) -> bool:
        """Whether nothing waits that no worker takes. True also where MongoDB cannot tell, which readiness says by itself."""
        try:
            return not await self.movement.stalled()
        except Unavailable:
            return True

    def measuring(self) -> AbstractAsyncContextManager[None]:
        """Keep this process's gauges of what is stored fresh for the time of the block."""
        rooms = (room.measure for room in self.rooms if room.measure is not None)
        return measuring([self.core.measure, self.measure_movement, *rooms])

    async def measure_movement(self) -> None:
        """Read the gauge of what does not go on anew. Raises Unavailable."""
        stalled = await self.movement.by_kind()
        _STALLED.tell_each({(kind,): float(is_stalled) for kind, is_stalled in stalled.items()})

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """What the rooms do beside the API's answers, for the time of the block."""
        async with AsyncExitStack() as at_work:
            for room in self.rooms:
                if room.serving is not None:
                    await at_work.enter_async_context(room.serving())
            yield

    async def close(self) -> None:
        for room in self.rooms:
            if room.close is not None:
                await room.close()
        await self.core.close()


def build_house(settings: Settings | None = None, redis_patience: float = UNHURRIED) -> House:
    """Everything that API and worker share (`redis_patience`: see `build_core`). Raises UnfitSettings in production."""
    settings = settings or Settings()
    core = build_core(settings, redis_patience)
    rooms = [build(core) for build in ROOMS]
    faults = [*settings.faults(), *(fault for room in rooms for fault in room.faults)]
    for room in rooms:
        core.indexes.add(room.collections)
        if room.listener is not None:
            core.publisher.add(room.listener)
    if faults:
        raise UnfitSettings("; ".join(faults))
    return House(core, rooms)


def build_services(house: House, feed: StreamFeed) -> tuple[Services, Access]:
    """What the HTTP side needs, over the house's parts and one process's change feed."""
    core, settings = house.core, house.core.settings
    tokens = JwtTokens(settings.jwt_secret_key.get_secret_value())
    auth = AuthService(
        *(core.users, core.refresh_tokens, core.login_tries, core.passwords),
        *(tokens, core.limiter, core.clock),
    )
    services = Services(
        auth=auth,
        users=UserService(core.users, core.login_tries, core.passwords, core.clock),
        appointments=core.appointments(),
        counts=AppointmentCounts(core.stores(), core.clock),
        decisions=core.decisions(),
        queries=AppointmentQueries(core.repository, core.history, core.clock),
        lists=small_lists(core.stores(), core.clock),
        agenda=AgendaService(core.stores(), core.clock),
        clients=core.client_service(),
        client_decisions=core.client_decisions(),
        imports=core.import_service(),
        privacy=house.privacy,
        links=_links(house.rooms),
        feed=feed,
        checks={
            "mongodb": core.mongo.ping,
            "indexes": core.indexes.are_there,
            "redis": lambda: ping(core.redis),
            "worker": Heartbeat(core.redis).is_alive,
            "work": house.is_moving,
        },
        is_cookie_secure=settings.environment != "development",
        booking_origin=next((room.origin for room in house.rooms if room.origin), None),
        frontend=settings.frontend_dist,
    )
    return services, Access(auth, core.witness)


class _NoLinks:
    def url(self, key: str) -> str | None:
        return None

    def reschedule_url(self, key: str) -> str | None:
        return None


def _links(rooms: Sequence[Room]) -> BookingLinks:
    return next((room.links for room in rooms if room.links), _NoLinks())
