"""The event types as they are and as they must be. Title, duration and all else of one that is there are the clinic's."""

from collections.abc import Mapping, Sequence
from typing import Any

from calcom_integration.dto.catalogue import EventTypeRow, Question
from calcom_integration.mapping.questions import plain, spellings
from calcom_integration.mapping.table import MappingTable
from calcom_integration.provisioning.findings import Act, Fault, Findings, Write
from calcom_integration.provisioning.questions import Unwritable, written_again
from calcom_integration.provisioning.wanted import Wanted, WantedEventType, WantedQuestion


def find(
    wanted: WantedEventType, rows: Sequence[EventTypeRow], seen: Mapping[str, int]
) -> EventTypeRow | None:
    """The event type by its slug; else by the id that it had under that slug when it was last `seen` here, so that a new slug
    is noticed. The id of `units.yaml` counts only where it names no slug: in another Cal.com it is somebody else's."""
    by_slug = [row for row in rows if wanted.slug and row.slug == wanted.slug]
    known_id = seen.get(wanted.slug) if wanted.slug else wanted.id
    by_id = [row for row in rows if row.id == known_id]
    return next(iter([*by_slug, *by_id]), None)


def compare_event_type(
    wanted: WantedEventType, row: EventTypeRow | None, plan: Wanted, table: MappingTable
) -> Findings:
    """`row` is what `find` found, `table` the mapping in force."""
    if row is None:
        return _missing(wanted, plan)
    faults = [
        *([_renamed(wanted, row)] if wanted.slug and row.slug != wanted.slug else []),
        *([_hidden(wanted)] if row.hidden else []),
        *([] if _is_mapped(wanted, row, table) else [_unmapped(wanted, row, table)]),
    ]
    return (
        Findings(tuple(faults)) + _compare_place(wanted, row) + _compare_questions(wanted, row, plan, table)
    )


def _missing(wanted: WantedEventType, plan: Wanted) -> Findings:
    text = f"O tipo de evento {wanted.name} não existe no Cal.com."
    if wanted.slug is None:
        return Findings((Fault("tipo_ausente", text),))
    body: dict[str, Any] = {
        "title": wanted.title,
        "slug": wanted.slug,
        "lengthInMinutes": wanted.minutes,
        "bookingFields": [question.body() for question in plan.questions],
    }
    body |= _place(wanted)
    write = Write(Act.CREATE_EVENT_TYPE, f"Criar o tipo de evento {wanted.slug} ({wanted.minutes} min)", body)
    return Findings((Fault("tipo_ausente", text, is_repairable=True),), (write,))


def _place(wanted: WantedEventType) -> dict[str, Any]:
    """The unit's address in Cal.com's words. Without a place Cal.com makes a video link for each booking."""
    place = {"type": "address", "address": wanted.address, "public": True}
    return {"locations": [place]} if wanted.address else {}


def _compare_place(wanted: WantedEventType, row: EventTypeRow) -> Findings:
    """Whether it has any place: which one is the clinic's to say."""
    if row.has_place:
        return Findings()
    text = f"O tipo de evento {wanted.name} não tem local: o Cal.com põe um link de vídeo em cada reserva."
    body = _place(wanted)
    if not body:
        text += " Falta o endereço da unidade em units.yaml."
        return Findings((Fault("tipo_sem_local", text),))
    write = Write(
        Act.PATCH_EVENT_TYPE, f"Tipo de evento {wanted.name}: pôr o endereço da unidade", body, row.id
    )
    return Findings((Fault("tipo_sem_local", text, is_repairable=True),), (write,))


def _renamed(wanted: WantedEventType, row: EventTypeRow) -> Fault:
    text = (
        f"O tipo de evento {wanted.slug} (id {row.id}) mudou de endereço no Cal.com: agora é {row.slug}. Os links antigos "
        "não abrem mais. Volte o endereço no Cal.com, ou mude-o em units.yaml."
    )
    return Fault("tipo_renomeado", text)


