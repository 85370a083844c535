"""One booking row ↔ its document in `calcom.cadeia`. Pure.

Beside what it knows itself this version writes what the version before it reads (`status`, `pediu_remarcacao`, `anteriores`),
and reads rows that that version wrote, without an instant of the first two (docs/decisions/0012).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.booking.readings import AbsenceRead, StatusRead
from domain.booking.row import NEVER, Fact, Row, RowStatus
from domain.text import LENGTHS, MOST, bounded_value
from infrastructure.repositories.values import decode, encode

Document = dict[str, Any]
# Longer values may be longer than their kind.
_ANY_LENGTH = min(MOST, *LENGTHS.values())


def row_document(row: Row, replaced: Iterable[str] = ()) -> Document:
    """All of the row, and the keys of the rows that it `replaced` in its chain. Instants decide between facts, to the last
    digit: ISO text, not a BSON date."""
    return {
        "chave": row.key,
        "uid": row.uid,
        "status": None if row.status is None else int(row.status),
        "ditos": [{"status": int(status), "em": at.isoformat()} for status, at in row.said.items()],
        "leituras": [
            {"status": int(status), "escrita": written.isoformat(), "em": _instants(seen)}
            for (status, written), seen in row.read.items()
        ],
        "pediu_remarcacao": row.reschedule_requested,
        "pedida_em": row.asked and row.asked.isoformat(),
        "aceita_em": row.accepted and row.accepted.isoformat(),
        "horario": row.slot and fact_document(row.slot),
        "anteriores": sorted({*row.names, *replaced}),
        "anterior": sorted(row.older),
        "raizes": sorted(row.roots),
        "fatos": {name: fact_document(fact) for name, fact in row.facts.items()},
        # A list, for an e-mail address has dots, which MongoDB reads as a path.
        "ausencias": [{"quem": who, **fact_document(fact)} for who, fact in row.absences.items()],
        "ausencias_lidas": [
            {"quem": who, "ausente": absent, "em": _instants(seen)}
            for (who, absent), seen in row.absences_read.items()
        ],
        "nascida": row.born and row.born.isoformat(),
        "serie": row.recurring,
        "lida": row.token and fact_document(row.token),
    }


def row_from(document: Document) -> Row:
    """The row in the document, also of one that the version before wrote."""
    slot = fact_from(document["horario"]) if document["horario"] else None
    # Bounded like news, however long a version before this one stored them.
    facts = {name: _bounded(name, fact_from(fact)) for name, fact in document["fatos"].items()}
    known = document.get("anterior")
    surely = slot.at if slot else max((fact.at for fact in facts.values()), default=NEVER)
    return Row(
        key=document["chave"],
        uid=document["uid"],
        said=_said(document, surely),
        read=_read(document),
        asked=_asked(document, surely),
        accepted=_instant(document.get("aceita_em")),
        slot=slot,
        older=frozenset(document["anteriores"] if known is None else known),
        roots=frozenset(document.get("raizes", ())),
        facts=facts,
        absences={fact["quem"]: fact_from(fact) for fact in document["ausencias"]},
        absences_read=_absences_read(document),
        born=_instant(document["nascida"]),
        recurring=document.get("serie", False),
        token=fact_from(document["lida"]) if document.get("lida") else None,
    )


def fact_document(fact: Fact) -> Document:
    edition = {"edicao": fact.edition} if fact.edition else {}
    return {"valor": encode(fact.value), "peso": int(fact.rank), "em": fact.at.isoformat()} | edition


def fact_from(document: Document) -> Fact:
    at = datetime.fromisoformat(document["em"])
    return Fact(decode(document["valor"]), document["peso"], at, document.get("edicao", 0))


def _bounded(name: str, fact: Fact) -> Fact:
    is_long = isinstance(fact.value, str | list) and len(fact.value) > _ANY_LENGTH
    return replace(fact, value=bounded_value(name, fact.value)) if is_long else fact


def _said(document: Document, surely: datetime) -> dict[RowStatus, datetime]:
    """A status without an instant counts as said when the row's slot was, else its newest fact (issue 15)."""
    said = {
        RowStatus(each["status"]): datetime.fromisoformat(each["em"]) for each in document.get("ditos", ())
    }
    status = document["status"]
    return said if said or status is None else {RowStatus(status): surely}


def _asked(document: Document, surely: datetime) -> datetime | None:
    known = _instant(document.get("pedida_em"))
    return surely if known is None and document["pediu_remarcacao"] else known


def _read(document: Document) -> StatusRead:
    return {
        (RowStatus(each["status"]), datetime.fromisoformat(each["escrita"])): _seen(each)
        for each in document.get("leituras", ())
    }


def _absences_read(document: Document) -> AbsenceRead:
    return {(each["quem"], each["ausente"]): _seen(each) for each in document.get("ausencias_lidas", ())}


def _seen(document: Document) -> frozenset[datetime]:
    return frozenset(map(datetime.fromisoformat, document["em"]))


def _instants(seen: frozenset[datetime]) -> list[str]:
    return sorted(at.isoformat() for at in seen)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
