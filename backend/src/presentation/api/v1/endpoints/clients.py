"""Clients: list, one, edit. Logística reads, CPFs masked."""

from typing import Annotated

from fastapi import APIRouter, Query

from application.services.client_service import ClientService
from domain.users import Role, User
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.masking import hides_cpf
from presentation.api.v1.schemas.clients import (
    ClientEditIn,
    ClientOut,
    ClientPageOut,
    ClientQueryIn,
)


def build_clients_router(clients: ClientService, access: Access) -> APIRouter:
    router = APIRouter(prefix="/clients", tags=["clients"])
    AnyUser = Annotated[User, access.require_role()]
    Writer = Annotated[User, access.require_role(Role.ATENDENTE, Role.GESTOR)]

    @router.get("", operation_id="listClients", summary="Lista clientes", responses=problems(401, 422, 503))
    async def list_clients(query: Annotated[ClientQueryIn, Query()], user: AnyUser) -> ClientPageOut:
        found = await clients.search(query.q, query.page, query.page_size, is_cpf_hidden=hides_cpf(user))
        access.witness.saw(user, "cliente", *(each.id for each in found.items))
        return ClientPageOut.of(found, user)

    @router.get(
        "/{client_id}",
        operation_id="getClient",
        summary="Um cliente",
        responses=problems(308, 401, 404, 503),
    )
    async def get_client(client_id: str, user: AnyUser) -> ClientOut:
        client = await clients.get(client_id)
        access.witness.saw(user, "cliente", client.id)
        return ClientOut.of(client, user)

    @router.patch(
        "/{client_id}",
        operation_id="updateClient",
        summary="Altera um cliente",
        responses=problems(308, 401, 403, 404, 409, 422, 503),
    )
    async def update_client(client_id: str, edit: ClientEditIn, user: Writer) -> ClientOut:
        return ClientOut.of(await clients.edit(client_id, edit.versao, edit.changes), user)

    return router
