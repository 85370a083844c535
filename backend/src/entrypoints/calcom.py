"""Cal.com's room: everything of `calcom_integration`, put together over the clinic's own parts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import APIRouter

from application.ports import Clock, JobQueue
from application.rehearsal import Rehearsal, Silence
from application.services.appointment_service import AppointmentService
from application.services.movement import Movement
from application.services.outbox import Outbox
from calcom_integration import jobs
from calcom_integration.client import CalComClient, build_client
from calcom_integration.door import Door, NobodyWaits
from calcom_integration.inbound import Inbound
from calcom_integration.inbox import Inbox
from calcom_integration.links import CalComLinks
from calcom_integration.mappings import Mappings
from calcom_integration.measuring import Measuring
from calcom_integration.outbound import FarSide, Outbound, Terms, WakeUp
from calcom_integration.pace import Pace
from calcom_integration.provisioning import Provisioning, Wanted, probed
from calcom_integration.reconcile import Pace as RunPace
from calcom_integration.reconcile import Runner, Sides, Way, after_series
from calcom_integration.refresh import Refresh
from calcom_integration.refs import Refs
from calcom_integration.routers.conflicts import build_conflicts_router
from calcom_integration.routers.deliveries import build_deliveries_router
from calcom_integration.routers.health import HealthSources, build_health_router
from calcom_integration.routers.mapping import build_mapping_router
from calcom_integration.routers.provisioning import build_provisioning_router
from calcom_integration.routers.runs import build_runs_router
from calcom_integration.routers.webhook import build_webhook_router
from calcom_integration.settings import CalComSettings
from calcom_integration.spool import Spool, draining
from calcom_integration.standing import Standing
from calcom_integration.store import (
    ArrivalStore,
    Bodies,
    DeliveryPapers,
    DeliveryStore,
    Keeping,
    MappingStore,
    ProvisioningStore,
    Resealing,
    RunStore,
)
from domain.merge import UnitRef
from domain.users import Role
from entrypoints import chores
from entrypoints.calcom_widget import Widget
from entrypoints.core import Core
from entrypoints.room import Room
from entrypoints.seeds import content_of
from infrastructure.redis import Heartbeat
from infrastructure.sealing import AesGcmSeal
from infrastructure.token_bucket import SharedTokenBucket
from presentation.api.v1.dependencies import Access


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What jobs and the command line find of the room. Where no API is configured, `client` is None, and so are `push_client`,
    which puts off what it cannot do at once, `desk_client`, for whose answers people wait, and `runner`. `spool` is None
    where SPOOL_DIR is empty."""

    settings: CalComSettings
    client: CalComClient | None
    push_client: CalComClient | None
    desk_client: CalComClient | None
    store: DeliveryStore
    spool: Spool | None
    keeping: Keeping
    resealing: Resealing
    runs: RunStore
    runner: Runner | None
    mappings: Mappings
    door: Door
    inbound: Inbound
    outbound: Outbound
    standing: Standing
    wanted: Wanted
    provisioning: Provisioning
    queue: JobQueue
    clock: Clock

    async def close(self) -> None:
        for client in (self.client, self.push_client, self.desk_client):
            if client:
                await client.aclose()


def parts_of(core: Core) -> Parts:
    settings, database, clock = CalComSettings(), core.mongo.database, core.clock
    seal, retention = AesGcmSeal(settings.body_keys), timedelta(days=settings.calcom_retention_days)
    store = DeliveryStore(database, retention, seal)
    looks, server = ProvisioningStore(database), settings.calcom_api_url
    mappings = Mappings(MappingStore(database), core.units, clock, looks, server)
    service = core.appointments(_default_unit(core, settings))
    door = Door(service, store, mappings, _refs(core), clock)
    lease = timedelta(seconds=settings.calcom_lease_seconds)
    client, wanted = _client(core, settings), _wanted(core, settings)
    push_client, outbox = _client(core, settings.of_pushes()), Outbox(core.repository, service, clock)
    runs = RunStore(database, retention)
    far_side = FarSide(push_client, door, mappings, _refs(core), clock) if push_client else None
    return Parts(
        settings=settings,
        client=client,
        push_client=push_client,
        desk_client=_client(core, settings.of_desk()),
        store=store,
        spool=Spool.of(settings, seal, clock),
        keeping=Keeping(database),
        resealing=Resealing(database, Bodies(seal)),
        runs=runs,
        runner=_runner(core, settings, runs, mappings, client, outbox, door, service),
        mappings=mappings,
        door=door,
        inbound=Inbound(
            store,
            service,
            door,
            mappings,
            clock,
            lease,
            settings.calcom_max_attempts,
            _series_closed(runs, clock) if client else None,
        ),
        outbound=Outbound(outbox, far_side, clock, _terms(settings)),
        standing=Standing(store, outbox, core.repository, _push_patience(settings), clock),
        wanted=wanted,
        provisioning=Provisioning(client, wanted, mappings, looks, clock, server),
        queue=core.queue,
        clock=clock,
    )


