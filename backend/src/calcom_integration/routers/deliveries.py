"""Deliveries for the gestor: list, look, replay."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from application.inputs import Instant, NameText, Wanted
from application.page import MAX_PAGE_SIZE
from application.ports import Clock, JobQueue
from application.privacy.ports import Deed
from application.privacy.witness import Witness
from calcom_integration.body import shown
from calcom_integration.delivery import Delivery, DeliveryFilter, State
from calcom_integration.inbox import ask
from calcom_integration.mapping.masked_body import masked_body
from calcom_integration.store import DeliveryStore
from domain.errors import Conflict, NotFound
from domain.users import User


class Gone(Conflict):
    code, detail = (
        "sem_conteudo",
        "O conteúdo desta entrega não está mais guardado, ou está lacrado com outra chave.",
    )


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
    """`body` is the stored JSON, or the text as it came where it is none, masked so that it names nobody; null where it is
    kept no more, or sealed with a key that the service does not have."""

    body: Any


class DeliveryBodyOut(BaseModel):
    """The whole body, a patient's data and all."""

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
    trigger: NameText | None = None
    uid: NameText | None = None
    since: Instant | None = Field(default=None, alias="from")
    until: Instant | None = Field(default=None, alias="to")


class DeliveryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    state: list[State] = Field(default_factory=list)
    trigger: Wanted = []
    uid: Wanted = []
    since: Instant | None = Field(default=None, alias="from")
    until: Instant | None = Field(default=None, alias="to")
    page: int = Field(default=1, ge=1, le=100_000)
    page_size: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE)


class QueuedOut(BaseModel):
    queued: int


def build_deliveries_router(
    store: DeliveryStore, queue: JobQueue, clock: Clock, require_gestor: Any, witness: Witness
) -> APIRouter:
    """`/calcom/deliveries…`, for whom the dependency `require_gestor` lets in."""
    router = APIRouter(prefix="/calcom/deliveries", tags=["calcom"], dependencies=[require_gestor])

    @router.get("", operation_id="listDeliveries", summary="Entregas recebidas do Cal.com")
    async def list_deliveries(query: Annotated[DeliveryQuery, Query()]) -> DeliveryPageOut:
        items, total = await store.page(_filter(query), query.page, query.page_size)
        shown = [DeliveryOut.model_validate(delivery) for delivery in items]
        return DeliveryPageOut(items=shown, page=query.page, page_size=query.page_size, total=total)

    @router.get(
        "/{delivery_id}",
        operation_id="getDelivery",
        summary="Uma entrega, com o conteúdo mascarado",
        responses={404: {}},
    )
    async def get_delivery(delivery_id: str) -> DeliveryDetailOut:
        return _detail(await _known(store, delivery_id))

    @router.get(
        "/{delivery_id}/body",
        operation_id="revealDelivery",
        summary="O conteúdo inteiro de uma entrega; fica registrado quem o pediu",
        responses={404: {}, 409: {}},
    )
    async def reveal_delivery(
        delivery_id: str, user: Annotated[User, require_gestor], response: Response
    ) -> DeliveryBodyOut:
        delivery = await _known(store, delivery_id)
        if delivery.body is None:
            raise Gone
        await witness.note(user, Deed.REVEALED, "entrega", delivery.id)
        response.headers["cache-control"] = "no-store"
        return DeliveryBodyOut(body=_body(delivery))

    @router.post("/replay", status_code=202, operation_id="replayDeliveries", summary="Reprocessa por filtro")
    async def replay_deliveries(wanted: ReplayIn) -> QueuedOut:
        return QueuedOut(queued=await store.replay(_replayed(wanted), clock.now()))

    @router.post(
        "/{delivery_id}/replay",
        status_code=202,
        operation_id="replayDelivery",
        summary="Reprocessa uma entrega",
        responses={404: {}, 409: {}},
    )
    async def replay_delivery(delivery_id: str) -> QueuedOut:
        delivery = await _known(store, delivery_id)
        if not await store.replay_one(delivery_id, clock.now()):
            raise Conflict("Esta entrega ainda está na fila.")
        await ask(queue, delivery.id)
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
    body = masked_body(_body(delivery))
    return DeliveryDetailOut(**DeliveryOut.model_validate(delivery).model_dump(), body=body)


def _body(delivery: Delivery) -> Any:
    return None if delivery.body is None else shown(delivery.body)
