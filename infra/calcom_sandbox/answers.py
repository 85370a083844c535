"""The answers of a booking form, checked as Cal.com's server checks them (CALCOM.md D4)."""

import re
from typing import Any

from calcom_sandbox.catalogue import EventType, Question
from calcom_sandbox.errors import InvalidAnswers

_PHONE = re.compile(r"\+\d{8,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def checked(event_type: EventType, answers: dict[str, Any]) -> dict[str, Any]:
    """The given answers to this type's questions; a phone-only booker gets Cal.com's made-up address.

    Raises InvalidAnswers. CPF check digits are not looked at: Cal.com cannot (CALCOM.md E).
    """
    given = _with_email(answers)
    wrong = {}
    for question in event_type.questions:
        problem = _problem(question, given.get(question.slug))
        if problem:
            wrong[question.slug] = problem
    if wrong:
        raise InvalidAnswers(wrong)
    asked = {question.slug for question in event_type.questions} - {"location"}
    return {slug: value for slug, value in given.items() if slug in asked}


def is_phone(text: str) -> bool:
    """Whether a text is a number in E.164."""
    return _PHONE.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether a text looks like an address."""
    return _EMAIL.fullmatch(text) is not None


def _with_email(answers: dict[str, Any]) -> dict[str, Any]:
    phone = answers.get("attendeePhoneNumber")
    if answers.get("email") or not phone:
        return answers
    return answers | {"email": f"{str(phone).lstrip('+')}@sms.cal.com"}


def _problem(question: Question, value: Any) -> str | None:
    if value in (None, "", []):
        missing = question.required and not question.hidden
        return "Campo obrigatório." if missing else None
    if not _well_formed(question, value):
        return "Resposta inválida."
    if question.kind == "select" and value not in question.options:
        return "Escolha uma das opções."
    if question.kind == "phone" and not is_phone(str(value)):
        return "Informe o telefone com DDD, por exemplo (11) 98765-4321."
    if question.kind == "email" and not is_email(str(value)):
        return "Informe um e-mail válido."
    return None


def _well_formed(question: Question, value: Any) -> bool:
    if question.kind == "guests":
        return isinstance(value, list) and all(isinstance(email, str) for email in value)
    return question.kind in ("text", "location") or isinstance(value, str)
