"""What a new slot or another state of the booking does to a visit (DESIGN.md, "A new slot"; docs/staff-and-calcom.md)."""

from dataclasses import replace

from domain.appointment import Appointment, Status
from domain.conflicts import without_conflicts
from domain.pending import Pending

# A confirmation stands at these.
CONFIRMED = (Status.CONFIRMADO, Status.COLETADO, Status.RECOLETA, Status.CANCELADO)
# The visit is off, or waits for the patient's new choice.
OFF = (Status.CANCELADO, Status.ALTERAR)


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


def after_booking(before: Appointment, now: Appointment) -> Appointment:
    """`now`, whose status the booking made another than `before`'s: a confirmation and the reason of a cancellation go with
    the status that they belong to. A reason stays while a person may still decide for the cancellation."""
    if now.status == before.status:
        return now
    if now.status not in CONFIRMED:
        now = unconfirmed(now)
    wanted = [each for one in now.side.disagreements if one.field == "status" for each in one.of_staff]
    return without_reason(now, kept=Status.CANCELADO in wanted)


def without_reason(appointment: Appointment, *, kept: bool = False) -> Appointment:
    """Without the reason of a cancellation where the visit stands, unless it is `kept`; no conflict is left over it."""
    if appointment.status in OFF:
        return appointment
    now = appointment if kept else replace(appointment, motivo_cancelamento=None)
    return without_conflicts(now, {"motivo_cancelamento"})
