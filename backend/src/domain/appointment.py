"""The appointment: one visit to one patient, whatever way it came in (DOMAIN.md, "The appointment")."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.booking.row import Row
from domain.booking.side import BookingSide
from domain.slots import DEFAULT_ZONE, Slot, projection


class Status(StrEnum):
    PENDENTE = "Pendente"
    AUTORIZACAO = "Autorização"
    CADASTRAR = "Cadastrar"
    AGENDADO = "Agendado"
    CONFIRMADO = "Confirmado"
    COLETADO = "Coletado"
    ALTERAR = "Alterar"
    CANCELADO = "Cancelado"
    RECOLETA = "Recoleta"


class Origin(StrEnum):
    MANUAL = "manual"
    PLANILHA = "planilha"
    CALCOM = "calcom"


@dataclass(frozen=True, slots=True)
class Tag:
    id: str
    name: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """All fields of DOMAIN.md. Instants are aware UTC; `data_agendamento` and `hora_agendamento` are local to `fuso`.
    `anonimizado_em` is when its patient was forgotten (`domain.anonymity`)."""

    id: str
    nome_marca: str
    nome_unidade: str
    nome_paciente: str
    origem: Origin
    created_at: datetime
    updated_at: datetime
    status: Status = Status.PENDENTE
    data_agendamento: date | None = None
    hora_agendamento: str | None = None
    inicio: datetime | None = None
    fim: datetime | None = None
    fuso: str = DEFAULT_ZONE
    tipo_consulta: str | None = None
    cip: str | None = None
    observacoes: str | None = None
    telefone: str | None = None
    email: str | None = None
    cpf: str | None = None
    rg: str | None = None
    nome_convenio: str | None = None
    numero_convenio: str | None = None
    carteira_convenio: str | None = None
    endereco_completo: str | None = None
    endereco_normalizado: dict[str, str] | None = None
    documento_completo: str | None = None
    documento_normalizado: dict[str, str] | None = None
    driver_id: str | None = None
    collector_id: str | None = None
    car_id: str | None = None
    logistics_package_id: str | None = None
    tags: tuple[Tag, ...] = ()
    canal_confirmacao: str | None = None
    data_confirmacao: date | None = None
    hora_confirmacao: str | None = None
    motivo_cancelamento: str | None = None
    paciente_ausente: bool = False
    pendencias: tuple[str, ...] = ()
    cliente_id: str | None = None
    booking: BookingSide | None = None
    cadastrado_por: str | None = None
    agendado_por: str | None = None
    absorvidos: tuple[str, ...] = ()
    anonimizado_em: datetime | None = None
    versao: int = 0

    @property
    def calcom_booking_id(self) -> str | None:
        """Key of the booking row that stands for this visit now."""
        return self.side.chain.current.key if self.side.chain.rows else None

    @property
    def has_open_booking(self) -> bool:
        """Whether any row of the booking still stands for a visit."""
        chain = self.side.chain
        return bool(chain.rows) and chain.current.is_open

    @property
    def movable_row(self) -> Row | None:
        """The row that a new time may be chosen for: an open one, or one that the clinic asked to move (CALCOM.md A10)."""
        row = self.side.chain.current if self.side.chain.rows else None
        return row if row and (row.is_open or row.reschedule_requested) else None

    @property
    def side(self) -> BookingSide:
        """What is known of the booking; empty where there is none."""
        return self.booking or BookingSide()

    @property
    def slot(self) -> Slot | None:
        return Slot(self.inicio, self.fim) if self.inicio and self.fim else None

    @property
    def has_logistics(self) -> bool:
        return any((self.driver_id, self.collector_id, self.car_id, self.logistics_package_id))


def with_slot(appointment: Appointment, slot: Slot) -> Appointment:
    """The appointment at `slot`, its local date and hour projected in its own zone."""
    return replace(appointment, **slot_fields(slot, appointment.fuso))


def slot_fields(slot: Slot, fuso: str) -> dict[str, Any]:
    """The fields of an appointment at `slot`, its local date and hour projected in the zone `fuso`."""
    day, hour = projection(slot.inicio, fuso)
    return {
        "inicio": slot.inicio,
        "fim": slot.fim,
        "data_agendamento": day,
        "hora_agendamento": hour,
    }


def blank(new_id: str, origem: Origin, by: str, at: datetime) -> Appointment:
    """What a new appointment starts from, entered by `by` at `at` (UTC)."""
    return Appointment(
        id=new_id,
        nome_marca="",
        nome_unidade="",
        nome_paciente="",
        origem=origem,
        cadastrado_por=by,
        created_at=at,
        updated_at=at,
    )
