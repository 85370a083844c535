"""The booking widget's routes, put together."""

from dataclasses import dataclass

from fastapi import APIRouter

from application.services.appointment_queries import AppointmentQueries
from calcom_integration.client import CalComClient
from calcom_integration.door import Door
from calcom_integration.mappings import Mappings
from calcom_integration.provisioning.offers import Offers
from calcom_integration.refresh import Refresh
from calcom_integration.refs import Refs
from calcom_integration.routers.booking_refresh import build_booking_refresh_router
from calcom_integration.routers.embed import build_embed_router
from calcom_integration.routers.embed_config import EmbedConfig
from calcom_integration.store import EmbedStore
from domain.users import Role
from entrypoints.core import Core
from presentation.api.v1.dependencies import Access


@dataclass(frozen=True, kw_only=True)
class Widget:
    """`origin` is Cal.com's web application, None where none is configured, and `client`, with little patience, is None where
    no API is. `username` is whose page patients book on, if somebody said so."""

    origin: str | None
    username: str
    client: CalComClient | None
    door: Door
    mappings: Mappings
    refs: Refs

    def routers(self, core: Core, access: Access) -> tuple[APIRouter, ...]:
        store, client = EmbedStore(core.mongo.database), self.client
        config = EmbedConfig(
            origin=self.origin or "",
            offers=Offers(client, self.username, self.mappings, core.clock),
            store=store,
            mappings=self.mappings,
            refs=self.refs,
            queries=AppointmentQueries(core.repository, core.history, core.clock),
            clients=core.client_service(),
            client=client,
            clock=core.clock,
        )
        refresh = Refresh(client, self.door) if client else None
        clerk = access.require_role(Role.ATENDENTE, Role.GESTOR)
        return (
            build_embed_router(
                config, store, core.clock, access.require_role(), access.require_role(Role.GESTOR)
            ),
            build_booking_refresh_router(refresh, core.repository, core.limiter, clerk),
        )
