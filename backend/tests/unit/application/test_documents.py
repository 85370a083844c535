"""Documents and phones, cleaned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.documents import clean_cpf, clean_phone, cpf_of


@pytest.mark.parametrize(
    ("told", "cpf"),
    [
        ("529.982.247-25", "52998224725"),
        ("52998224725", "52998224725"),
        ("529.982.247-26", None),
        ("111.111.111-11", None),
        ("123", None),
        ("não tenho", None),
        ("", None),
    ],
)
def test_a_cpf_is_its_digits_where_they_check(told: str, cpf: str | None) -> None:
    assert clean_cpf(told) == cpf


@given(st.integers(1, 99_999_998))
def test_leading_zeros_that_a_spreadsheet_lost_are_put_back(number: int) -> None:
    cpf = cpf_of(number)
    assert clean_cpf(cpf) == cpf
    assert clean_cpf(cpf[1:]) == cpf


@pytest.mark.parametrize(
    ("told", "phone", "is_valid"),
    [
        ("(11) 98765-4321", "+5511987654321", True),
        ("+55 11 98765-4321", "+5511987654321", True),
        ("+351 912 345 678", "+351912345678", True),
        ("recado com a vizinha", "recado com a vizinha", False),
        (" 123 ", "123", False),
    ],
)
def test_a_phone_is_e164_where_it_is_a_number(told: str, phone: str, is_valid: bool) -> None:
    assert clean_phone(told) == (phone, is_valid)
