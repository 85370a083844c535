"""Appointment ↔ document of the collection, its fields named as in DOMAIN.md. Pure.

Dates are ISO text: a calendar day at the unit has no instant, BSON has no date without one, and ISO text sorts and
compares as dates do. Instants are BSON dates, cut to the millisecond that both our clock and Cal.com's go by;
everything that the join compares more finely stands, exactly, under `calcom`.
"""

from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any

from application.known_fields import known_fields
from domain.appointment import Appointment, Origin, Status, Tag
from domain.merge import fold
from domain.pushing import push_due, waiting_since
from domain.slots import instant
from infrastructure.repositories.booking_document import SIDE_FIELDS, side_document, side_from
from infrastructure.repositories.carried_over import carried_over
from infrastructure.repositories.creations import FIELD as CREATIONS
from infrastructure.repositories.search_terms import stored_terms

Document = dict[str, Any]

# When a worker has to look at what the booking is to be told, and since when it could be told; absent while there is nothing.
PUSHES = ("envio_em", "envio_espera_desde")
_DAYS = ("data_agendamento", "data_confirmacao")
_INSTANTS = ("inicio", "fim", "created_at", "updated_at")
_LISTS = ("pendencias", "absorvidos")
_FORGOTTEN = "anonimizado_em"  # absent from who is not
_SPECIAL = {"id", _FORGOTTEN, "booking", "tags", "status", "origem", *_DAYS, *_INSTANTS, *_LISTS}
_PLAIN = tuple(field.name for field in fields(Appointment) if field.name not in _SPECIAL)

_DERIVED = {"busca", "nome_normalizado", "dia_termina", "calcom", "calcom_booking_id"}
_KNOWN = {*_PLAIN, *_SPECIAL, *_DERIVED, "_id"}


def to_document(appointment: Appointment) -> Document:
    """`calcom_booking_id` and `calcom` are absent without a booking, as their sparse indexes need it."""
    document: Document = {"_id": appointment.id}
    document |= {name: getattr(appointment, name) for name in _PLAIN}
    document |= {name: _day_text(getattr(appointment, name)) for name in _DAYS}
    document |= {name: _whole_milliseconds(getattr(appointment, name)) for name in _INSTANTS}
    document |= {name: [str(item) for item in getattr(appointment, name)] for name in _LISTS}
    document |= {"status": appointment.status.value, "origem": appointment.origem.value}
    document |= {"tags": [asdict(tag) for tag in appointment.tags]}
    document |= {"busca": _terms(appointment), "nome_normalizado": fold(appointment.nome_paciente)}
    document["dia_termina"] = _day_ends(appointment)
    if appointment.anonimizado_em is not None:
        document[_FORGOTTEN] = _whole_milliseconds(appointment.anonimizado_em)
    if appointment.booking is not None:
        document["calcom"] = side_document(appointment.booking)
        instants = zip(PUSHES, (push_due(appointment), waiting_since(appointment)), strict=True)
        document["calcom"] |= {name: at for name, at in instants if at is not None}
    if appointment.calcom_booking_id is not None:
        document["calcom_booking_id"] = appointment.calcom_booking_id
    return document


def from_document(document: Document) -> Appointment:
    values: Document = {name: document[name] for name in (*_PLAIN, *_INSTANTS)}
    values |= {name: document[name] and date.fromisoformat(document[name]) for name in _DAYS}
    values |= {name: tuple(document[name]) for name in _LISTS}
    return Appointment(
        id=document["_id"],
        status=Status(document["status"]),
        origem=Origin(document["origem"]),
        tags=tuple(Tag(**known_fields(Tag, tag)) for tag in document["tags"]),
        anonimizado_em=document.get(_FORGOTTEN),
        booking=side_from(document["calcom"]) if "calcom" in document else None,
        **values,
    )


def from_standing(document: Document) -> Appointment | None:
    """None where its patient is forgotten."""
    return None if document.get(_FORGOTTEN) else from_document(document)


def rewritten(stored: Document, document: Document) -> Document:
    """`document`, to be stored in the place of `stored`, with what a newer version told of the appointment and its booking."""
    whole = carried_over(stored, document, _KNOWN)
    if CREATIONS in document:  # those of appointments that it takes in
        whole[CREATIONS] = [*stored.get(CREATIONS, ()), *document[CREATIONS]]
    if "calcom" in document and "calcom" in stored:
        whole["calcom"] = carried_over(stored["calcom"], document["calcom"], (*SIDE_FIELDS, *PUSHES))
    return whole


def unique_values(document: Document) -> tuple[str | None, frozenset[str], frozenset[str]]:
    """What no other document may hold: its current booking, every key of its chains, the requests that made it."""
    chains = frozenset(document.get("calcom", {}).get("chaves", ()))
    return (
        document.get("calcom_booking_id"),
        chains,
        frozenset(each["chave"] for each in document.get(CREATIONS, ())),
    )


def _terms(appointment: Appointment) -> list[str]:
    return stored_terms(appointment.nome_paciente, appointment.cpf, appointment.telefone)


def _day_ends(appointment: Appointment) -> datetime | None:
    """The UTC instant when the visit's day is over at its unit: from then on it is history."""
    day = appointment.data_agendamento
    return instant(day + timedelta(days=1), "00:00", appointment.fuso) if day else None


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _whole_milliseconds(instant: datetime | None) -> datetime | None:
    return instant and instant.replace(microsecond=instant.microsecond // 1000 * 1000)
