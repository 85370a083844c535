"""Appointments: what waits for a person about whose they are."""

from typing import Annotated

from fastapi import APIRouter

from application.privacy.ports import Deed
from application.services.appointment_queries import AppointmentQueries
from application.services.client_decisions import ClientDecisions
from application.services.client_service import ClientService
from domain.users import Role, User
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.claims import ClaimedContactOut, ClaimsOut, ConfirmContactIn
from presentation.api.v1.schemas.clients import ClientOut


def build_appointment_claims_router(
    clients: ClientService, decisions: ClientDecisions, queries: AppointmentQueries, access: Access
) -> APIRouter:
    router = APIRouter(prefix="/appointments", tags=["appointments"])
    Clerk = Annotated[User, access.require_role(Role.ATENDENTE, Role.GESTOR)]

    @router.get(
        "/{appointment_id}/claims",
        operation_id="getAppointmentClaims",
        summary="O que falta confirmar do paciente: contatos que diferem do cadastro, cadastros a unir",
        responses=problems(308, 401, 403, 404, 503),
    )
    async def get_claims(appointment_id: str, user: Clerk) -> ClaimsOut:
        appointment = await queries.get(appointment_id)
        client = await clients.known_of(appointment)
        others = await clients.candidates(appointment)
        claimed = await clients.to_confirm(appointment)
        shown = [each for each in (client, *others) if each]
        access.witness.saw(user, "cliente", *(each.id for each in shown))
        return ClaimsOut(
            cliente=ClientOut.of(client, user) if client else None,
            contatos=[
                ClaimedContactOut(campo=name, do_agendamento=value, do_cliente=getattr(client, name))
                for name, value in claimed.items()
            ],
            a_unir=[ClientOut.of(each, user) for each in others],
        )

    @router.post(
        "/{appointment_id}/confirm-contact",
        operation_id="confirmContact",
        summary="Atualiza o contato do cliente com o deste agendamento; fica registrado quem o fez",
        status_code=204,
        responses=problems(401, 403, 404, 409, 422, 503),
    )
    async def confirm_contact(appointment_id: str, body: ConfirmContactIn, user: Clerk) -> None:
        await decisions.confirm_contact(appointment_id, body.seen, user)
        await access.witness.note(user, Deed.CONFIRMED, "agendamento", appointment_id)

    return router
