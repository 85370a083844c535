"""The booking widget: what it needs, and which of the patient's data the gestor lets it have."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from application.ports import Clock
from calcom_integration.routers.embed_config import EmbedConfig
from calcom_integration.routers.embed_shapes import EmbedConfigOut, EmbedQuery, EmbedSettings
from calcom_integration.routers.far_side import calcom_as_problems
from calcom_integration.store import EmbedStore
from domain.users import User


def build_embed_router(
    config: EmbedConfig, store: EmbedStore, clock: Clock, require_user: Any, require_gestor: Any
) -> APIRouter:
    """`/calcom/embed-…`: 409 where nobody said whose page it is, 503 where Cal.com never did and is away."""
    router = APIRouter(prefix="/calcom", tags=["calcom"])

    @router.get(
        "/embed-config",
        operation_id="getEmbedConfig",
        summary="O que o autoagendamento precisa saber",
        responses={status: {} for status in (308, 404, 409, 502)},
    )
    async def get_config(
        wish: Annotated[EmbedQuery, Query()], user: Annotated[User, require_user]
    ) -> EmbedConfigOut:
        with calcom_as_problems():
            return await config.of(wish, user)

    @router.get(
        "/embed-settings",
        operation_id="getEmbedSettings",
        summary="Quais dados do paciente o autoagendamento já traz preenchidos",
        dependencies=[require_gestor],
    )
    async def get_settings() -> EmbedSettings:
        return EmbedSettings.of(await config.prefilled())

    @router.put(
        "/embed-settings",
        operation_id="saveEmbedSettings",
        summary="Escolhe os dados do paciente que o autoagendamento já traz preenchidos",
    )
    async def save_settings(wanted: EmbedSettings, user: Annotated[User, require_gestor]) -> EmbedSettings:
        await store.keep(wanted.prefilled, user.name, clock.now())
        return wanted

    return router
