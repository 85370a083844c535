"""What the booking page is told of a patient beforehand, by the slugs of its questions: pure (CALCOM.md E, G)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from calcom_integration.dto.catalogue import Question
from calcom_integration.mapping.questions import USUAL
from calcom_integration.mapping.table import MappingTable

# Cal.com's own questions have slugs of their own; the others are the clinic's.
_OWN = {"nome": "name", "email": "email"}
_ASKED = ("cpf", "telefone")
PREFILLED = frozenset({*_OWN, *_ASKED})


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be visited: `cpf` as eleven digits, `telefone` as stored."""

    nome: str | None = None
    email: str | None = None
    cpf: str | None = None
    telefone: str | None = None


def prefill(
    person: Person, fields: Collection[str], questions: Iterable[Question] | None, table: MappingTable
) -> dict[str, str]:
    """Slug → text of those `fields` that are known. Where nobody knows what the event type asks (`questions` is None), the
    best slug of each field is taken: a page passes over what it does not ask."""
    slugs = [*_OWN.items(), *(_guessed(table) if questions is None else _asked(questions, table))]
    told = {slug: _spelled(field, getattr(person, field)) for field, slug in slugs if field in fields}
    return {slug: text for slug, text in told.items() if text}


def _guessed(table: MappingTable) -> Iterator[tuple[str, str]]:
    for field in _ASKED:
        yield field, next(iter((*table.questions.get(field, ()), *USUAL[field])))


def _asked(questions: Iterable[Question], table: MappingTable) -> Iterator[tuple[str, str]]:
    for question in questions:
        field = table.field_of(question.slug or "")
        if field in _ASKED and question.slug and not question.is_default:
            yield field, question.slug


def _spelled(field: str, text: str | None) -> str | None:
    """A CPF as people write it: the patient reads it over."""
    if field == "cpf" and text and len(text) == 11:
        return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"
    return text
