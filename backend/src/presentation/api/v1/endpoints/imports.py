"""Imports of spreadsheets: send, preview, confirm; the template to fill in."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from application.creation import creation_of
from application.services.import_service import MAX_BYTES, ImportService
from domain.users import Role, User
from presentation.api.v1.dependencies import Access, CreationKey
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.imports import ImportOut, ImportPageOut, ImportStartedOut
from presentation.api.v1.upload import BODY, uploaded

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TemplateResponse(Response):
    media_type = _XLSX


def build_imports_router(imports: ImportService, access: Access) -> APIRouter:
    """To be added before the routes of `/appointments/{appointment_id}`."""
    allowed = access.require_role(Role.ATENDENTE, Role.GESTOR)
    Writer = Annotated[User, allowed]
    router = APIRouter(prefix="/appointments/imports", tags=["imports"], dependencies=[allowed])

    @router.post(
        "",
        status_code=202,
        operation_id="startImport",
        summary="Envia uma planilha para a prévia",
        responses=problems(401, 403, 413, 422, 503),
        openapi_extra=BODY,
    )
    async def start_import(request: Request, user: Writer, key: CreationKey = None) -> ImportStartedOut:
        name, content = await uploaded(request, MAX_BYTES)
        creation = creation_of(key, user.id, name.encode(), content)
        return ImportStartedOut.model_validate(await imports.start(name, content, user.name, creation))

    @router.get(
        "",
        operation_id="listImports",
        summary="As últimas importações",
        responses=problems(401, 403, 503),
    )
    async def list_imports() -> ImportPageOut:
        return ImportPageOut.of(await imports.newest())

    @router.get(
        "/modelo.xlsx",
        operation_id="getImportTemplate",
        summary="O modelo de planilha",
        response_class=TemplateResponse,
        responses=problems(401, 403),
    )
    def template() -> Response:
        disposition = {"Content-Disposition": 'attachment; filename="modelo.xlsx"'}
        return TemplateResponse(imports.template(), headers=disposition)

    @router.get(
        "/{import_id}",
        operation_id="getImport",
        summary="Uma importação: prévia, erros, progresso",
        responses=problems(401, 403, 404, 503),
    )
    async def get_import(import_id: str) -> ImportOut:
        return ImportOut.model_validate(await imports.get(import_id))

    @router.post(
        "/{import_id}/confirm",
        status_code=202,
        operation_id="confirmImport",
        summary="Grava uma prévia sem erros",
        responses=problems(401, 403, 404, 409, 503),
    )
    async def confirm_import(import_id: str, user: Writer) -> ImportStartedOut:
        return ImportStartedOut.model_validate(await imports.confirm(import_id, user.name))

    return router
