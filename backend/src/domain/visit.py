"""What makes two appointments duplicates of each other (DOMAIN.md, "Duplicates")."""

from datetime import date
from typing import NamedTuple

from domain.appointment import Appointment, Status
from domain.merge import fold


class Visit(NamedTuple):
    """Patient (folded), unit, local day and hour."""

    nome: str
    nome_unidade: str
    dia: date
    hora: str | None


def visit_of(appointment: Appointment) -> Visit | None:
    """The visit, or None where the appointment can be no duplicate: without a date, cancelled, or its patient forgotten."""
    if appointment.anonimizado_em is not None:
        return None
    return visit_at(
        appointment.nome_paciente,
        appointment.nome_unidade,
        appointment.data_agendamento,
        appointment.hora_agendamento,
        appointment.status,
    )


def visit_at(
    nome: str, nome_unidade: str, dia: date | None, hora: str | None, status: Status
) -> Visit | None:
    """As `visit_of`, of what is no appointment yet."""
    if dia is None or status is Status.CANCELADO:
        return None
    return Visit(fold(nome), nome_unidade, dia, hora)
