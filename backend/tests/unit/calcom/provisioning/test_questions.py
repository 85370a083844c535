"""Questions survive a PATCH that has to name them all: over recorded event types and stored questions."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from calcom_integration.dto.catalogue import EventTypeRow, Question
from calcom_integration.provisioning.questions import Unwritable, written_again
from tests.calcom_api import recorded

RECORDED_6_2 = Path(__file__).parents[3] / "payloads" / "caldiy_6_2_0"
EMAIL = {"isDefault": True, "type": "email", "slug": "email", "required": True, "hidden": False}
PLAIN = {
    "name": "cpf",
    "type": "text",
    "label": "CPF",
    "required": True,
    "placeholder": "",
    "editable": "user",
}


def recorded_6_2(case: str) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((RECORDED_6_2 / f"{case}.json").read_text())
    return kept


def questions(*told: dict[str, Any]) -> Sequence[Question]:
    return EventTypeRow.model_validate({"id": 1, "bookingFields": [EMAIL, *told]}).booking_fields


def stored(**more: Any) -> dict[str, Any]:
    return {"type": "unknown", "slug": "unknown", "bookingField": json.dumps(PLAIN | more)}


def of_recorded(slug: str) -> Sequence[Question]:
    types = recorded("event-types-by-username-2024-06-14").json()["data"]
    return EventTypeRow.model_validate(next(each for each in types if each["slug"] == slug)).booking_fields


def test_every_question_of_a_recorded_event_type_is_written_as_it_was() -> None:
    bodies = {body.get("slug", body["type"]): body for body in written_again(of_recorded("avaliacao"))}

    assert bodies["cpf"] == {"type": "text", "slug": "cpf", "label": "CPF", "required": True}
    assert bodies["convenio"]["options"] == ["Particular", "Unimed", "Bradesco Saúde"]
    assert (bodies["sintomas"]["type"], bodies["sintomas"]["required"]) == ("multiselect", False)
    assert bodies["origem"]["hidden"] is True
    assert bodies["notes"] == {
        "type": "notes",
        "slug": "notes",
        "required": False,
        "hidden": False,
        "disableOnPrefill": False,
    }
    assert bodies["name"] == {"type": "name", "disableOnPrefill": False}
    assert [*bodies][-10:-7] == ["cpf", "telefone", "convenio"]
    assert len(bodies) == len({question.slug for question in of_recorded("avaliacao")} - {"location"})


def test_what_was_written_through_the_api_is_written_again() -> None:
    told = {"type": "phone", "slug": "fone", "label": "Fone", "required": False, "placeholder": "(11)"}

    assert written_again(questions({"isDefault": False, "hidden": False, **told}))[1:] == [
        told | {"hidden": False}
    ]


def test_what_was_changed_in_cal_coms_own_questions_is_told_again() -> None:
    place = {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "label": "Onde?"}
    guests = {"isDefault": True, "type": "multiemail", "slug": "guests", "required": False, "hidden": True}
    phone = {
        "isDefault": True,
        "type": "phone",
        "slug": "attendeePhoneNumber",
        "required": False,
        "hidden": True,
    }

    assert written_again(questions(place, guests, phone))[1:] == [
        {"type": "location", "slug": "location", "label": "Onde?"},
        {"type": "guests", "slug": "guests", "required": False, "hidden": True},
    ]


@pytest.mark.parametrize(
    "told",
    [
        stored(minLength=11),
        stored(editable="user-readonly"),
        stored(label=""),
        stored(type="select", options=[{"label": "Sim", "value": "s"}]),
        stored(sources=[{"id": "workflow-1", "type": "workflow", "label": "Lembrete"}]),
        stored(type="radioInput"),
        {"type": "unknown", "slug": "unknown", "bookingField": "{"},
        {
            "isDefault": True,
            "type": "phone",
            "slug": "attendeePhoneNumber",
            "required": True,
            "hidden": False,
        },
        {"isDefault": True, "type": "text", "slug": "something-new", "required": True},
        {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "hidden": True},
        {"isDefault": False, "type": "text", "slug": "peso", "label": "Peso", "minLength": 2},
        {"isDefault": True, "type": "textarea", "slug": "notes", "maxLength": 200},
    ],
)
def test_what_the_api_has_no_words_for_is_not_written_at_all(told: dict[str, Any]) -> None:
    with pytest.raises(Unwritable):
        written_again(questions(told))


@pytest.mark.parametrize("strange", ["texto", None, 7, ["x"]])
def test_a_list_with_something_that_is_no_question_is_not_written_back(strange: Any) -> None:
    row = EventTypeRow.model_validate({"id": 1, "bookingFields": [EMAIL, strange]})
    with pytest.raises(Unwritable):
        written_again(row.booking_fields)


def test_a_question_that_the_recorded_list_of_6_2_hides_is_written_again_as_it_reads_by_id() -> None:
    by_id = json.loads(recorded_6_2("api__event-type-patch_answer_shows_hidden_field")["body_raw"])["data"]
    listed = json.loads(recorded_6_2("api__event-types-list_hides_hidden_fields")["body_raw"])["data"][0]
    whole, seen = (EventTypeRow.model_validate(each).booking_fields for each in (by_id, listed))

    bodies = {body.get("slug", body["type"]): body for body in written_again(whole)}

    assert {each.slug for each in whole} - {each.slug for each in seen} == {"unidade", "title"}
    assert bodies["unidade"] == {
        "type": "text",
        "slug": "unidade",
        "label": "Unidade",
        "required": False,
        "disableOnPrefill": False,
        "hidden": True,
    }
    assert bodies["title"]["hidden"] is True


def test_an_event_type_booked_by_phone_alone_is_left_alone() -> None:
    with pytest.raises(Unwritable, match="email"):
        written_again(of_recorded("so-telefone"))
