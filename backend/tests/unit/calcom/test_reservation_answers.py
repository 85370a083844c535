"""What the clinic answers to an event type's questions, and which event types can hold an hour."""

from typing import Any

import pytest

from calcom_integration.dto.catalogue import EventTypeRow
from calcom_integration.outbound.reservations import answers_to
from calcom_integration.outbound.told import Unsendable
from tests.builders import an_appointment
from tests.calcom_api import recorded
from tests.deliveries import table

KNOWN: dict[str, Any] = {
    "cpf": "52998224725",
    "telefone": "+5511987654321",
    "email": "maria@example.com",
    "nome_convenio": "BRADESCO SAUDE",
    "observacoes": "portão azul",
}


def event_type(*questions: dict[str, Any], **over: Any) -> EventTypeRow:
    return EventTypeRow.model_validate({"id": 1, "bookingFields": list(questions), **over})


def question(slug: str, type: str = "text", **over: Any) -> dict[str, Any]:
    return {"type": type, "slug": slug, "label": slug.upper(), "required": False, **over}


def answers(*questions: dict[str, Any], **over: Any) -> dict[str, str]:
    return answers_to(event_type(*questions).booking_fields, an_appointment(**{**KNOWN, **over}), table())


def missing(*questions: dict[str, Any], **over: Any) -> str:
    with pytest.raises(Unsendable) as refusal:
        answers(*questions, **over)
    assert refusal.value.reason == "resposta_faltando"
    return refusal.value.detail


def test_recorded_questions_are_answered_by_field() -> None:
    told = EventTypeRow.model_validate(recorded("event-type-one-2024-06-14").json()["data"])
    assert told.is_plain
    assert answers_to(told.booking_fields, an_appointment(**KNOWN), table()) == {
        "cpf": "52998224725",
        "telefone": "+5511987654321",
        "convenio": "Bradesco Saúde",
    }


def test_other_names_of_a_question_are_known_and_unknown_ones_left_alone() -> None:
    found = answers(question("documento-cpf"), question("obs", "textarea"), question("cor-do-portao"))
    assert found == {"documento-cpf": "52998224725", "obs": "portão azul"}


def test_the_unit_answers_for_itself() -> None:
    assert answers(question("unidade", hidden=True), question("marca"), nome_unidade="Moema") == {
        "unidade": "Moema",
        "marca": "Laboratório Aurora",
    }


def test_a_choice_that_is_not_offered_is_no_answer() -> None:
    offered = question("convenio", "select", options=["Particular", "Amil"])
    assert answers(offered) == {}
    assert "CONVENIO" in missing(offered | {"required": True})


def test_a_phone_that_is_no_number_is_no_answer() -> None:
    assert answers(question("telefone", "phone"), telefone="ligar à tarde") == {}
    assert "TELEFONE" in missing(question("telefone", "phone", required=True), telefone="ligar à tarde")


def test_everything_that_lacks_is_named_at_once_and_nothing_personal() -> None:
    said = missing(question("cpf", required=True), question("rg", required=True), cpf=None, rg=None)
    assert said == "Falta no agendamento o que o Cal.com exige: CPF, RG."


@pytest.mark.parametrize(
    "kind", ["number", "boolean", "multiselect", "checkbox", "multiemail"], ids=lambda kind: kind
)
def test_what_is_no_text_is_not_guessed(kind: str) -> None:
    assert answers(question("cpf", kind)) == {}


def test_a_required_e_mail_address_is_the_clinic_s_to_give() -> None:
    own = {"isDefault": True, "type": "email", "slug": "email", "required": True}
    assert answers(own) == {}
    assert "E-mail" in missing(own, email=None)
    assert answers(own | {"required": False}, email=None) == {}


@pytest.mark.parametrize(
    ("rules", "is_plain"),
    [
        ({}, True),
        ({"seats": {"disabled": True}, "confirmationPolicy": {"disabled": True}, "price": 0}, True),
        ({"price": 15000}, False),
        ({"recurrence": {"disabled": False, "occurrences": 3}}, False),
        ({"recurrence": {"occurrences": 3}}, False),
        ({"seats": {"seatsPerTimeSlot": 3}}, False),
        ({"confirmationPolicy": {"type": "always"}}, False),
    ],
)
def test_which_event_types_hold_an_hour(rules: dict[str, Any], is_plain: bool) -> None:
    assert event_type(**rules).is_plain is is_plain
