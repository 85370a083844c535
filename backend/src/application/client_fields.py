"""What staff may write on a client, cleaned. Pure."""

from typing import Any

from application.documents import clean_cpf, clean_phone
from application.names import spelled
from domain.errors import Invalid

# Cal.com invents an address there for patients who gave a phone only (DOMAIN.md, "Clients").
_INVENTED = "@sms.cal.com"


def own_email(email: str | None) -> str | None:
    """The e-mail, where it is the patient's own."""
    return None if not email or email.lower().endswith(_INVENTED) else email


def cleaned(changes: dict[str, Any]) -> dict[str, Any]:
    """`changes` of nome, cpf, telefone and email as they are stored; an empty text clears. Raises Invalid."""
    errors: dict[str, str] = {}
    clean = {name: _CLEANERS[name]((value or "").strip(), errors) for name, value in changes.items()}
    if errors:
        raise Invalid(errors)
    return clean


def _name(text: str, errors: dict[str, str]) -> str:
    if not text:
        errors["nome"] = "Obrigatório."
    return spelled(text)


def _cpf(text: str, errors: dict[str, str]) -> str | None:
    cpf = clean_cpf(text)
    if text and not cpf:
        errors["cpf"] = "CPF inválido."
    return cpf


def _phone(text: str, errors: dict[str, str]) -> str | None:
    phone, is_phone = clean_phone(text) if text else ("", True)
    if not is_phone:
        errors["telefone"] = "Telefone inválido."
    return phone or None


def _email(text: str, errors: dict[str, str]) -> str | None:
    if text and ("@" not in text or own_email(text) is None):
        errors["email"] = "E-mail inválido."
    return text or None


_CLEANERS = {"nome": _name, "cpf": _cpf, "telefone": _phone, "email": _email}
