"""Clients: two made one, the undoing of it, two told apart. Every one of these is in the log of accesses."""

from typing import Annotated

from fastapi import APIRouter

from application.privacy.ports import Deed
from application.services.client_decisions import ClientDecisions
from domain.users import Role, User
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.clients import ClientOut, OtherClientIn, UnionOut


def build_client_decisions_router(decisions: ClientDecisions, access: Access) -> APIRouter:
    router = APIRouter(prefix="/clients/{client_id}", tags=["clients"])
    Writer = Annotated[User, access.require_role(Role.ATENDENTE, Role.GESTOR)]
    refusals = problems(308, 401, 403, 404, 409, 422, 503)

    @router.get(
        "/unions",
        operation_id="listUnions",
        summary="Os cadastros que foram unidos a este e podem ser separados de novo",
        responses=problems(401, 403, 404, 503),
    )
    async def list_unions(client_id: str, user: Writer) -> list[UnionOut]:
        found = await decisions.of(client_id)
        access.witness.saw(user, "cliente", client_id)
        return [UnionOut.of(each, user) for each in found]

    @router.post(
        "/merge", operation_id="mergeClients", summary="Une outro cliente a este", responses=refusals
    )
    async def merge_clients(client_id: str, body: OtherClientIn, user: Writer) -> ClientOut:
        survivor = await decisions.merge(client_id, body.other_id, user)
        await access.witness.note(user, Deed.UNITED, "cliente", client_id)
        return ClientOut.of(survivor, user)

    @router.post(
        "/unmerge",
        operation_id="unmergeClients",
        summary="Desfaz a união de outro cliente a este, que volta a existir",
        responses=refusals,
    )
    async def unmerge_clients(client_id: str, body: OtherClientIn, user: Writer) -> ClientOut:
        again = await decisions.undo(client_id, body.other_id, user)
        await access.witness.note(user, Deed.PARTED, "cliente", client_id)
        return ClientOut.of(again, user)

    @router.post(
        "/separate",
        operation_id="separateClients",
        summary="Diz que outro cliente é outra pessoa: ninguém pergunta de novo se são um só",
        responses=refusals,
    )
    async def separate_clients(client_id: str, body: OtherClientIn, user: Writer) -> ClientOut:
        client = await decisions.separate(client_id, body.other_id)
        await access.witness.note(user, Deed.SEPARATED, "cliente", client_id)
        return ClientOut.of(client, user)

    return router
