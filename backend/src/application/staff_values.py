"""What staff typed into a form, cleaned field by field. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from application.documents import clean_cpf, clean_phone, digits
from domain.appointment import Status


@dataclass
class Typed:
    """Values by field, None where a field was emptied; `faults` by field. A field that cannot be cleaned has no value."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    is_phone_valid: bool = True


def cleaned(given: Mapping[str, Any]) -> Typed:
    """`given` by field names of `domain.editing.EDITABLE`; tags are ids. Texts are trimmed, an empty one is none."""
    typed = Typed()
    for name, value in given.items():
        trimmed = value.strip() or None if isinstance(value, str) else value
        _CLEANERS.get(name, _plain)(name, trimmed, typed)
    return typed


def _plain(name: str, value: Any, typed: Typed) -> None:
    typed.values[name] = value


def _absence(name: str, value: bool | None, typed: Typed) -> None:
    typed.values[name] = bool(value)


def _cpf(name: str, text: str | None, typed: Typed) -> None:
    cpf = clean_cpf(text) if text else None
    if text and cpf is None:
        typed.faults[name] = "CPF inválido; confira os números."
    else:
        typed.values[name] = cpf


def _rg(name: str, text: str | None, typed: Typed) -> None:
    typed.values[name] = digits(text or "") or None


def _phone(name: str, text: str | None, typed: Typed) -> None:
    """One that is no number is kept as it is given, with a pending code (DOMAIN.md)."""
    typed.values[name], typed.is_phone_valid = clean_phone(text) if text else (None, True)


def _email(name: str, text: str | None, typed: Typed) -> None:
    if text and not _is_email(text):
        typed.faults[name] = "E-mail inválido."
    else:
        typed.values[name] = text


def _is_email(text: str) -> bool:
    """Something, one `@`, and a name of several parts; no blanks."""
    local, at, domain = text.partition("@")
    parts = domain.split(".")
    return (
        bool(local and at and len(parts) > 1 and parts[0] and parts[-1])
        and "@" not in domain
        and text.split() == [text]
    )


def _status(name: str, value: str | None, typed: Typed) -> None:
    """`value` is one of Status."""
    if value is None:
        typed.faults[name] = "Obrigatório."
    else:
        typed.values[name] = Status(value)


def _tags(name: str, ids: list[str] | None, typed: Typed) -> None:
    found = tuple(ids or ())
    if len(set(found)) < len(found):
        typed.faults[name] = "Há etiqueta repetida."
    else:
        typed.values[name] = found


_CLEANERS: dict[str, Callable[[str, Any, Typed], None]] = {
    "cpf": _cpf,
    "rg": _rg,
    "telefone": _phone,
    "email": _email,
    "status": _status,
    "tags": _tags,
    "paciente_ausente": _absence,
}
