"""What a person has to correct in a mapping before it is stored: pure."""

from collections.abc import Iterator
from itertools import chain

from calcom_integration.mapping.questions import RESERVED, USUAL, plain
from calcom_integration.mapping.table import EventType, MappingTable

_RESERVED = frozenset(map(plain, RESERVED))
_FIELDS = ", ".join(USUAL)


def faults_of(table: MappingTable) -> dict[str, str]:
    """In Portuguese, by the path of the field: `event_types.0.slug`, `questions.cpf.1`. A path's first fault stands."""
    found: dict[str, str] = {}
    for path, fault in chain(_of_types(table), _of_questions(table)):
        found.setdefault(path, fault)
    return found


def _of_types(table: MappingTable) -> Iterator[tuple[str, str]]:
    ids: set[int | None] = set()
    slugs: set[str] = set()
    for index, event_type in enumerate(table.event_types):
        path, slug = f"event_types.{index}", plain(event_type.slug or "")
        if event_type.id is None and not slug:
            yield f"{path}.slug", "Informe o id ou o slug do tipo de evento."
        if slug == "dynamic":
            yield f"{path}.slug", "“dynamic” é de grupos, não de um tipo de evento."
        if event_type.id in ids:
            yield f"{path}.id", "Este id já está em outra linha."
        if slug in slugs:
            yield f"{path}.slug", "Este slug já está em outra linha."
        yield from _of_unit(f"{path}.unidade_id", table, event_type)
        ids |= {event_type.id} - {None}
        slugs |= {slug} - {""}


def _of_unit(path: str, table: MappingTable, event_type: EventType) -> Iterator[tuple[str, str]]:
    unit = table.unit_of(event_type)
    if unit is None:
        yield path, "Esta unidade não existe."
    elif not unit.active:
        yield path, "Esta unidade está desativada."


def _of_questions(table: MappingTable) -> Iterator[tuple[str, str]]:
    owners: dict[str, str] = {}
    for field, slugs in table.questions.items():
        if field not in USUAL:
            yield f"questions.{field}", f"Campo desconhecido; use um destes: {_FIELDS}."
        for index, slug in enumerate(map(plain, slugs)):
            path = f"questions.{field}.{index}"
            if not slug:
                yield path, "Informe o slug da pergunta, com letras ou números."
            elif slug in _RESERVED:
                yield path, "É uma pergunta do próprio Cal.com; use outra."
            elif slug in owners:
                yield path, f"Esta pergunta já responde ao campo {owners[slug]}."
            owners.setdefault(slug, field)
