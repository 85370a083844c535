"""Documents and phones, cleaned."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from validate_docbr import CPF

from application.documents import clean_cpf, clean_phone, cpf_of
from tests.profile import examples


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


@given(st.integers(0, 10**9 - 1).map(cpf_of) | st.from_regex(r"\d{11}|(\d)\1{10}", fullmatch=True))
def test_a_cpf_is_one_where_the_library_says_so(number: str) -> None:
    assert clean_cpf(number) == (number if CPF().validate(number) else None)


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


_DIGITS = st.from_regex(r"[0-9]{4,5}-?[0-9]{4}", fullmatch=True)
_LIKELY = st.from_regex(r"[1-9][1-9](9[0-9]{4}|[2-7][0-9]{3})[0-9]{4}", fullmatch=True)
_SPELLED = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "+55", "+55 ", "55", "0", "015", "9090", "+1 ", "tel. ", " "]),
    st.from_regex(r"\(?[0-9]{2}\)? ?", fullmatch=True),
    _DIGITS,
    st.sampled_from(["", " ", "\n", "5", " ramal 2", "x12", " / 3333-4444"]),
)


def by_the_library(told: str) -> tuple[str, bool]:
    """What `clean_phone` has to say."""
    try:
        number = phonenumbers.parse(told, "BR")
    except phonenumbers.NumberParseException:
        return told.strip(), False
    if not phonenumbers.is_valid_number(number):
        return told.strip(), False
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), True


@settings(max_examples=examples(500), deadline=None)
@given(_LIKELY | _SPELLED)
def test_what_is_known_by_its_spelling_is_what_the_library_says(told: str) -> None:
    assert clean_phone(told) == by_the_library(told)


def test_every_area_code_and_what_may_follow_it_is_judged_as_by_the_library() -> None:
    starts = [f"{code:02}{first:02}" for code in range(100) for first in range(100)]
    numbers = [start + rest for start in starts for rest in ("654321", "7654321")]
    assert [told for told in numbers if clean_phone(told) != by_the_library(told)] == []
