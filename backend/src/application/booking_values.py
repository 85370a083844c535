"""From what a chain says, raw, to what the merge takes: cleaned values and what cleaning found wrong. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from application.documents import clean_cpf, clean_phone, digits
from domain.appointment import Tag
from domain.booking.view import View
from domain.merge import BOOKING_OWNS, CLINIC_OWNS, Incoming, UnitRef, fold
from domain.pending import Pending
from domain.text import bounded_value

NO_NAME = "Paciente sem nome"


@dataclass(frozen=True, slots=True)
class Catalog:
    """What the clinic knows that bookings refer to: the default unit, and the active tags."""

    default_unit: UnitRef
    tags: Sequence[Tag] = ()
    max_tags: int = 5


def incoming_of(view: View, catalog: Catalog) -> Incoming:
    """What the booking says now for every value that both sides hold. A function of the chain alone, so that any order
    of the same news ends in the same appointment."""
    codes: set[str] = set()
    texts: dict[str, Any] = {
        name: _text(name, view.answers.get(name)) for name in (*BOOKING_OWNS, *CLINIC_OWNS)
    }
    texts |= {
        "nome_paciente": _name(texts["nome_paciente"], codes),
        "cpf": _cpf(texts["cpf"], codes),
        "rg": digits(texts["rg"]) or None if texts["rg"] else None,
        "telefone": _phone(texts["telefone"], codes),
        "tags": _tags(view.answers.get("tags"), catalog, codes),
        "motivo_cancelamento": _text("motivo_cancelamento", view.reason),
        "paciente_ausente": view.absent,
    }
    return Incoming(
        word=view.word,
        slot=view.slot,
        unit=_unit(view.answers.get("unidade"), catalog),
        texts=texts,
        codes=frozenset(codes),
        open_ends=view.open_ends,
        reopened=view.reopened,
        is_untimed=view.is_untimed,
    )


def _text(name: str, value: Any) -> str | None:
    return bounded_value(name, value) or None if isinstance(value, str) else None


def _name(name: str | None, codes: set[str]) -> str:
    if name is None:
        codes.add(Pending.NOME_AUSENTE)
    return name or NO_NAME


def _cpf(text: str | None, codes: set[str]) -> str | None:
    cpf = clean_cpf(text) if text else None
    if text and cpf is None:
        codes.add(Pending.CPF_INVALIDO)
    return cpf


def _phone(text: str | None, codes: set[str]) -> str | None:
    if text is None:
        return None
    phone, valid = clean_phone(text)
    if not valid:
        codes.add(Pending.TELEFONE_INVALIDO)
    return phone


def _tags(names: Sequence[str] | None, catalog: Catalog, codes: set[str]) -> tuple[Tag, ...]:
    """The active tags of those names, each once, at most as many as an appointment may have."""
    known = {fold(tag.name): tag for tag in catalog.tags}
    wanted = list(dict.fromkeys(fold(name) for name in names or ()))
    found = [known[name] for name in wanted if name in known]
    if len(found) < len(wanted):
        codes.add(Pending.TAG_DESCONHECIDA)
    if len(found) > catalog.max_tags:
        codes.add(Pending.TAGS_EXCEDENTES)
    return tuple(found[: catalog.max_tags])


def _unit(told: Mapping[str, str] | None, catalog: Catalog) -> UnitRef:
    if told is None:
        return catalog.default_unit
    return UnitRef(told["nome_unidade"], told["nome_marca"], told["fuso"])
