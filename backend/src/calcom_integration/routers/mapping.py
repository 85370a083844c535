"""The mapping for the gestor: look, try on real deliveries, save, read history anew."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter

from application.ports import Clock
from calcom_integration.delivery import Delivery, DeliveryFilter, State
from calcom_integration.dto import Event, read
from calcom_integration.errors import Ignored, Unreadable
from calcom_integration.mappings import Mappings
from calcom_integration.reconcile import asked_for
from calcom_integration.routers.mapping_shapes import (
    MappingDraftIn,
    MappingIn,
    MappingOut,
    MappingPreviewOut,
    ReprocessOut,
    previewed,
    shown,
)
from calcom_integration.run import Kind
from calcom_integration.store import DeliveryStore, RunStore
from calcom_integration.triggers import Trigger
from domain.errors import Overtaken, StaleWrite
from domain.users import User

# Deliveries that tell answers: what a mapping is about (docs/mapping.md, 2).
_TELLING = tuple(t for t in Trigger if t.makes_a_row or t in (Trigger.CANCELLED, Trigger.REJECTED))
_PREVIEWED = 20
# What was read, or could not be for a reason that a mapping may have to do with; the rest never depends on one.
_READ_ANEW = DeliveryFilter(state=(State.DONE, State.DEAD))


def build_mapping_router(
    mappings: Mappings, store: DeliveryStore, runs: RunStore | None, clock: Clock, require_gestor: Any
) -> APIRouter:
    """`/calcom/mapping…`, for whom the dependency `require_gestor`, which gives the user, lets in. `runs` is None where no
    API is configured that a run could read."""
    router = APIRouter(prefix="/calcom/mapping", tags=["calcom"], dependencies=[require_gestor])

    @router.get("", operation_id="getMapping", summary="Mapeamento em vigor, e quem salvou as versões")
    async def get_mapping() -> MappingOut:
        return await _shown(mappings)

    @router.put(
        "",
        operation_id="saveMapping",
        summary="Salva a próxima versão do mapeamento",
        responses={409: {}},
    )
    async def save_mapping(given: MappingIn, user: Annotated[User, require_gestor]) -> MappingOut:
        types = [each.event_type() for each in given.event_types]
        try:
            await mappings.save(given.version, types, given.questions, user.name, given.note or None)
        except StaleWrite:
            raise Overtaken((await _shown(mappings)).model_dump(mode="json")) from None
        return await _shown(mappings)

    @router.post("/preview", operation_id="previewMapping", summary="Experimenta nas últimas entregas reais")
    async def preview_mapping(given: MappingDraftIn) -> MappingPreviewOut:
        types = [each.event_type() for each in given.event_types]
        before, after = await mappings.drafted(types, given.questions)
        newest = await store.newest(_TELLING, _PREVIEWED)
        return MappingPreviewOut(items=[previewed(*pair, before, after) for pair in _readable(newest)])

    @router.post(
        "/reprocess",
        status_code=202,
        operation_id="reprocessMapping",
        summary="Lê de novo toda a história com o mapeamento em vigor",
    )
    async def reprocess(user: Annotated[User, require_gestor]) -> ReprocessOut:
        due = mappings.in_force_everywhere()
        queued = await store.replay(_READ_ANEW, due)
        if runs is None:
            return ReprocessOut(queued=queued, run_id=None)
        run = replace(asked_for(Kind.FULL, user, clock.now()), due_at=due)
        await runs.request(run)
        return ReprocessOut(queued=queued, run_id=run.id)

    return router


async def _shown(mappings: Mappings) -> MappingOut:
    return shown(await mappings.newest(), await mappings.saves())


def _readable(deliveries: list[Delivery]) -> Iterator[tuple[Delivery, Event]]:
    for delivery in deliveries:
        try:
            yield delivery, read(delivery.body or b"")
        except (Ignored, Unreadable):
            continue
