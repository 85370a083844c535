"""What `infra/units.yaml` asks of Cal.com."""

import pytest

from calcom_integration.provisioning import Wanted
from calcom_integration.triggers import Trigger
from tests.deliveries import units

WANTED = Wanted.from_units(units(), "https://agenda.lab.example.com/", "segredo")


def test_the_shipped_file_asks_for_its_event_types_with_the_units_durations() -> None:
    assert [(each.slug, each.minutes) for each in WANTED.event_types][-1] == ("coleta-noronha", 45)
    assert all(each.title and each.address for each in WANTED.event_types)
    assert WANTED.url == "https://agenda.lab.example.com/api/v1/calcom/webhook"
    assert set(WANTED.triggers) == set(Trigger)


def test_the_shipped_questions_are_those_the_clinic_needs() -> None:
    bodies = {each.slug: each.body() for each in WANTED.questions}
    assert bodies["cpf"] == {"type": "text", "slug": "cpf", "label": "CPF", "required": True}
    assert (bodies["telefone"]["type"], bodies["telefone"]["required"]) == ("phone", True)
    assert (bodies["convenio"]["type"], "Unimed" in bodies["convenio"]["options"]) == ("select", True)
    assert (bodies["unidade"]["hidden"], bodies["observacoes"]["type"]) == (True, "textarea")


def test_the_secret_does_not_show() -> None:
    assert "segredo" not in repr(WANTED)


def test_an_event_type_that_says_little_is_known_by_what_it_says() -> None:
    (only,) = Wanted.from_units({"event_types": [{"id": 7, "nome_unidade": "Lapa"}]}, "", "").event_types
    assert (only.name, only.title, only.minutes, only.address) == ("id 7", "Coleta domiciliar Lapa", 30, None)


def test_a_question_that_nobody_could_ask_is_an_error_at_start() -> None:
    with pytest.raises(TypeError):
        Wanted.from_units({"booking_questions": [{"slug": "cpf", "label": "CPF"}]}, "", "")
