"""The days that are today somewhere."""

from datetime import UTC, date, datetime

from infrastructure.repositories.local_today import local_today


def test_three_days_at_once() -> None:
    today = local_today(datetime(2026, 11, 23, 10, 50, tzinfo=UTC))
    assert (today.earliest, today.latest) == (date(2026, 11, 22), date(2026, 11, 24))
    assert today.disputed == [date(2026, 11, 22), date(2026, 11, 23)]


def test_each_zone_is_on_one_side_of_a_day() -> None:
    today = local_today(datetime(2026, 11, 24, 2, 30, tzinfo=UTC))
    over, open_ = today.after(date(2026, 11, 23)), today.not_after(date(2026, 11, 23))
    assert "America/Noronha" in over
    assert "America/Sao_Paulo" in open_
    assert not set(over) & set(open_)


def test_the_day_changes_at_the_zones_midnight() -> None:
    before = local_today(datetime(2026, 11, 24, 2, 59, 59, tzinfo=UTC))
    after = local_today(datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    assert "America/Sao_Paulo" in before.not_after(date(2026, 11, 23))
    assert "America/Sao_Paulo" in after.after(date(2026, 11, 23))
