"""The clinic's own routes, put together."""

from fastapi import APIRouter

from presentation.api.services import Services
from presentation.api.v1.dependencies import Access
from presentation.api.v1.endpoints.agenda import build_agenda_router
from presentation.api.v1.endpoints.appointment_counts import build_appointment_counts_router
from presentation.api.v1.endpoints.appointment_edits import build_appointment_edits_router
from presentation.api.v1.endpoints.appointments import build_appointments_router
from presentation.api.v1.endpoints.auth import build_auth_router
from presentation.api.v1.endpoints.clients import build_clients_router
from presentation.api.v1.endpoints.imports import build_imports_router
from presentation.api.v1.endpoints.small_lists import build_small_list_routers
from presentation.api.v1.endpoints.users import build_users_router
from presentation.api.v1.events import EventStream


def build_router(services: Services, access: Access) -> APIRouter:
    router = APIRouter()
    router.include_router(
        build_auth_router(services.auth, access, is_cookie_secure=services.is_cookie_secure)
    )
    stream = EventStream(services.feed, services.auth.seconds_left)
    router.include_router(build_appointment_counts_router(services.counts, access))
    router.include_router(build_imports_router(services.imports, access))
    router.include_router(build_appointments_router(services.queries, services.links, stream, access))
    router.include_router(
        build_appointment_edits_router(services.appointments, services.queries, services.links, access)
    )
    router.include_router(build_clients_router(services.clients, access))
    router.include_router(build_users_router(services.users, access))
    router.include_router(build_agenda_router(services.agenda, services.links, access))
    for each in build_small_list_routers(services.lists, access):
        router.include_router(each)
    return router
