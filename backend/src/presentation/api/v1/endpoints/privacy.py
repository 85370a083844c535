"""The rights of a patient (LGPD), for the gestor: everything in one file, everything forgotten, and who looked."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from application.privacy.ports import Deed
from application.privacy.services import Privacy
from application.services.user_service import UserService
from domain.users import Role, User
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.privacy import AccessPageOut, AccessQueryIn, ErasureOut


def build_privacy_router(privacy: Privacy, users: UserService, access: Access) -> APIRouter:
    allowed = access.require_role(Role.GESTOR)
    Gestor = Annotated[User, allowed]
    router = APIRouter(tags=["privacy"], dependencies=[allowed])

    @router.get(
        "/clients/{client_id}/export",
        operation_id="exportClient",
        summary="Tudo o que está guardado de um cliente; fica registrado quem o pediu",
        response_class=JSONResponse,
        responses=problems(401, 403, 404, 503),
    )
    async def export_client(client_id: str, user: Gestor) -> JSONResponse:
        told = await privacy.export.of(client_id)
        await access.witness.note(user, Deed.EXPORTED, "cliente", client_id)
        disposition = f'attachment; filename="dados-{client_id}.json"'
        headers = {"content-disposition": disposition, "cache-control": "no-store"}
        return JSONResponse(told, headers=headers)

    @router.post(
        "/clients/{client_id}/erasure",
        status_code=202,
        operation_id="eraseClient",
        summary="Apaga os dados de um cliente e cancela as suas reservas futuras",
        responses=problems(401, 403, 404, 503),
    )
    async def erase_client(client_id: str, user: Gestor) -> ErasureOut:
        erasure = await privacy.erasing.ask(client_id, user)
        await access.witness.note(user, Deed.ERASED, "cliente", client_id)
        return ErasureOut.of(erasure, await users.names())

    @router.get(
        "/clients/{client_id}/erasure",
        operation_id="getErasure",
        summary="Até onde foi o apagamento de um cliente",
        responses=problems(401, 403, 404, 503),
    )
    async def get_erasure(client_id: str) -> ErasureOut:
        return ErasureOut.of(await privacy.erasing.get(client_id), await users.names())

    @router.get(
        "/privacy/erasures",
        operation_id="listErasures",
        summary="Os apagamentos, do mais novo ao mais antigo",
        responses=problems(401, 403, 503),
    )
    async def list_erasures() -> list[ErasureOut]:
        names = await users.names()
        return [ErasureOut.of(each, names) for each in await privacy.erasing.newest()]

    @router.get(
        "/privacy/accesses",
        operation_id="listAccesses",
        summary="Quem viu ou exportou dados pessoais de quem",
        responses=problems(401, 403, 422, 503),
    )
    async def list_accesses(query: Annotated[AccessQueryIn, Query()]) -> AccessPageOut:
        found = await privacy.log.page(query.page, query.page_size, query.id)
        return AccessPageOut.of(found, await users.names())

    return router
