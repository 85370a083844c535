"""Which texts are a day or an instant."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from application.inputs import Day, Instant

DAY: TypeAdapter[date] = TypeAdapter(Day)
INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
NUMBERS = [
    0,
    86_400,
    1.5,
    "0",
    "86400",
    " 86400 ",
    "8.64e4",
    "864E2",
    "1.5e10",
    "+.5e1",
    "-0.0",
    "1_000",
    "٣",
    "inf",
    "nan",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_in_any_spelling_is_neither(number: object) -> None:
    for adapter in (DAY, INSTANT):
        with pytest.raises(ValidationError):
            adapter.validate_python(number)


@given(st.floats() | st.integers())
def test_no_number_is_a_day_or_an_instant(number: float) -> None:
    for text in (str(number), f"{number:e}", f" {number:+g}"):
        for adapter in (DAY, INSTANT):
            with pytest.raises(ValidationError):
                adapter.validate_python(text)


def test_what_iso_8601_says_is_read() -> None:
    assert DAY.validate_python("2026-11-30") == date(2026, 11, 30)
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    spellings = [
        "2026-11-30T12:00:00Z",
        "2026-11-30T09:00:00-03:00",
        "2026-11-30 12:00:00.000Z",
        "2026-11-30T12:00Z",
    ]
    assert [INSTANT.validate_python(each) for each in spellings] == [noon] * 4


@pytest.mark.parametrize("text", ["30/11/2026", "2026-11-31", "2026-11-30T12:00:00", "20261130", "", "\x00"])
def test_any_other_text_is_refused(text: str) -> None:
    for adapter in (DAY, INSTANT):
        with pytest.raises(ValidationError):
            adapter.validate_python(text)
