"""Clients as the API tells them, and what staff may write."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from application.inputs import EmailText, IdText, NameText, OtherText
from application.page import Page
from domain.client import Client, Union
from domain.users import User
from presentation.api.v1.masking import for_viewer


class ClientOut(BaseModel):
    """`total_agendamentos` counts every appointment, `ultima_visita` is the day of the last one collected. `a_confirmar`
    are the contacts that only a booking claimed, by field name. CPFs are masked for logística."""

    id: str
    nome: str
    cpf: str | None
    telefone: str | None
    email: str | None
    total_agendamentos: int
    ultima_visita: date | None
    a_confirmar: list[str]
    versao: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, client: Client, viewer: User) -> "ClientOut":
        values = {name: getattr(client, name) for name in cls.model_fields if name != "a_confirmar"}
        values["cpf"] = for_viewer(client.cpf, viewer)
        return cls(**values, a_confirmar=sorted(client.alegados))


class ClientPageOut(BaseModel):
    items: list[ClientOut]
    page: int
    page_size: int
    total: int

    @classmethod
    def of(cls, page: Page[Client], viewer: User) -> "ClientPageOut":
        items = [ClientOut.of(each, viewer) for each in page.items]
        return cls(items=items, page=page.page, page_size=page.page_size, total=page.total)


class ClientEditIn(BaseModel):
    """What is not sent stays; null clears."""

    model_config = ConfigDict(extra="forbid")

    versao: StrictInt
    nome: NameText | None = None
    cpf: OtherText | None = None
    telefone: OtherText | None = None
    email: EmailText | None = None

    @property
    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True, exclude={"versao"})


class OtherClientIn(BaseModel):
    """The client that becomes part of the addressed one, is parted from it, or is told apart."""

    model_config = ConfigDict(extra="forbid")

    other_id: IdText


class UnionOut(BaseModel):
    """A client that became part of another one at `em` (UTC), as it was then. `desfeita`: its undoing was cut short."""

    cliente: ClientOut
    em: datetime
    desfeita: bool

    @classmethod
    def of(cls, union: Union, viewer: User) -> "UnionOut":
        return cls(cliente=ClientOut.of(union.absorbed, viewer), em=union.at, desfeita=union.is_undone)


class ClientQueryIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: NameText = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=20, ge=1, le=100)