def build(core: Core) -> Room:
    parts = parts_of(core)
    settings, store, mappings, spool = parts.settings, parts.store, parts.mappings, parts.spool
    inbox = Inbox(store, core.queue, core.clock, Pace(settings.calcom_deliveries_per_second), spool)
    links = CalComLinks(settings.calcom_base_url)
    widget = Widget(
        origin=_origin(settings.calcom_base_url),
        username=settings.calcom_username,
        client=parts.desk_client,
        door=parts.door,
        mappings=mappings,
        refs=_refs(core),
    )

    async def prepare() -> None:
        await mappings.seed(content_of(core.settings.units_file))
        if parts.desk_client:
            await probed(parts.desk_client)

    def routers(access: Access) -> Sequence[APIRouter]:
        gestor = access.require_role(Role.GESTOR)
        return (
            build_webhook_router(inbox, core.limiter, settings),
            build_deliveries_router(store, core.queue, core.clock, gestor, core.witness),
            build_runs_router(
                parts.runs, core.clock, core.settings.timezone, gestor, has_api=settings.has_api
            ),
            build_mapping_router(mappings, store, parts.runs if parts.client else None, core.clock, gestor),
            build_provisioning_router(parts.provisioning, gestor),
            build_health_router(_health(core, parts), gestor),
            build_conflicts_router(core.decisions(), links, access.require_role(Role.ATENDENTE, Role.GESTOR)),
            *widget.routers(core, access),
        )

    return Room(
        faults=settings.faults(),
        prepare=prepare,
        routers=routers,
        collections=[*store.collections, *parts.runs.collections],
        jobs=jobs.JOBS,
        sweeps=jobs.SWEEPS,
        backlogs=jobs.backlogs(parts.store, parts.outbound, parts.clock),
        context={"calcom": parts},
        links=links,
        origin=widget.origin,
        listener=WakeUp(core.queue),
        papers=DeliveryPapers(core.mongo.database, Bodies(AesGcmSeal(settings.body_keys))),
        measure=_measuring(core, parts).measure,
        serving=lambda: draining(spool, inbox.bring_in, core.mongo.ping),
        close=parts.close,
    )


def movement(core: Core, parts: Parts) -> Movement:
    """Whether what is due is taken, the clinic's own work and the integration's."""
    own = jobs.backlogs(parts.store, parts.outbound, parts.clock)
    return Movement([*chores.backlogs(core), *own], Heartbeat(core.redis).has_taken)


def _push_patience(settings: CalComSettings) -> timedelta:
    """How long Cal.com may be left untold."""
    return timedelta(minutes=settings.calcom_push_overdue_minutes)


def _measuring(core: Core, parts: Parts) -> Measuring:
    arrivals = ArrivalStore(core.mongo.database)
    return Measuring(parts.standing, arrivals, parts.runs, parts.provisioning, parts.client)


def _health(core: Core, parts: Parts) -> HealthSources:
    return HealthSources(
        standing=parts.standing,
        spool=parts.spool,
        arrivals=ArrivalStore(core.mongo.database),
        runs=parts.runs,
        mappings=parts.mappings,
        provisioning=parts.provisioning,
        client=parts.desk_client,
        settings=parts.settings,
        is_worker_alive=Heartbeat(core.redis).is_alive,
        stalled=movement(core, parts).stalled,
        clock=core.clock,
    )


def _terms(settings: CalComSettings) -> Terms:
    lease = timedelta(seconds=settings.calcom_push_lease_seconds)
    return Terms(lease=lease, doubt=timedelta(seconds=settings.calcom_doubt_seconds))


def _client(core: Core, settings: CalComSettings) -> CalComClient | None:
    if not settings.has_api:
        return None
    return build_client(settings, SharedTokenBucket(core.redis, "calcom", settings.calcom_calls_per_minute))


def _runner(
    core: Core,
    settings: CalComSettings,
    runs: RunStore,
    mappings: Mappings,
    client: CalComClient | None,
    outbox: Outbox,
    door: Door,
    service: AppointmentService,
) -> Runner | None:
    if client is None:
        return None
    clock, rehearsed = core.clock, _rehearsed(core, _default_unit(core, settings))
    no_door = Door(rehearsed, NobodyWaits(), mappings, _refs(core), clock)
    sides = Sides(
        client=client,
        real=Way(door, Refresh(client, door), service),
        rehearsed=Way(no_door, Refresh(client, no_door), rehearsed),
        booked=core.repository.booked,
        repository=core.repository,
        mappings=mappings,
        outbox=outbox,
        clock=clock,
        overlap=timedelta(minutes=settings.calcom_overlap_minutes),
        push_patience=_push_patience(settings),
        default_zone=core.settings.timezone,
    )
    pace = RunPace(
        timedelta(minutes=settings.calcom_reconcile_minutes),
        settings.calcom_sweep_hour,
        core.settings.timezone,
    )
    return Runner(runs, sides, clock, pace, timedelta(seconds=settings.calcom_reconcile_lease_seconds))


def _rehearsed(core: Core, unit: UnitRef) -> AppointmentService:
    tags = core.settings.max_tags_per_appointment
    repository = Rehearsal(core.repository)
    return AppointmentService(repository, core.history, core.stores(), core.clock, Silence(), unit, tags)


def _series_closed(runs: RunStore, clock: Clock) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        await runs.request(after_series(clock.now()))

    return ask


def _wanted(core: Core, settings: CalComSettings) -> Wanted:
    secret = settings.calcom_webhook_secret.get_secret_value()
    previous = settings.calcom_webhook_secret_previous.get_secret_value()
    return Wanted.from_units(content_of(core.settings.units_file), core.settings.public_url, secret, previous)


def _default_unit(core: Core, settings: CalComSettings) -> UnitRef:
    unit, brand = settings.calcom_default_unidade, settings.calcom_default_marca
    return UnitRef(unit, brand, core.settings.timezone, mapped=False)


def _refs(core: Core) -> Refs:
    return Refs(core.settings.jwt_secret_key.get_secret_value())


def _origin(url: str) -> str | None:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None
