"""Cal.com's room: everything of `calcom_integration`, put together over the clinic's own parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import APIRouter

from application.ports import Clock, JobQueue
from calcom_integration import jobs
from calcom_integration.inbound import Inbound
from calcom_integration.inbox import Inbox
from calcom_integration.links import CalComLinks
from calcom_integration.mapping import MappingTable
from calcom_integration.mappings import Mappings
from calcom_integration.pace import Pace
from calcom_integration.refs import Refs
from calcom_integration.routers.deliveries import build_deliveries_router
from calcom_integration.routers.webhook import build_webhook_router
from calcom_integration.settings import CalComSettings
from calcom_integration.store import DeliveryStore, MappingStore
from domain.merge import UnitRef
from domain.users import Role
from entrypoints.core import Core
from entrypoints.room import Room
from entrypoints.seeds import content_of
from presentation.api.v1.dependencies import Access


@dataclass(frozen=True)
class _JobParts:
    inbound: Inbound
    store: DeliveryStore
    queue: JobQueue
    clock: Clock


def build(core: Core) -> Room:
    settings = CalComSettings()
    store = DeliveryStore(core.mongo.database, timedelta(days=settings.calcom_retention_days))
    mappings = Mappings(MappingStore(core.mongo.database), core.units, core.clock)
    parts = _JobParts(_inbound(core, settings, store, mappings), store, core.queue, core.clock)

    async def prepare() -> None:
        await store.ensure_indexes()
        await mappings.seed(MappingTable.from_units(content_of(core.settings.units_file)))

    def routers(access: Access) -> Sequence[APIRouter]:
        inbox = Inbox(store, core.queue, core.clock, Pace(settings.calcom_deliveries_per_second))
        return (
            build_webhook_router(inbox, core.limiter, settings),
            build_deliveries_router(store, core.queue, core.clock, access.require_role(Role.GESTOR)),
        )

    return Room(
        faults=settings.faults(),
        prepare=prepare,
        routers=routers,
        jobs=jobs.FUNCTIONS,
        crons=jobs.CRONS,
        context={"calcom": parts},
        links=CalComLinks(settings.calcom_base_url),
        origin=_origin(settings.calcom_base_url),
    )


def _inbound(core: Core, settings: CalComSettings, store: DeliveryStore, mappings: Mappings) -> Inbound:
    default = UnitRef(
        settings.calcom_default_unidade, settings.calcom_default_marca, core.settings.timezone, mapped=False
    )
    return Inbound(
        store,
        core.appointments(default),
        mappings,
        Refs(core.settings.jwt_secret_key.get_secret_value()),
        core.clock,
        timedelta(seconds=settings.calcom_lease_seconds),
        settings.calcom_max_attempts,
    )


def _origin(url: str) -> str | None:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None
