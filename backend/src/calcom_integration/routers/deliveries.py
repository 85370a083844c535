"""Deliveries for the gestor: list, look, replay."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from application.page import MAX_PAGE_SIZE
from application.ports import Clock, JobQueue
from calcom_integration.delivery import Delivery, DeliveryFilter, State
from calcom_integration.inbox import PROCESS
from calcom_integration.store import DeliveryStore
from domain.errors import Conflict, NotFound


class DeliveryOut(BaseModel):
    """Instants are UTC. `uid` is the booking's."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    trigger: str | None
    uid: str | None
    state: State
    reason: str | None
    error: str | None
    attempts: int
    received_at: datetime
    next_attempt_at: datetime | None
    processed_at: datetime | None
    appointment_id: str | None


class DeliveryDetailOut(DeliveryOut):
    """`body` is the stored JSON, or the text as it came where it is none."""

    body: Any


class DeliveryPageOut(BaseModel):
    items: list[DeliveryOut]
    page: int
    page_size: int
    total: int


class ReplayIn(BaseModel):
    """Which ended deliveries to process again; with nothing given, all `failed` and `dead` ones."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    state: State | None = None
    trigger: str | None = None
    uid: str | None = None
    since: AwareDatetime | None = Field(default=None, alias="from")
    until: AwareDatetime | None = Field(default=None, alias="to")


class DeliveryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    state: list[State] = Field(default_factory=list)
    trigger: list[str] = Field(default_factory=list)
    uid: list[str] = Field(default_factory=list)
    since: AwareDatetime | None = Field(default=None, alias="from")
    until: AwareDatetime | None = Field(default=None, alias="to")
    page: int = Field(default=1, ge=1, le=100_000)
    page_size: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE)


class QueuedOut(BaseModel):
    queued: int


def build_deliveries_router(
    store: DeliveryStore, queue: JobQueue, clock: Clock, require_gestor: Any
) -> APIRouter:
    """`/calcom/deliveries…`, for whom the dependency `require_gestor` lets in."""
    router = APIRouter(prefix="/calcom/deliveries", tags=["calcom"], dependencies=[require_gestor])

    @router.get("", operation_id="listDeliveries", summary="Entregas recebidas do Cal.com")
    async def list_deliveries(query: Annotated[DeliveryQuery, Query()]) -> DeliveryPageOut:
        items, total = await store.page(_filter(query), query.page, query.page_size)
        shown = [DeliveryOut.model_validate(delivery) for delivery in items]
        return DeliveryPageOut(items=shown, page=query.page, page_size=query.page_size, total=total)

    @router.get("/{delivery_id}", operation_id="getDelivery", summary="Uma entrega, com o corpo")
    async def get_delivery(delivery_id: str) -> DeliveryDetailOut:
        return _detail(await _known(store, delivery_id))

    @router.post("/replay", status_code=202, operation_id="replayDeliveries", summary="Reprocessa por filtro")
    async def replay_deliveries(wanted: ReplayIn) -> QueuedOut:
        return QueuedOut(queued=await store.replay(_replayed(wanted), clock.now()))

    @router.post(
        "/{delivery_id}/replay",
        status_code=202,
        operation_id="replayDelivery",
        summary="Reprocessa uma entrega",
    )
    async def replay_delivery(delivery_id: str) -> QueuedOut:
        await _known(store, delivery_id)
        if not await store.replay_one(delivery_id, clock.now()):
            raise Conflict("Esta entrega ainda está na fila.")
        await queue.enqueue(PROCESS, delivery_id, job_id=f"{PROCESS}:{delivery_id}")
        return QueuedOut(queued=1)

    return router


async def _known(store: DeliveryStore, delivery_id: str) -> Delivery:
    delivery = await store.get(delivery_id)
    if delivery is None:
        raise NotFound("Entrega não encontrada.")
    return delivery


def _filter(query: DeliveryQuery) -> DeliveryFilter:
    return DeliveryFilter(
        state=tuple(query.state),
        trigger=tuple(query.trigger),
        uid=tuple(query.uid),
        since=query.since,
        until=query.until,
    )


def _replayed(wanted: ReplayIn) -> DeliveryFilter:
    return DeliveryFilter(
        state=(wanted.state,) if wanted.state else (State.FAILED, State.DEAD),
        trigger=(wanted.trigger,) if wanted.trigger else (),
        uid=(wanted.uid,) if wanted.uid else (),
        since=wanted.since,
        until=wanted.until,
    )


def _detail(delivery: Delivery) -> DeliveryDetailOut:
    text = delivery.body.decode("utf-8", errors="replace")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text
    return DeliveryDetailOut(**DeliveryOut.model_validate(delivery).model_dump(), body=body)
