"""What a new slot does to a visit, whoever chose it (DESIGN.md, "A new slot")."""

from dataclasses import replace

from domain.appointment import Appointment, Status
from domain.pending import Pending


def unconfirmed(appointment: Appointment) -> Appointment:
    """Without the patient's confirmation, which was of another time (history keeps it)."""
    confirmed = appointment.status == Status.CONFIRMADO
    return replace(
        appointment,
        status=Status.AGENDADO if confirmed else appointment.status,
        canal_confirmacao=None,
        data_confirmacao=None,
        hora_confirmacao=None,
    )


def with_route_to_review(appointment: Appointment) -> Appointment:
    """Driver, collector and car stay, and a person is asked to look at them."""
    if not appointment.has_logistics:
        return appointment
    codes = {*appointment.pendencias, Pending.LOGISTICA_A_REVER}
    return replace(appointment, pendencias=tuple(sorted(codes)))
