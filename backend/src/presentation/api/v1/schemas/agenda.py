"""The day's agenda as the API tells it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from application.inputs import Day, Wanted
from application.ports import BookingLinks
from application.services.agenda_service import Agenda, Warning
from domain.appointment import Appointment
from domain.users import User
from presentation.api.v1.schemas.appointments import AppointmentOut


class AgendaQuery(BaseModel):
    """`data` is a local date at each unit."""

    model_config = ConfigDict(extra="forbid")

    data: Day
    nome_unidade: Wanted = []


class ColumnOut(BaseModel):
    """`agendamentos` are by time."""

    collector_id: str
    nome: str
    agendamentos: list[AppointmentOut]


class WarningOut(BaseModel):
    """One collector, car or driver at two appointments at once, from `inicio` to `fim` (UTC)."""

    tipo: Literal["coletora", "carro", "motorista"]
    id: str
    nome: str
    agendamentos: tuple[str, str]
    inicio: datetime
    fim: datetime

    @classmethod
    def of(cls, warning: Warning) -> "WarningOut":
        told = warning.overlap
        return cls.model_validate(
            {
                "tipo": told.kind,
                "id": told.resource_id,
                "nome": warning.name,
                "agendamentos": told.appointment_ids,
                "inicio": told.inicio,
                "fim": told.fim,
            }
        )


class AgendaOut(BaseModel):
    data: date
    colunas: list[ColumnOut]
    sem_coletora: list[AppointmentOut]
    avisos: list[WarningOut]

    @classmethod
    def of(cls, agenda: Agenda, viewer: User, links: BookingLinks) -> "AgendaOut":
        def told(appointments: Sequence[Appointment]) -> list[AppointmentOut]:
            return [AppointmentOut.of(each, viewer, links).brief() for each in appointments]

        columns = [
            ColumnOut(collector_id=each.collector_id, nome=each.name, agendamentos=told(each.appointments))
            for each in agenda.columns
        ]
        warnings = [WarningOut.of(each) for each in agenda.warnings]
        return cls(data=agenda.day, colunas=columns, sem_coletora=told(agenda.unassigned), avisos=warnings)
