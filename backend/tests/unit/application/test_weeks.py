"""Weeks, for what is counted over them."""

from datetime import date

from application.counts import DayCount, by_week, weeks_until
from domain.appointment import Origin

SUNDAY, MONDAY = date(2026, 11, 29), date(2026, 11, 23)


def test_the_last_week_holds_today() -> None:
    assert weeks_until(SUNDAY, 2) == weeks_until(MONDAY, 2) == (date(2026, 11, 16), SUNDAY)


def test_every_week_tells_every_origin() -> None:
    counts = [
        DayCount(SUNDAY, Origin.CALCOM, 2),
        DayCount(MONDAY, Origin.CALCOM, 1),
        DayCount(MONDAY, Origin.MANUAL, 4),
    ]
    empty, full = by_week(counts, *weeks_until(MONDAY, 2))
    assert (empty.start, set(empty.totals.values()), set(empty.totals)) == (
        date(2026, 11, 16),
        {0},
        set(Origin),
    )
    assert dict(full.totals) == {Origin.CALCOM: 3, Origin.MANUAL: 4, Origin.PLANILHA: 0}
