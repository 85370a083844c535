"""What a person decides where the two sides do not agree: a refused push, a conflict. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.appointment import Appointment, Status, with_slot
from domain.booking.push import PushState
from domain.booking.view import Word
from domain.conflicts import value_of, without_conflicts
from domain.editing.making import DERIVED
from domain.errors import Conflict, NotFound
from domain.intents import RESERVATION, meant
from domain.moves import unconfirmed, with_route_to_review, without_reason
from domain.pending import Pending
from domain.pushing import arrived
from domain.reopening import without_booking
from domain.slots import Slot
from domain.status_merge import FINAL, status_for

# IANA zone by `nome_unidade` and `nome_marca`, as the clinic's list has them.
Zones = Mapping[tuple[str, str], str]


class Way(StrEnum):
    """Ways out of a refused push: ask again, let the two sides differ, or take the booking's value."""

    RETRY = "retry"
    KEEP = "keep"
    UNDO = "undo"


class NothingRefused(Conflict):
    code, detail = "nada_recusado", "Nenhum envio deste agendamento foi recusado."


class AlreadyCollected(Conflict):
    code, detail = "ja_coletado", "A coleta já foi feita; o agendamento não pode ser cancelado."


def decided(appointment: Appointment, way: Way) -> Appointment:
    """The appointment after a person chose `way` for all of its refused pushes. Raises NothingRefused."""
    side = appointment.side
    names = [name for name, push in side.pushes.items() if push.state is PushState.REFUSED]
    if Pending.ENVIO_RECUSADO not in appointment.pendencias or not names:
        raise NothingRefused
    undone = appointment
    if way is Way.UNDO:
        for name in names:
            undone = _UNDO[name](undone)
    kept = side.intents if way is Way.RETRY else _without(side.intents, names)
    booking = replace(undone.side, intents=kept, pushes=_without(side.pushes, names))
    return arrived(replace(undone, booking=booking))


def settled(
    appointment: Appointment, field: str, owner: str, by: str, at: datetime, zones: Zones
) -> Appointment:
    """The appointment with its conflict over `field` ended by the user `by` for the side `owner` (`clinica` or `booking`).
    What stands of the clinic's is meant for the booking too. `at` is UTC. Raises NotFound, AlreadyCollected."""
    conflict = next((each for each in appointment.side.disagreements if each.field == field), None)
    if conflict is None:
        raise NotFound("Este conflito já foi resolvido.")
    value = conflict.kept if owner == conflict.owner else conflict.other
    now = _with_value(without_conflicts(appointment, {field}), field, value, zones)
    if _stands_alone(now):
        now = without_booking(now)
    return arrived(meant(appointment, now, by, at))


def _with_value(appointment: Appointment, field: str, value: Any, zones: Zones) -> Appointment:
    if value == value_of(appointment, field):
        return appointment
    if isinstance(value, Slot):
        return unconfirmed(with_route_to_review(with_slot(appointment, value)))
    if field == "status":
        return _with_status(appointment, value)
    if field == "unidade":
        return _at_unit(appointment, value, zones)
    if isinstance(value, Mapping):
        return replace(appointment, **value)
    parts: dict[str, Any] = {DERIVED[field]: None} if field in DERIVED else {}
    return replace(appointment, **{field: value}, **parts)


def _at_unit(appointment: Appointment, names: Mapping[str, Any], zones: Zones) -> Appointment:
    """At another unit: the instants stay, told in its zone. A unit that nobody knows any more is left where it was."""
    zone = zones.get((names["nome_unidade"], names["nome_marca"]), appointment.fuso)
    now = replace(appointment, **names, fuso=zone)
    return with_slot(now, now.slot) if now.slot else now


def _with_status(appointment: Appointment, value: Any) -> Appointment:
    """`value` is a status of the clinic's, or the booking's word."""
    if value in tuple(Status):
        return replace(appointment, status=Status(value))
    if appointment.status in FINAL and value == Word.CLOSED:
        raise AlreadyCollected
    return without_reason(replace(appointment, status=status_for(appointment.status, Word(value))))


def _stands_alone(appointment: Appointment) -> bool:
    """Whether the visit stands while its booking is closed: whoever decided so left the booking behind."""
    is_off = appointment.status in (Status.CANCELADO, Status.ALTERAR)
    return bool(appointment.side.chain.rows) and not appointment.has_open_booking and not is_off


def _slot_undone(appointment: Appointment) -> Appointment:
    slot = appointment.side.base.get("slot")
    return unconfirmed(with_route_to_review(with_slot(appointment, slot))) if slot else appointment


def _status_undone(appointment: Appointment) -> Appointment:
    word = Word(appointment.side.base["status"])
    status = status_for(appointment.status, word)
    return replace(
        appointment,
        status=status,
        motivo_cancelamento=appointment.motivo_cancelamento if status is Status.CANCELADO else None,
    )


def _absence_undone(appointment: Appointment) -> Appointment:
    return replace(appointment, paciente_ausente=bool(appointment.side.base["paciente_ausente"]))


def _reservation_undone(appointment: Appointment) -> Appointment:
    """The hour could not be held: the visit waits for another one."""
    scheduled = appointment.status in (Status.AGENDADO, Status.CONFIRMADO)
    waiting = replace(appointment, status=Status.PENDENTE if scheduled else appointment.status)
    return replace(unconfirmed(waiting), data_agendamento=None, hora_agendamento=None, inicio=None, fim=None)


_UNDO: dict[str, Callable[[Appointment], Appointment]] = {
    "slot": _slot_undone,
    "status": _status_undone,
    "paciente_ausente": _absence_undone,
    RESERVATION: _reservation_undone,
}


def _without(mapping: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name not in names}
