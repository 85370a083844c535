"""Appointments: list, one, its history and bookings, and the stream of changes."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from sse_starlette.sse import EventSourceResponse

from application.ports import BookingLinks
from application.services.appointment_queries import AppointmentQueries
from domain.users import User
from presentation.api.v1.dependencies import Access, Bearer
from presentation.api.v1.errors import problems
from presentation.api.v1.events import EventStream
from presentation.api.v1.schemas.appointments import AppointmentOut, AppointmentPageOut
from presentation.api.v1.schemas.bookings import BookingsOut
from presentation.api.v1.schemas.history import HistoryEntryOut
from presentation.api.v1.schemas.queries import AppointmentQueryIn


def build_appointments_router(
    queries: AppointmentQueries, links: BookingLinks, stream: EventStream, access: Access
) -> APIRouter:
    router = APIRouter(prefix="/appointments", tags=["appointments"])
    AnyUser = Annotated[User, access.require_role()]

    @router.get(
        "", operation_id="listAppointments", summary="Lista agendamentos", responses=problems(401, 422, 503)
    )
    async def list_appointments(
        query: Annotated[AppointmentQueryIn, Query()], user: AnyUser
    ) -> AppointmentPageOut:
        found = await queries.search(query.asked_by(user))
        access.witness.saw(user, "agendamento", *(each.id for each in found.items))
        return AppointmentPageOut.of(found, user, links)

    # Before `{appointment_id}`, which would take its name for an id.
    @router.get(
        "/stream",
        operation_id="streamAppointments",
        summary="Mudanças nos agendamentos, ao vivo",
        response_class=EventSourceResponse,
        responses=problems(401, 429, 503),
    )
    async def stream_appointments(
        user: AnyUser,
        credentials: Bearer,
        last_event_id: Annotated[str | None, Header(description="Retoma depois deste evento.")] = None,
    ) -> EventSourceResponse:
        token = credentials.credentials if credentials else ""
        return stream.response(user.id, last_event_id, token)

    @router.get(
        "/{appointment_id}",
        operation_id="getAppointment",
        summary="Um agendamento",
        responses=problems(308, 401, 404, 503),
    )
    async def get_appointment(appointment_id: str, user: AnyUser) -> AppointmentOut:
        appointment = await queries.get(appointment_id)
        access.witness.saw(user, "agendamento", appointment.id)
        return AppointmentOut.of(appointment, user, links)

    @router.get(
        "/{appointment_id}/history",
        operation_id="getAppointmentHistory",
        summary="O histórico de um agendamento",
        responses=problems(308, 401, 404, 503),
    )
    async def get_history(appointment_id: str, user: AnyUser) -> list[HistoryEntryOut]:
        entries = await queries.history(appointment_id)
        access.witness.saw(user, "agendamento", appointment_id)
        return [HistoryEntryOut.of(entry, user) for entry in entries]

    @router.get(
        "/{appointment_id}/booking",
        operation_id="getAppointmentBookings",
        summary="As reservas de um agendamento, da mais antiga à atual",
        responses=problems(308, 401, 404, 503),
    )
    async def get_bookings(appointment_id: str, user: AnyUser) -> BookingsOut:
        appointment = await queries.get(appointment_id)
        access.witness.saw(user, "agendamento", appointment.id)
        return BookingsOut.of(appointment, user, links)

    return router
