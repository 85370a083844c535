"""Appointments as the API tells them: the field names of DOMAIN.md."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from application.page import Page
from application.ports import BookingLinks
from domain.appointment import Appointment, Origin, Status
from domain.text import ADDRESS, shortened
from domain.users import User
from presentation.api.v1.masking import for_viewer
from presentation.api.v1.schemas.sides import DisagreementOut, PushOut


class TagOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    color: str


class AppointmentOut(BaseModel):
    """Instants are UTC; `data_agendamento` and `hora_agendamento` are local to `fuso`. `calcom_url` is where staff open
    the booking, `reagendar_url` where they move it while it can be; `envio` is what became of telling it staff's last
    change. CPFs are masked for logística."""

    id: str
    nome_marca: str
    nome_unidade: str
    nome_paciente: str
    data_agendamento: date | None
    hora_agendamento: str | None
    inicio: datetime | None
    fim: datetime | None
    fuso: str
    status: Status
    origem: Origin
    tipo_consulta: str | None
    cip: str | None
    observacoes: str | None
    telefone: str | None
    email: str | None
    cpf: str | None
    rg: str | None
    nome_convenio: str | None
    numero_convenio: str | None
    carteira_convenio: str | None
    endereco_completo: str | None
    endereco_normalizado: dict[str, str] | None
    documento_completo: str | None
    documento_normalizado: dict[str, str] | None
    driver_id: str | None
    collector_id: str | None
    car_id: str | None
    logistics_package_id: str | None
    tags: list[TagOut]
    canal_confirmacao: str | None
    data_confirmacao: date | None
    hora_confirmacao: str | None
    motivo_cancelamento: str | None
    paciente_ausente: bool
    pendencias: list[str]
    cliente_id: str | None
    calcom_booking_id: str | None
    calcom_url: str | None
    reagendar_url: str | None
    envio: PushOut | None
    conflitos: list[DisagreementOut]
    cadastrado_por: str | None
    agendado_por: str | None
    versao: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, appointment: Appointment, viewer: User, links: BookingLinks) -> "AppointmentOut":
        key, movable = appointment.calcom_booking_id, appointment.movable_row
        values = {name: getattr(appointment, name) for name in _SHOWN}
        values |= {name: for_viewer(values[name], viewer) for name in _MASKED}
        values["tags"] = [TagOut.model_validate(tag) for tag in appointment.tags]
        return cls(
            **values,
            calcom_booking_id=key,
            calcom_url=links.url(key) if key else None,
            reagendar_url=links.reschedule_url(movable.key) if movable else None,
            envio=PushOut.of(appointment),
            conflitos=[DisagreementOut.of(each, viewer) for each in appointment.side.disagreements],
        )

    def brief(self) -> "AppointmentOut":
        """As a row of a list or of the agenda: no text of it is longer than ROW_TEXT. The whole ones come with the one."""
        return self.model_copy(update=_fields(self))


def _fields(model: BaseModel) -> dict[str, Any]:
    """Its fields, in the models inside it too, with texts of at most ROW_TEXT characters."""
    return {name: _shortened(value) for name, value in model}


def _shortened(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_copy(update=_fields(value))
    if isinstance(value, list):
        return [_shortened(each) for each in value]
    return shortened(value, ROW_TEXT)


# A row shows no more of a text than this; every address is whole.
ROW_TEXT = ADDRESS
_SHOWN = [field.name for field in fields(Appointment) if field.name in AppointmentOut.model_fields]
# Where a CPF may stand: its own field, and texts that people write.
_MASKED = (
    *("cpf", "documento_completo", "documento_normalizado", "observacoes", "cip", "nome_paciente", "email"),
    *("endereco_completo", "endereco_normalizado", "tipo_consulta", "nome_convenio", "motivo_cancelamento"),
)


class AppointmentPageOut(BaseModel):
    items: list[AppointmentOut]
    page: int
    page_size: int
    total: int

    @classmethod
    def of(cls, page: Page[Appointment], viewer: User, links: BookingLinks) -> "AppointmentPageOut":
        items = [AppointmentOut.of(each, viewer, links).brief() for each in page.items]
        return cls(items=items, page=page.page, page_size=page.page_size, total=page.total)
