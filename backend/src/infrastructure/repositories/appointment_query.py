"""A listing's question as a MongoDB filter and sort. Pure.

One flat document of fields, one range among them wherever the question allows (`persistence.embedded_server`, 4). Which day
is "today" is each unit's own: every appointment stores when its day ends there.
"""

from datetime import datetime
from typing import Any

from application.page import AppointmentQuery, Scope
from infrastructure.repositories.search_terms import asked_terms
from persistence.embedded_server import up_to, up_to_day

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
    "car_id": "car_id",
    "logistics_package_id": "logistics_package_id",
    "tag": "tags.id",
    "pendencia": "pendencias",
    "cliente_id": "cliente_id",
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
    wanted = {
        field: values[0] if len(values) == 1 else {"$in": list(values)}
        for name, field in FILTERS.items()
        if (values := getattr(query, name))
    }
    days = _days(query)
    if days:
        wanted["data_agendamento"] = days
    if query.scope in (Scope.CURRENT, Scope.HISTORY):
        wanted["dia_termina"] = {"$gt": now} if query.scope is Scope.CURRENT else up_to(now)
    return wanted | _search(query)


def sort_of(query: AppointmentQuery) -> Sort:
    """The asked sort, else the scope's own; the id makes it stable."""
    asked = query.sort or _DEFAULT_SORT[query.scope]
    name, direction = asked.removeprefix("-"), -1 if asked.startswith("-") else 1
    return [(field, direction) for field in (*_SORT_FIELDS.get(name, (name,)), "_id")]


def _days(query: AppointmentQuery) -> Document:
    """Bounds of the local day, as ISO text. The empty text is before every date and after null: a date is there."""
    first, last = query.data_inicio, query.data_fim
    bounds: Document = {"$gte": first.isoformat()} if first else {}
    if last:
        bounds = {"$gt": "", **bounds, **up_to_day(last)}
    if query.scope is Scope.UNSCHEDULED:
        return {"$eq": None, "$in": []} if bounds else {"$eq": None}
    return bounds


def _search(query: AppointmentQuery) -> Document:
    """Each word begins a word of the name; a number begins the CPF or the phone."""
    terms = asked_terms(query.q or "")
    if not terms:
        return {}
    found: Document = {"busca": terms[0] if len(terms) == 1 else {"$all": terms}}
    if query.is_cpf_hidden and terms[0].isdigit():
        # Whoever may not see a CPF must not find it out digit by digit either.
        found["cpf"] = {"$not": {"$regex": f"^{terms[0]}"}}
    return found
