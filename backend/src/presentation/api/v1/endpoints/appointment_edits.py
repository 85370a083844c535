"""Appointments: create, edit, delete."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from application.creation import creation_of
from application.ports import BookingLinks
from application.services.appointment_queries import AppointmentQueries
from application.services.appointment_service import AppointmentService
from domain.appointment import Appointment
from domain.editing import LOGISTICS
from domain.errors import Forbidden, Outdated
from domain.users import Role, User
from presentation.api.v1.dependencies import Access, CreationKey
from presentation.api.v1.errors import WithRecord, problems
from presentation.api.v1.masking import unmasked
from presentation.api.v1.schemas.appointment_edits import AppointmentIn, AppointmentPatch
from presentation.api.v1.schemas.appointments import AppointmentOut


def build_appointment_edits_router(
    appointments: AppointmentService, queries: AppointmentQueries, links: BookingLinks, access: Access
) -> APIRouter:
    router = APIRouter(prefix="/appointments", tags=["appointments"])
    AnyUser = Annotated[User, access.require_role()]
    Clerk = Annotated[User, access.require_role(Role.ATENDENTE, Role.GESTOR)]
    Manager = Annotated[User, access.require_role(Role.GESTOR)]

    def shown(appointment: Appointment, user: User) -> AppointmentOut:
        return AppointmentOut.of(appointment, user, links)

    @router.post(
        "",
        operation_id="createAppointment",
        summary="Cria um agendamento",
        status_code=201,
        responses=problems(401, 403, 409, 410, 422, 503),
    )
    async def create_appointment(body: AppointmentIn, user: Clerk, key: CreationKey = None) -> AppointmentOut:
        creation = creation_of(key, user.id, body.model_dump_json().encode())
        stored = await appointments.create(body.given(), user, creation)
        if key:  # it may be an earlier one, with what others have written into it since
            access.witness.saw(user, "agendamento", stored.id)
        return shown(stored, user)

    @router.patch(
        "/{appointment_id}",
        operation_id="editAppointment",
        summary="Muda campos de um agendamento",
        responses=problems(401, 403, 404, 409, 422, 503),
    )
    async def edit_appointment(appointment_id: str, body: AppointmentPatch, user: AnyUser) -> AppointmentOut:
        given = await _allowed(appointment_id, body.given(), user, queries)
        try:
            return shown(await appointments.edit(appointment_id, body.versao, given, user), user)
        except Outdated as outdated:
            raise WithRecord(outdated, shown(outdated.current, user)) from None

    @router.delete(
        "/{appointment_id}",
        operation_id="deleteAppointment",
        summary="Exclui um agendamento",
        status_code=204,
        responses=problems(401, 403, 404, 409, 422, 503),
    )
    async def delete_appointment(
        appointment_id: str, versao: Annotated[int, Query(ge=1)], user: Manager
    ) -> None:
        try:
            await appointments.delete(appointment_id, versao, user)
        except Outdated as outdated:
            raise WithRecord(outdated, shown(outdated.current, user)) from None

    return router


async def _allowed(
    appointment_id: str, given: dict[str, Any], user: User, queries: AppointmentQueries
) -> dict[str, Any]:
    """What `user` may change; CPFs that it saw masked in a text are put back. Raises Forbidden."""
    if user.role is not Role.LOGISTICA:
        return given
    if given.keys() - set(LOGISTICS):
        raise Forbidden("A logística muda só a equipe, o carro e as observações.")
    if given.get("observacoes"):
        current = await queries.find(appointment_id)
        given["observacoes"] = unmasked(given["observacoes"], current.observacoes if current else None)
    return given
