"""The visit's time, by staff: local date and hour at the unit → instants."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.appointment import Appointment, with_slot
from domain.moves import unconfirmed, with_route_to_review
from domain.slots import Slot, instant
from domain.small_lists import Unit

TIMES = ("data_agendamento", "hora_agendamento")
CONFIRMATION = ("canal_confirmacao", "data_confirmacao", "hora_confirmacao")
_UNIT = ("nome_unidade", "nome_marca")
_USUAL = timedelta(minutes=30)  # where neither a booking nor a unit says how long a visit takes


def at_time(before: Appointment, changes: Mapping[str, Any], unit: Unit | None, at: datetime) -> Appointment:
    """The appointment at the date and hour of `changes`, in its unit's zone; a visit that moves is not confirmed any
    more, unless the same edit says how the patient confirmed. `at` is UTC."""
    if not changes.keys() & {*TIMES, *_UNIT}:
        return before
    now = _placed(replace(before, fuso=unit.fuso if unit else before.fuso), changes, unit)
    if before.data_agendamento is None or _time(before) == _time(now):
        return now
    now = with_route_to_review(now)
    if now.inicio and now.inicio > at:
        now = replace(now, paciente_ausente=False)
    return now if changes.keys() & set(CONFIRMATION) else unconfirmed(now)


def _time(appointment: Appointment) -> tuple[Any, ...]:
    return appointment.data_agendamento, appointment.hora_agendamento, appointment.inicio


def _placed(now: Appointment, changes: Mapping[str, Any], unit: Unit | None) -> Appointment:
    is_asked = bool(changes.keys() & set(TIMES))
    if now.calcom_booking_id and now.slot and not is_asked:
        # Another unit does not move a booking: its instants stay, told in the other zone.
        return with_slot(now, now.slot)
    day = changes.get("data_agendamento", now.data_agendamento)
    hour = changes.get("hora_agendamento", now.hora_agendamento if day else None)
    if day is None or hour is None:
        return replace(now, data_agendamento=day, hora_agendamento=hour, inicio=None, fim=None)
    start = instant(day, hour, now.fuso)
    return with_slot(now, Slot(start, start + _length(now, unit)))


def _length(now: Appointment, unit: Unit | None) -> timedelta:
    """As long as the booking is, else as long as visits take at the unit."""
    if now.slot and (now.calcom_booking_id or unit is None):
        return now.slot.fim - now.slot.inicio
    return timedelta(minutes=unit.duracao_minutos) if unit else _USUAL
