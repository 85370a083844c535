"""A visit whose patient asked to be forgotten (LGPD, art. 18): what becomes of it before, and what stays of it. Pure."""

from dataclasses import replace
from datetime import datetime

from domain.appointment import Appointment, Status
from domain.booking.side import Intent
from domain.intents import with_live_intents
from domain.pushing import in_flight

NOBODY = "Paciente removido (LGPD)"
_REASON = "Dados apagados a pedido do titular (LGPD)."
# Fields whose values say nothing of a person: what is counted, and whose route it was. Of history these values stay.
IMPERSONAL = (
    *(
        "nome_marca",
        "nome_unidade",
        "origem",
        "status",
        "data_agendamento",
        "hora_agendamento",
        "inicio",
        "fim",
    ),
    *(
        "fuso",
        "driver_id",
        "collector_id",
        "car_id",
        "logistics_package_id",
        "paciente_ausente",
        "pendencias",
    ),
    *("cadastrado_por", "agendado_por"),
)
_KEPT = ("id", "created_at", "absorvidos", "versao", *(name for name in IMPERSONAL if name != "pendencias"))


def called_off(appointment: Appointment, by: str, at: datetime) -> Appointment:
    """Cancelled, and its booking to be told so, where the visit is still to come; else as it is. `at` is UTC."""
    if not _is_to_come(appointment, at) or appointment.status in (Status.COLETADO, Status.RECOLETA):
        return appointment
    off = replace(appointment, status=Status.CANCELADO, motivo_cancelamento=_REASON)
    if not off.has_open_booking or "status" in off.side.intents:
        return off if off.status is not appointment.status else appointment
    intents = {**off.side.intents, "status": Intent(by, at)}
    return with_live_intents(replace(off, booking=replace(off.side, intents=intents)))


def still_stands(appointment: Appointment, at: datetime) -> bool:
    """Whether its booking may still bring somebody to the door, or still hear of us: nothing is forgotten before that."""
    return in_flight(appointment) is not None or (
        appointment.has_open_booking and _is_to_come(appointment, at)
    )


def anonymous(appointment: Appointment, at: datetime) -> Appointment:
    """The visit without its patient and its booking: a date, a unit and a status, for the agenda's counts."""
    kept = {name: getattr(appointment, name) for name in _KEPT}
    return Appointment(nome_paciente=NOBODY, updated_at=at, anonimizado_em=at, **kept)


def _is_to_come(appointment: Appointment, at: datetime) -> bool:
    """Whether it begins after `at`, as the booking or as the clinic has it; without a time it may."""
    told = appointment.side.chain.current.times if appointment.side.chain.rows else None
    begins = [each for each in (appointment.inicio, told and told.inicio) if each]
    if begins:
        return max(begins) > at
    return appointment.data_agendamento is None or appointment.data_agendamento >= at.date()
