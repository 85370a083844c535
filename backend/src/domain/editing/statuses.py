"""What a change of status brings with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.appointment import Appointment, Status
from domain.editing.times import CONFIRMATION
from domain.moves import CONFIRMED, OFF, unconfirmed
from domain.slots import projection

CLOSED = OFF


def with_status(
    before: Appointment, now: Appointment, changes: Mapping[str, Any], by: str, at: datetime
) -> Appointment:
    """`now`, with what follows from its status not being `before`'s: who scheduled it, the confirmation, the reason of
    a cancellation. `at` is UTC."""
    if now.status == before.status:
        return now
    if now.status is Status.AGENDADO or (now.status is Status.CONFIRMADO and now.agendado_por is None):
        now = replace(now, agendado_por=by)
    if now.status is not Status.CANCELADO and "motivo_cancelamento" not in changes:
        now = replace(now, motivo_cancelamento=None)
    if now.status is Status.CONFIRMADO:
        return _confirmed(now, at)
    if now.status not in CONFIRMED and not changes.keys() & set(CONFIRMATION):
        return unconfirmed(now)
    return now


def _confirmed(now: Appointment, at: datetime) -> Appointment:
    """Confirmed now, by the unit's clock, where staff say no other time."""
    if now.data_confirmacao is not None:
        return now
    day, hour = projection(at, now.fuso)
    return replace(now, data_confirmacao=day, hora_confirmacao=now.hora_confirmacao or hour)
