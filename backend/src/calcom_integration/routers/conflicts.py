"""Conflicts: where both sides changed a value, listed, and settled with one click."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from application.page import MAX_PAGE_SIZE
from application.ports import BookingLinks
from application.services.booking_decisions import BookingDecisions
from domain.appointment import Appointment
from domain.booking.side import Disagreement
from domain.errors import NotFound
from domain.users import User

Side = Literal["clinica", "calcom"]


class ConflictOut(BaseModel):
    """`vale` says whose value stands until a person decides. `campo` is `reservas` where two bookings of one visit are
    open: one of them has to be cancelled at Cal.com. `entre_cadastros`: two appointments turned out to be one visit, and
    `do_calcom` is what staff wanted in the other one. `outros_da_clinica` are values that staff gave besides."""

    id: str
    appointment_id: str
    nome_paciente: str
    nome_unidade: str
    data_agendamento: date | None
    hora_agendamento: str | None
    fuso: str
    campo: str
    da_clinica: Any = None
    do_calcom: Any = None
    vale: Side = "calcom"
    desde: datetime
    entre_cadastros: bool = False
    outros_da_clinica: list[Any] = Field(default_factory=list)
    reservas: list[str] = Field(default_factory=list, description="Onde abrir as reservas no Cal.com.")


class ConflictPageOut(BaseModel):
    """Conflicts of one page of appointments; `total` counts appointments."""

    items: list[ConflictOut]
    page: int
    page_size: int
    total: int


class ConflictQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=100_000)
    page_size: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE)


class SettleIn(BaseModel):
    """Whose value stands from now on."""

    model_config = ConfigDict(extra="forbid")

    side: Side


class SettledOut(BaseModel):
    appointment_id: str
    versao: int


def build_conflicts_router(decisions: BookingDecisions, links: BookingLinks, require_clerk: Any) -> APIRouter:
    """`/calcom/conflicts…`, for whom the dependency `require_clerk` lets in."""
    router = APIRouter(prefix="/calcom/conflicts", tags=["calcom"])
    Clerk = Annotated[User, require_clerk]

    @router.get("", operation_id="listConflicts", summary="Conflitos entre a clínica e o Cal.com")
    async def list_conflicts(query: Annotated[ConflictQuery, Query()], _user: Clerk) -> ConflictPageOut:
        found = await decisions.conflicts(query.page, query.page_size)
        items = [conflict for each in found.items for conflict in _told(each, links)]
        return ConflictPageOut(items=items, page=found.page, page_size=found.page_size, total=found.total)

    @router.post(
        "/{conflict_id}/settle",
        operation_id="settleConflict",
        summary="Resolve um conflito",
        responses={404: {}, 409: {}},
    )
    async def settle_conflict(conflict_id: str, wanted: SettleIn, user: Clerk) -> SettledOut:
        appointment_id, _, field = conflict_id.partition(":")
        if not field:
            raise NotFound("Conflito não encontrado.")
        owner = "clinica" if wanted.side == "clinica" else "booking"
        after = await decisions.settle(appointment_id, field, owner, user)
        return SettledOut(appointment_id=after.id, versao=after.versao)

    return router


def _told(appointment: Appointment, links: BookingLinks) -> list[ConflictOut]:
    ends = [row.key for row in appointment.side.chain.ends if row.is_open]
    told = [_of_field(appointment, each, links) for each in appointment.side.disagreements]
    if len(ends) > 1:
        told.append(_conflict(appointment, "reservas", appointment.updated_at, links))
    return told


def _of_field(appointment: Appointment, conflict: Disagreement, links: BookingLinks) -> ConflictOut:
    is_ours = conflict.owner == "clinica"
    ours, theirs = (conflict.kept, conflict.other) if is_ours else (conflict.other, conflict.kept)
    told = _conflict(appointment, conflict.field, conflict.at, links)
    vale: Side = "clinica" if is_ours else "calcom"
    between, besides = conflict.is_between_records, list(conflict.besides)
    values = {"da_clinica": ours, "do_calcom": theirs, "outros_da_clinica": besides}
    return told.model_copy(update={**values, "vale": vale, "entre_cadastros": between})


def _conflict(appointment: Appointment, field: str, since: datetime, links: BookingLinks) -> ConflictOut:
    keys = [row.key for row in appointment.side.chain.ends if row.is_open]
    return ConflictOut(
        id=f"{appointment.id}:{field}",
        appointment_id=appointment.id,
        nome_paciente=appointment.nome_paciente,
        nome_unidade=appointment.nome_unidade,
        data_agendamento=appointment.data_agendamento,
        hora_agendamento=appointment.hora_agendamento,
        fuso=appointment.fuso,
        campo=field,
        desde=since,
        reservas=[url for url in map(links.url, keys) if url],
    )
