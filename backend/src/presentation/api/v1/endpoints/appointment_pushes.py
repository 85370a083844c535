"""Appointments: the ways out where the booking side refused a change."""

from typing import Annotated

from fastapi import APIRouter

from application.ports import BookingLinks
from application.services.booking_decisions import BookingDecisions
from domain.users import Role, User
from domain.ways_out import Way
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.appointments import AppointmentOut


def build_appointment_pushes_router(
    decisions: BookingDecisions, links: BookingLinks, access: Access
) -> APIRouter:
    router = APIRouter(prefix="/appointments", tags=["appointments"])
    Clerk = Annotated[User, access.require_role(Role.ATENDENTE, Role.GESTOR)]

    @router.post(
        "/{appointment_id}/push/{way}",
        operation_id="decidePush",
        summary="Decide um envio recusado: tentar de novo, manter ou desfazer",
        responses=problems(401, 403, 404, 409, 422, 503),
    )
    async def decide_push(appointment_id: str, way: Way, user: Clerk) -> AppointmentOut:
        return AppointmentOut.of(await decisions.push(appointment_id, way, user), user, links)

    return router
