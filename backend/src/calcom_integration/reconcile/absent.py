"""Bookings that are open here, and that a complete reading of their time did not list."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from application.booked import Booked
from application.services.appointment_service import AppointmentService
from calcom_integration.reconcile.entrance import ACTOR, Entrance
from calcom_integration.reconcile.report import Report
from calcom_integration.run import Drift, DriftKind
from domain.appointment import Appointment
from domain.history import Cause
from domain.pending import Pending

# Each is a call of its own: where more are missing than this, something else is wrong, and a person has to look.
_LOOKS = 200
_CODE = Pending.RESERVA_NAO_ENCONTRADA


async def settle(
    here: Iterable[Booked],
    listed: Collection[str],
    entrance: Entrance,
    service: AppointmentService,
    report: Report,
    cause: Cause,
) -> list[Booked]:
    """Look up every booking of `here` whose uid is not among the `listed`; what Cal.com does not know is marked for a person,
    never closed. Those that it does not know."""
    unlisted = [each for each in here if each.uid not in listed]
    found = {
        uid: await entrance.look_up(uid) for uid in list(dict.fromkeys(b.uid for b in unlisted))[:_LOOKS]
    }
    for each in here:
        is_found = each.uid in listed or found.get(each.uid)
        if is_found is not None and (is_found == (_CODE in each.pendencias)):
            await service.amend(each.appointment_id, _marked if not is_found else _unmarked, cause, ACTOR)
    vanished = [each for each in unlisted if found.get(each.uid) is False]
    for each in vanished:
        report.tally.missing_there += 1
        report.left(each.key, DriftKind.MISSING_THERE, each.appointment_id, _CODE)
    for each in unlisted:
        if each.uid not in found:
            report.tally.missing_there += 1
            report.note(Drift(each.key, DriftKind.MISSING_THERE, each.appointment_id, "nao_verificada"))
    return vanished


def _marked(appointment: Appointment) -> Appointment:
    return replace(appointment, pendencias=tuple(sorted({*appointment.pendencias, _CODE})))


def _unmarked(appointment: Appointment) -> Appointment:
    kept = (code for code in appointment.pendencias if code != _CODE)
    return replace(appointment, pendencias=tuple(kept))
