"""The rights of a patient as the API tells them."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from application.inputs import IdText
from application.page import MAX_PAGE_SIZE, Page
from application.privacy.ports import Deed, Erasure, ErasureState, Seen


class ErasureOut(BaseModel):
    """`id` was the client's. `agendamentos` counts the visits forgotten so far, those that still stand included; `em_pe` are
    the ids of visits whose booking at the booking side still stands: they are forgotten once it is off."""

    id: str
    estado: ErasureState
    pedido_em: datetime
    pedido_por: str | None
    concluido_em: datetime | None
    agendamentos: int
    em_pe: list[str]

    @classmethod
    def of(cls, erasure: Erasure, names: Mapping[str, str]) -> "ErasureOut":
        return cls(
            id=erasure.id,
            estado=erasure.state,
            pedido_em=erasure.asked_at,
            pedido_por=names.get(erasure.asked_by),
            concluido_em=erasure.ended_at,
            agendamentos=len(erasure.visits),
            em_pe=list(erasure.standing),
        )


class AccessOut(BaseModel):
    """Who (null: a user that is gone) did what with whose data; `tipo` says what `id` is of."""

    em: datetime
    quem: str | None
    acao: Deed
    tipo: str
    id: str

    @classmethod
    def of(cls, seen: Seen, names: Mapping[str, str]) -> "AccessOut":
        return cls(em=seen.at, quem=names.get(seen.user_id), acao=seen.act, tipo=seen.kind, id=seen.id)


class AccessPageOut(BaseModel):
    items: list[AccessOut]
    page: int
    page_size: int
    total: int

    @classmethod
    def of(cls, page: Page[Seen], names: Mapping[str, str]) -> "AccessPageOut":
        items = [AccessOut.of(each, names) for each in page.items]
        return cls(items=items, page=page.page, page_size=page.page_size, total=page.total)


class AccessQueryIn(BaseModel):
    """`id` is a client's, an appointment's or a delivery's."""

    model_config = ConfigDict(extra="forbid")

    id: IdText | None = None
    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=50, ge=1, le=MAX_PAGE_SIZE)
