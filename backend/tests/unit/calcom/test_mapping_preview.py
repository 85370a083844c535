import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcom_integration.dto import read
from calcom_integration.mapping.masking import masked
from calcom_integration.mapping.preview import Reading, UnitReading, readings_of
from tests.deliveries import sent, table

FIRST = table()
EVENT = read(sent("created__custom_fields_all_types").body)


def test_the_same_mapping_changes_nothing() -> None:
    unit, fields = readings_of(EVENT, FIRST, FIRST)
    assert unit == UnitReading("Laboratório Aurora · Moema", "Laboratório Aurora · Moema")
    assert [each.field for each in fields] == ["cpf", "telefone", "nome_convenio", "observacoes"]
    assert not any(each.is_changed for each in fields)


def test_each_field_is_shown_by_both_mappings_and_nobody_is_named() -> None:
    other = replace(FIRST, questions={"rg": ("cpf",), "nome_convenio": ("sexo",)})
    _, fields = readings_of(EVENT, FIRST, other)
    assert fields == (
        Reading("cpf", "•••.•••.•••-25", None, is_changed=True),
        Reading("rg", None, "•••.•••.•••-25", is_changed=True),
        Reading("telefone", "+•••••••••••21", "+•••••••••••21", is_changed=False),
        Reading("nome_convenio", "Bradesco Saúde", "M", is_changed=True),
        Reading("observacoes", "o•• ç•• 😀", "o•• ç•• 😀", is_changed=False),
    )


def test_two_answers_that_are_masked_alike_are_still_another() -> None:
    told = json.loads(sent("created__custom_fields_all_types").body)
    told["payload"]["responses"]["sexo"]["value"] = "ovo çam 😀"
    other = replace(FIRST, questions={"observacoes": ("sexo",)})
    _, fields = readings_of(read(json.dumps(told).encode()), FIRST, other)
    assert Reading("observacoes", "o•• ç•• 😀", "o•• ç•• 😀", is_changed=True) in fields


def test_a_unit_that_no_mapping_knows_is_absent() -> None:
    unmapped = replace(FIRST, event_types=())
    assert readings_of(EVENT, FIRST, unmapped)[0] == UnitReading("Laboratório Aurora · Moema", None)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ana Sofia de Souza", "A•• S•••• d• S••••"),
        ("ana.souza@example.com.br", "a••.s••••@e••••••.c••.b•"),
        ("+55 11 98765-4321", "+•• •• •••••-••21"),
        ("Rua das Flores, 123 ap. 4", "R•• d•• F•••••, ••• a•. •"),
        ("12.345.678-X", "••.•••.•78-X"),
        ("1234", "••••"),
        ("", ""),
    ],
)
def test_masks(value: str, shown: str) -> None:
    assert masked("observacoes", value) == shown


def test_what_many_patients_have_in_common_is_shown() -> None:
    assert masked("nome_convenio", "Bradesco 2024") == "Bradesco 2024"


@given(st.text(st.sampled_from("Ana 0123456789.-@ç")))
def test_a_mask_keeps_the_shape_and_at_most_two_digits(value: str) -> None:
    shown = masked("cpf", value)
    assert len(shown) == len(value)
    assert sum(char.isdigit() for char in shown) <= 2
