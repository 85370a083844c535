"""Days on the command line."""

from datetime import UTC, datetime

import pytest

from entrypoints.calcom_commands.period import Period, period

FIRST, LAST = datetime(2026, 11, 2), datetime(2026, 11, 3)


def test_days_are_the_clinics_and_the_last_one_is_whole() -> None:
    assert period(FIRST, LAST, "America/Sao_Paulo") == Period(
        datetime(2026, 11, 2, 3, tzinfo=UTC), datetime(2026, 11, 4, 3, tzinfo=UTC)
    )


def test_either_end_may_be_open() -> None:
    assert period(None, LAST, "UTC") == Period(None, datetime(2026, 11, 4, tzinfo=UTC))
    assert period(None, None, "UTC") == Period(None, None)


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="before the first"):
        period(LAST, FIRST, "UTC")
