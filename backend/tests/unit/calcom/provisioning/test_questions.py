"""Questions survive a PATCH that has to name them all: over recorded event types and stored questions."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from calcom_integration.dto.catalogue import EventTypeRow, Question
from calcom_integration.provisioning.questions import Unwritable, written_again
from tests.calcom_api import recorded

EMAIL = {"isDefault": True, "type": "email", "slug": "email", "required": True, "hidden": False}
PLAIN = {
    "name": "cpf",
    "type": "text",
    "label": "CPF",
    "required": True,
    "placeholder": "",
    "editable": "user",
}


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
    ],
)
def test_what_the_api_has_no_words_for_is_not_written_at_all(told: dict[str, Any]) -> None:
    with pytest.raises(Unwritable):
        written_again(questions(told))


def test_an_event_type_booked_by_phone_alone_is_left_alone() -> None:
    with pytest.raises(Unwritable, match="email"):
        written_again(of_recorded("so-telefone"))
