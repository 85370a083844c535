"""Counts over appointments as aggregations: one pass over what an index finds of the period. Pure."""

from datetime import date, datetime
from typing import Any

from application.counts import Count, DayCount, Present
from application.known_fields import known_fields
from application.page import AppointmentQuery
from domain.appointment import Origin, Status, Tag
from infrastructure.repositories.appointment_query import filter_of

Document = dict[str, Any]

_SETS = {
    "nome_unidade": "nome_unidade",
    "nome_marca": "nome_marca",
    "status": "status",
    "origem": "origem",
    "driver_id": "driver_id",
    "collector_id": "collector_id",
    "pendencia": "pendencias",
    "tag": "tags",
}
_LISTS = ("pendencia", "tag")


def count_pipeline(query: AppointmentQuery, now: datetime) -> list[Document]:
    """One document for each group of appointments that are alike. `now` is UTC."""
    alike = {
        "status": "$status",
        "origem": "$origem",
        "nome_unidade": "$nome_unidade",
        "nome_marca": "$nome_marca",
        "is_absent": "$paciente_ausente",
        "is_pending": {"$gt": [{"$size": "$pendencias"}, 0]},
        # Null is before every instant: without an hour it has not come.
        "is_past": {"$and": [{"$gt": ["$inicio", None]}, {"$lte": ["$inicio", now]}]},
    }
    return [{"$match": filter_of(query, now)}, {"$group": {"_id": alike, "total": {"$sum": 1}}}]


def count_from(document: Document) -> Count:
    alike = document["_id"]
    known = {"status": Status(alike["status"]), "origem": Origin(alike["origem"])}
    return Count(**(alike | known), total=document["total"])


def day_pipeline(query: AppointmentQuery, now: datetime) -> list[Document]:
    """One document for each local day and origin. `now` is UTC."""
    alike = {"day": "$data_agendamento", "origem": "$origem"}
    return [{"$match": filter_of(query, now)}, {"$group": {"_id": alike, "total": {"$sum": 1}}}]


def day_from(document: Document) -> DayCount:
    alike = document["_id"]
    return DayCount(date.fromisoformat(alike["day"]), Origin(alike["origem"]), document["total"])


def present_pipeline(query: AppointmentQuery, now: datetime) -> list[Document]:
    """One document with the set of every field's values, none where nothing is found. `now` is UTC."""
    sets = {name: {"$addToSet": f"${field}"} for name, field in _SETS.items()}
    return [{"$match": filter_of(query, now)}, {"$group": {"_id": None, **sets}}]


def present_from(documents: list[Document]) -> Present:
    found = documents[0] if documents else dict.fromkeys(_SETS, ())
    values = {name: sorted(each for each in found[name] if each) for name in _SETS if name not in _LISTS}
    tags = {each["id"]: Tag(**known_fields(Tag, each)) for several in found["tag"] for each in several}
    codes = {code for several in found["pendencia"] for code in several}
    in_order = sorted(tags.values(), key=lambda tag: (tag.name, tag.id))
    return Present(**values, pendencia=sorted(codes), tag=in_order)
