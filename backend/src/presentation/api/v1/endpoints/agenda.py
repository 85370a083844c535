"""The day's agenda by collector."""

from typing import Annotated

from fastapi import APIRouter, Query

from application.ports import BookingLinks
from application.services.agenda_service import AgendaService
from domain.users import User
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.agenda import AgendaOut, AgendaQuery


def build_agenda_router(agenda: AgendaService, links: BookingLinks, access: Access) -> APIRouter:
    router = APIRouter(prefix="/agenda", tags=["agenda"])

    @router.get(
        "", operation_id="getAgenda", summary="O dia, por coletora", responses=problems(401, 422, 503)
    )
    async def get_agenda(
        query: Annotated[AgendaQuery, Query()], user: Annotated[User, access.require_role()]
    ) -> AgendaOut:
        found = await agenda.of(query.data, query.nome_unidade)
        access.witness.saw(user, "agendamento", *(each.id for each in found.visits))
        return AgendaOut.of(found, user, links)

    return router
