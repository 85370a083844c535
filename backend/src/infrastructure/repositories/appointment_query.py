"""A listing's question as a MongoDB filter and sort. Pure.

Every listing is a range of `data_agendamento` in index order, its filters equalities in front of it; what a zone near
midnight changes is a condition on the one or two days that are today in one zone and not in another.
"""

from datetime import datetime
from typing import Any

from application.page import AppointmentQuery, Scope
from infrastructure.repositories.local_today import LocalToday, local_today
from infrastructure.repositories.search_terms import asked_terms

Document = dict[str, Any]
Sort = list[tuple[str, int]]

# Query filter → field of the document.
FILTERS = {
    "nome_unidade": "nome_unidade",
    "nome_marca": "nome_marca",
    "status": "status",
    "origem": "origem",
    "driver_id": "driver_id",
    "collector_id": "collector_id",
    "tag": "tags.id",
    "pendencia": "pendencias",
}
_DEFAULT_SORT = {
    Scope.CURRENT: "data_agendamento",
    Scope.HISTORY: "-data_agendamento",
    Scope.UNSCHEDULED: "-created_at",
    Scope.ALL: "-data_agendamento",
}
_SORT_FIELDS = {
    "data_agendamento": ("data_agendamento", "hora_agendamento"),
    "nome_paciente": ("nome_normalizado",),
}


def filter_of(query: AppointmentQuery, now: datetime) -> Document:
    """The documents that the listing at `now` (UTC) has."""
    conditions = [*_scope(query.scope, local_today(now)), *_period(query), *_search(query)]
    conditions += [
        {field: values[0] if len(values) == 1 else {"$in": list(values)}}
        for name, field in FILTERS.items()
        if (values := getattr(query, name))
    ]
    return {"$and": conditions} if conditions else {}


def sort_of(query: AppointmentQuery) -> Sort:
    """The asked sort, else the scope's own; the id makes it stable."""
    asked = query.sort or _DEFAULT_SORT[query.scope]
    name, direction = asked.removeprefix("-"), -1 if asked.startswith("-") else 1
    return [(field, direction) for field in (*_SORT_FIELDS.get(name, (name,)), "_id")]


def _scope(scope: Scope, today: LocalToday) -> list[Document]:
    match scope:
        case Scope.CURRENT:
            over = [_on(day, today.after(day)) for day in today.disputed]
            return [{"data_agendamento": {"$gte": today.earliest.isoformat()}}, *over]
        case Scope.HISTORY:
            not_over = [_on(day, today.not_after(day)) for day in today.disputed]
            # The empty text is before every date and after null: a date is there.
            return [{"data_agendamento": {"$gt": "", "$lt": today.latest.isoformat()}}, *not_over]
        case Scope.UNSCHEDULED:
            return [{"data_agendamento": None}]
        case Scope.ALL:
            return []


def _on(day: Any, zones: list[str]) -> Document:
    """Not on `day` in one of `zones`."""
    return {"$nor": [{"data_agendamento": day.isoformat(), "fuso": {"$in": zones}}]}


def _period(query: AppointmentQuery) -> list[Document]:
    bounds = {"$gte": query.data_inicio, "$lte": query.data_fim}
    days = {operator: day.isoformat() for operator, day in bounds.items() if day}
    return [{"data_agendamento": {"$gt": "", **days}}] if days else []


def _search(query: AppointmentQuery) -> list[Document]:
    """Each word begins a word of the name; a number begins the CPF or the phone."""
    terms = asked_terms(query.q or "")
    found: list[Document] = [{"busca": term} for term in terms]
    if query.is_cpf_hidden:
        # Whoever may not see a CPF must not find it out digit by digit either.
        found += [{"cpf": {"$not": {"$regex": f"^{term}"}}} for term in terms if term.isdigit()]
    return found
