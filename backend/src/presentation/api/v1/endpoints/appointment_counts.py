"""Appointments counted: KPIs, and the values that filters offer."""

from typing import Annotated

from fastapi import APIRouter, Query

from application.services.appointment_counts import AppointmentCounts
from domain.users import User
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.counts import FiltersOut, KpisOut, WeekOut
from presentation.api.v1.schemas.queries import AppointmentFiltersIn

_WEEKS = 8


def build_appointment_counts_router(counts: AppointmentCounts, access: Access) -> APIRouter:
    """Must come before the routes of one appointment, which would take these names for ids."""
    router = APIRouter(prefix="/appointments", tags=["appointments"])
    AnyUser = Annotated[User, access.require_role()]
    Asked = Annotated[AppointmentFiltersIn, Query()]

    @router.get(
        "/kpis",
        operation_id="getAppointmentKpis",
        summary="Indicadores dos agendamentos de um período (30 dias até hoje, se nenhum for dado)",
        responses=problems(401, 422, 503),
    )
    async def get_kpis(asked: Asked, user: AnyUser) -> KpisOut:
        query = counts.bounded(asked.asked_by(user))
        return KpisOut.of(await counts.kpis(query), query)

    @router.get(
        "/filters",
        operation_id="getAppointmentFilters",
        summary="Valores presentes nos agendamentos de um período (30 dias até hoje, se nenhum for dado)",
        responses=problems(401, 422, 503),
    )
    async def get_filters(asked: Asked, user: AnyUser) -> FiltersOut:
        query = counts.bounded(asked.asked_by(user))
        return FiltersOut.of(await counts.present(query), await counts.drivers(), await counts.collectors())

    @router.get(
        "/origins",
        operation_id="listAppointmentOrigins",
        summary="Visitas por origem em cada uma das últimas 8 semanas",
        responses=problems(401, 503),
    )
    async def list_origins(_user: AnyUser) -> list[WeekOut]:
        return [WeekOut.of(each) for each in await counts.origins(_WEEKS)]

    return router
