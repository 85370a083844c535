"""The listing of appointments, told plainly: what the real one is held to."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from application.counts import Count, DayCount, Present
from application.documents import digits
from application.page import AppointmentQuery, Scope
from domain.appointment import Appointment
from domain.merge import fold
from domain.slots import projection

_SORTS = {
    Scope.CURRENT: "data_agendamento",
    Scope.HISTORY: "-data_agendamento",
    Scope.UNSCHEDULED: "-created_at",
    Scope.ALL: "-data_agendamento",
}


def listed(appointments: Iterable[Appointment], query: AppointmentQuery, now: datetime) -> list[Appointment]:
    """All that the query finds, in its order, pages aside."""
    found = [each for each in appointments if _matches(each, query, now)]
    asked = query.sort or _SORTS[query.scope]
    return sorted(
        found, key=lambda each: _order(each, asked.removeprefix("-")), reverse=asked.startswith("-")
    )


def counted(each: Appointment, now: datetime) -> Count:
    """The appointment as a group of its own."""
    return Count(
        status=each.status,
        origem=each.origem,
        nome_unidade=each.nome_unidade,
        nome_marca=each.nome_marca,
        is_absent=each.paciente_ausente,
        is_pending=bool(each.pendencias),
        is_past=each.inicio is not None and each.inicio <= now,
        total=1,
    )


def days_of(found: list[Appointment]) -> list[DayCount]:
    """How many of these are on each day, by origin."""
    totals = Counter((each.data_agendamento, each.origem) for each in found)
    return [DayCount(day, origin, total) for (day, origin), total in totals.items() if day]


def present_in(found: list[Appointment]) -> Present:
    """The values that these appointments have."""

    def values(name: str) -> list[str]:
        return sorted({str(getattr(each, name)) for each in found if getattr(each, name)})

    return Present(
        nome_unidade=values("nome_unidade"),
        nome_marca=values("nome_marca"),
        status=values("status"),
        origem=values("origem"),
        driver_id=values("driver_id"),
        collector_id=values("collector_id"),
        pendencia=sorted({code for each in found for code in each.pendencias}),
        tag=sorted({tag for each in found for tag in each.tags}, key=lambda tag: (tag.name, tag.id)),
    )


def _matches(each: Appointment, query: AppointmentQuery, now: datetime) -> bool:
    return (
        _in_scope(each, query.scope, now)
        and _in_period(each.data_agendamento, query)
        and _passes_filters(each, query)
        and is_found(each.nome_paciente, each.cpf, each.telefone, query)
    )


def _in_scope(each: Appointment, scope: Scope, now: datetime) -> bool:
    today, day = projection(now, each.fuso)[0], each.data_agendamento
    match scope:
        case Scope.CURRENT:
            return day is not None and day >= today
        case Scope.HISTORY:
            return day is not None and day < today
        case Scope.UNSCHEDULED:
            return day is None
        case Scope.ALL:
            return True


def _in_period(day: date | None, query: AppointmentQuery) -> bool:
    if query.data_inicio is None and query.data_fim is None:
        return True
    return day is not None and (query.data_inicio or day) <= day <= (query.data_fim or day)


def _passes_filters(each: Appointment, query: AppointmentQuery) -> bool:
    logistics = ("driver_id", "collector_id", "car_id", "logistics_package_id")
    single = ("nome_unidade", "nome_marca", "status", "origem", *logistics)
    return (
        all(not getattr(query, name) or getattr(each, name) in getattr(query, name) for name in single)
        and (not query.tag or bool({tag.id for tag in each.tags} & set(query.tag)))
        and (not query.cliente_id or each.cliente_id in query.cliente_id)
        and (not query.pendencia or bool(set(each.pendencias) & set(query.pendencia)))
    )


def is_found(name: str, cpf: str | None, phone: str | None, query: AppointmentQuery) -> bool:
    """Whether the query's words begin words of the name, or its number the CPF or the phone."""
    asked = query.q or ""
    number = digits(asked)
    if number and not any(letter.isalpha() for letter in asked):
        number = number.removeprefix("55") if asked.startswith("+") else number
        national = digits(phone or "").removeprefix("55")
        by_cpf = not query.is_cpf_hidden and (cpf or "").startswith(number)
        return by_cpf or national.startswith(number) or national[2:].startswith(number)
    names = fold(name).split()
    return all(any(name.startswith(word) for name in names) for word in fold(asked).split())


def _order(each: Appointment, name: str) -> tuple[Any, ...]:
    if name == "data_agendamento":
        return each.data_agendamento or date.min, each.hora_agendamento or "", each.id
    value = getattr(each, name)
    return (fold(value) if name == "nome_paciente" else value), each.id
