from dataclasses import replace

import pytest

from calcom_integration.mapping import EventType, MappingTable, faults_of
from calcom_integration.mapping.questions import RESERVED
from tests.deliveries import table

FIRST = table()
OPEN, CLOSED = FIRST.units[0], replace(FIRST.units[1], active=False)


def with_types(*event_types: EventType) -> dict[str, str]:
    return faults_of(MappingTable(units=(OPEN, CLOSED), event_types=event_types))


def with_questions(**questions: tuple[str, ...]) -> dict[str, str]:
    return faults_of(MappingTable(units=(OPEN,), questions=questions))


def test_the_first_mapping_and_an_empty_one_have_nothing_to_correct() -> None:
    assert faults_of(FIRST) == {}
    assert faults_of(MappingTable(units=())) == {}


@pytest.mark.parametrize(
    ("event_type", "faults"),
    [
        (EventType(1, None, OPEN.id), {}),
        (EventType(None, "coleta", OPEN.id), {}),
        (
            EventType(None, None, OPEN.id),
            {"event_types.0.slug": "Informe o id ou o slug do tipo de evento."},
        ),
        (
            EventType(None, "--", OPEN.id),
            {"event_types.0.slug": "Informe o id ou o slug do tipo de evento."},
        ),
        (
            EventType(1, "Dynamic", OPEN.id),
            {"event_types.0.slug": "“dynamic” é de grupos, não de um tipo de evento."},
        ),
        (EventType(1, None, "nenhuma"), {"event_types.0.unidade_id": "Esta unidade não existe."}),
        (EventType(1, None, None), {"event_types.0.unidade_id": "Esta unidade não existe."}),
        (EventType(1, None, CLOSED.id), {"event_types.0.unidade_id": "Esta unidade está desativada."}),
    ],
)
def test_an_event_type(event_type: EventType, faults: dict[str, str]) -> None:
    assert with_types(event_type) == faults


def test_ids_and_slugs_are_named_once() -> None:
    assert with_types(EventType(1, "coleta-sul", OPEN.id), EventType(1, "Coleta Sul", OPEN.id)) == {
        "event_types.1.id": "Este id já está em outra linha.",
        "event_types.1.slug": "Este slug já está em outra linha.",
    }
    assert with_types(EventType(None, "a", OPEN.id), EventType(None, "b", OPEN.id)) == {}
    assert with_types(EventType(1, None, OPEN.id), EventType(2, None, OPEN.id)) == {}


@pytest.mark.parametrize(
    ("questions", "paths"),
    [
        ({"cpf": ("meu-cpf", "cic"), "rg": ("documento",)}, []),
        ({"peso": ("peso",)}, ["questions.peso"]),
        ({"cpf": ("meu-cpf", "Meu_CPF")}, ["questions.cpf.1"]),
        ({"cpf": ("doc",), "rg": ("x", "DOC")}, ["questions.rg.1"]),
        ({"cpf": ("", "--")}, ["questions.cpf.0", "questions.cpf.1"]),
        *(({"cpf": (slug,)}, ["questions.cpf.0"]) for slug in RESERVED),
    ],
)
def test_questions(questions: dict[str, tuple[str, ...]], paths: list[str]) -> None:
    assert list(with_questions(**questions)) == paths


def test_a_question_of_two_fields_says_which_other() -> None:
    assert with_questions(cpf=("doc",), rg=("doc",)) == {
        "questions.rg.0": "Esta pergunta já responde ao campo cpf."
    }
