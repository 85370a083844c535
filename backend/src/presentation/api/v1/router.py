"""The clinic's own routes."""

from collections.abc import Sequence

from fastapi import APIRouter

from presentation.api.services import Services
from presentation.api.v1.dependencies import Access
from presentation.api.v1.endpoints.agenda import build_agenda_router
from presentation.api.v1.endpoints.appointment_claims import build_appointment_claims_router
from presentation.api.v1.endpoints.appointment_counts import build_appointment_counts_router
from presentation.api.v1.endpoints.appointment_edits import build_appointment_edits_router
from presentation.api.v1.endpoints.appointment_pushes import build_appointment_pushes_router
from presentation.api.v1.endpoints.appointments import build_appointments_router
from presentation.api.v1.endpoints.auth import build_auth_router
from presentation.api.v1.endpoints.client_decisions import build_client_decisions_router
from presentation.api.v1.endpoints.clients import build_clients_router
from presentation.api.v1.endpoints.imports import build_imports_router
from presentation.api.v1.endpoints.privacy import build_privacy_router
from presentation.api.v1.endpoints.small_lists import build_small_list_routers
from presentation.api.v1.endpoints.users import build_users_router
from presentation.api.v1.events import EventStream


def build_routers(services: Services, access: Access) -> Sequence[APIRouter]:
    """Each to be included by itself: FastAPI walks a router that includes others twice for every request."""
    stream = EventStream(services.feed, services.auth)
    links = services.links
    return (
        build_auth_router(services.auth, access, is_cookie_secure=services.is_cookie_secure),
        build_appointment_counts_router(services.counts, access),
        build_imports_router(services.imports, access),
        build_appointments_router(services.queries, links, stream, access),
        build_appointment_edits_router(services.appointments, services.queries, links, access),
        build_appointment_pushes_router(services.decisions, links, access),
        build_appointment_claims_router(
            services.clients, services.client_decisions, services.queries, access
        ),
        build_clients_router(services.clients, access),
        build_client_decisions_router(services.client_decisions, access),
        build_privacy_router(services.privacy, services.users, access),
        build_users_router(services.users, access),
        build_agenda_router(services.agenda, links, access),
        *build_small_list_routers(services.lists, access),
    )
