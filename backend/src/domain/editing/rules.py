"""What an edit may not make of an appointment: by field, in words for the form."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.appointment import Appointment, Status
from domain.editing.edit import CREW, REQUIRED, Edit
from domain.editing.times import CONFIRMATION, TIMES
from domain.moves import CONFIRMED
from domain.slots import instant

Fault = tuple[str, str]
_SCHEDULED = (Status.AGENDADO, Status.CONFIRMADO)


def faults(before: Appointment, now: Appointment, changes: Mapping[str, Any], edit: Edit) -> dict[str, str]:
    """Each field to correct and what is wrong with it. Only what the edit touches is judged."""
    return dict(
        [
            *_absence(now, changes, edit.at),
            *_confirmation(now, changes),
            *_cancellation(before, now, changes),
            *_package(changes, edit),
            *_time(before, now, changes),
            *_place(now, changes, edit),
        ]
    )


def _place(now: Appointment, changes: Mapping[str, Any], edit: Edit) -> Iterator[Fault]:
    names = {"nome_unidade", "nome_marca"}
    if changes.keys() & names and edit.unit is None and all(getattr(now, name) for name in names):
        yield "nome_unidade", "Escolha uma unidade ativa desta marca."
    for name in REQUIRED:
        if name in changes and not getattr(now, name):
            yield name, "Obrigatório."


def _time(before: Appointment, now: Appointment, changes: Mapping[str, Any]) -> Iterator[Fault]:
    if not changes.keys() & {*TIMES, "status"}:
        return
    day, hour = now.data_agendamento, now.hora_agendamento
    if now.calcom_booking_id and before.slot and not now.slot:
        yield _missing(day), "O agendamento tem reserva: remarque ou cancele em vez de retirar o horário."
    elif now.status in _SCHEDULED and not now.slot:
        yield _missing(day), f"Um agendamento {now.status.value} precisa de data e hora."
    elif now.status is Status.COLETADO and day is None:
        yield "data_agendamento", "Um agendamento Coletado precisa de data."
    elif hour is not None and day is None:
        yield "hora_agendamento", "A hora precisa de uma data."
    if before.status is now.status is Status.COLETADO and changes.keys() & set(TIMES):
        yield "data_agendamento", "A coleta já foi feita; o horário não muda mais."


def _missing(day: object) -> str:
    return "data_agendamento" if day is None else "hora_agendamento"


def _cancellation(before: Appointment, now: Appointment, changes: Mapping[str, Any]) -> Iterator[Fault]:
    if now.status is not Status.CANCELADO:
        if changes.get("motivo_cancelamento"):
            yield "motivo_cancelamento", "Só um agendamento cancelado tem motivo de cancelamento."
        return
    if before.status is Status.COLETADO:
        yield "status", "A coleta já foi feita; o agendamento não pode ser cancelado."
    touched = changes.keys() & {"status", "motivo_cancelamento"}
    if touched and now.has_open_booking and not now.motivo_cancelamento:
        yield "motivo_cancelamento", "Diga o motivo: o agendamento tem uma reserva aberta."


def _confirmation(now: Appointment, changes: Mapping[str, Any]) -> Iterator[Fault]:
    given = [name for name in CONFIRMATION if changes.get(name) is not None]
    if given and now.status not in CONFIRMED:
        yield given[0], "Só um agendamento confirmado tem dados de confirmação."
    if given and now.hora_confirmacao and now.data_confirmacao is None:
        yield "hora_confirmacao", "A hora da confirmação precisa de uma data."


def _absence(now: Appointment, changes: Mapping[str, Any], at: datetime) -> Iterator[Fault]:
    if changes.get("paciente_ausente") and not _has_begun(now, at):
        yield "paciente_ausente", "Só depois do início da visita."


def _has_begun(now: Appointment, at: datetime) -> bool:
    """Without an hour, from the day's beginning at the unit."""
    if now.data_agendamento is None:
        return False
    return (now.inicio or instant(now.data_agendamento, "00:00", now.fuso)) <= at


def _package(changes: Mapping[str, Any], edit: Edit) -> Iterator[Fault]:
    if edit.package is None:
        return
    for name in CREW:
        if changes[name] != getattr(edit.package, name):
            yield name, "O pacote escolhido define outro valor."