def _hidden(wanted: WantedEventType) -> Fault:
    return Fault("tipo_escondido", f"O tipo de evento {wanted.name} está escondido no Cal.com.")


def _is_mapped(wanted: WantedEventType, row: EventTypeRow, table: MappingTable) -> bool:
    return any(
        each.id == row.id and (wanted.slug is None or each.slug == wanted.slug) for each in table.event_types
    )


def _unmapped(wanted: WantedEventType, row: EventTypeRow, table: MappingTable) -> Fault:
    can_learn = any(wanted.slug and each.slug == wanted.slug for each in table.event_types)
    text = f"O mapeamento não sabe que o tipo de evento {wanted.name} tem o id {row.id} no Cal.com."
    return Fault("tipo_sem_mapa", text, is_repairable=can_learn)


def _compare_questions(
    wanted: WantedEventType, row: EventTypeRow, plan: Wanted, table: MappingTable
) -> Findings:
    """Questions that are missing, or not required where they must be. Wording and options are the clinic's."""
    asked = {each.slug: _asked(each, row.booking_fields, table) for each in plan.questions}
    missing = [each for each in plan.questions if asked[each.slug] is None]
    lax = [
        found for each in plan.questions if (found := asked[each.slug]) and each.required and _is_lax(found)
    ]
    faults = [_lacking("pergunta_ausente", "não pergunta", each.slug, wanted) for each in missing]
    faults += [
        _lacking("pergunta_opcional", "não exige a resposta de", each.slug or "", wanted) for each in lax
    ]
    if not faults:
        return Findings()
    try:
        body = _with(row.booking_fields, missing, lax)
    except Unwritable as stuck:
        by_hand = [Fault(each.code, each.text) for each in faults]
        return Findings((*by_hand, _stuck(wanted, stuck.slug)))
    steps = [f"acrescentar {each.slug}" for each in missing] + [f"exigir {each.slug}" for each in lax]
    text = f"Tipo de evento {wanted.name}: {', '.join(steps)}"
    return Findings(tuple(faults), (Write(Act.PATCH_EVENT_TYPE, text, {"bookingFields": body}, row.id),))


def _asked(question: WantedQuestion, questions: Sequence[Question], table: MappingTable) -> Question | None:
    """The clinic's question that this one is, under any slug that the mapping reads as the same field."""
    slug = plain(question.slug)
    alike = {slug}.union(*(slugs for slugs in spellings(table.questions).values() if slug in slugs))
    own = [each for each in questions if not each.is_default and plain(each.slug or "") in alike]
    exact = [each for each in own if each.slug == question.slug]
    return next(iter([*exact, *own]), None)


def _is_lax(question: Question) -> bool:
    """A hidden question is never required (CALCOM.md E)."""
    return not question.required or bool(question.hidden)


def _with(
    questions: Sequence[Question], missing: Sequence[WantedQuestion], lax: Sequence[Question]
) -> list[dict[str, Any]]:
    """All questions as they are, with `lax` ones required and `missing` ones at the end. Raises Unwritable."""
    strict = {each.slug for each in lax}
    kept = [
        body | {"required": True, "hidden": False} if body.get("slug") in strict else body
        for body in written_again(questions)
    ]
    return [*kept, *(each.body() for each in missing)]


def _lacking(code: str, words: str, slug: str, wanted: WantedEventType) -> Fault:
    return Fault(code, f"O tipo de evento {wanted.name} {words} {slug}.", is_repairable=True)


def _stuck(wanted: WantedEventType, slug: str) -> Fault:
    text = (
        f"A API não consegue regravar a pergunta {slug or 'sem nome'} do tipo de evento {wanted.name} como está: nada foi "
        "mudado nele. Acrescente no próprio Cal.com as perguntas que faltam."
    )
    return Fault("pergunta_presa", text)
