"""Instants and their projection at the unit."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.slots import instant, projection

ZONES = ["America/Sao_Paulo", "America/Manaus", "America/Noronha", "America/Rio_Branco", "Europe/Lisbon"]


@pytest.mark.parametrize(
    ("fuso", "local"),
    [
        ("America/Sao_Paulo", (date(2026, 12, 31), "22:30")),
        ("America/Manaus", (date(2026, 12, 31), "21:30")),
        ("America/Noronha", (date(2026, 12, 31), "23:30")),
        ("No/Such_Zone", (date(2026, 12, 31), "22:30")),
    ],
)
def test_an_instant_is_projected_in_the_unit_s_zone(fuso: str, local: tuple[date, str]) -> None:
    assert projection(datetime(2027, 1, 1, 1, 30, tzinfo=UTC), fuso) == local


def test_sao_paulo_had_daylight_saving_time_before_2019() -> None:
    assert projection(datetime(2018, 12, 1, 12, tzinfo=UTC), "America/Sao_Paulo") == (
        date(2018, 12, 1),
        "10:00",
    )


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES[:4]))
def test_projection_and_instant_are_each_other_s_inverse_without_daylight_saving(
    moment: datetime, fuso: str
) -> None:
    at = moment.replace(second=0, microsecond=0, tzinfo=UTC)

    assert instant(*projection(at, fuso), fuso) == at
