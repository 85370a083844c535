"""When runs are asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from calcom_integration.reconcile.schedule import (
    Pace,
    after_series,
    asked_for,
    days,
    every_few_minutes,
    nightly,
)
from calcom_integration.run import Kind, Run, RunState

PACE = Pace(timedelta(minutes=5), hour=3, zone="America/Sao_Paulo")
# Three in the morning in São Paulo.
TONIGHT = datetime(2026, 11, 23, 6, tzinfo=UTC)


def full(asked_at: datetime, state: RunState = RunState.DONE) -> Run:
    run = asked_for(Kind.FULL, "relogio", asked_at)
    return replace(run, state=state, ended_at=asked_at + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("now", "newest", "is_due"),
    [
        (TONIGHT - timedelta(seconds=1), None, False),
        (TONIGHT, None, True),
        (TONIGHT + timedelta(hours=20), None, True),
        (TONIGHT, full(TONIGHT - timedelta(days=1)), True),
        (TONIGHT + timedelta(hours=5), full(TONIGHT), False),
        (TONIGHT + timedelta(hours=5), full(TONIGHT + timedelta(hours=1)), False),
        (TONIGHT + timedelta(minutes=5), full(TONIGHT, RunState.ASKED), False),
        (TONIGHT + timedelta(minutes=5), full(TONIGHT, RunState.UNDER_WAY), False),
        (TONIGHT + timedelta(minutes=10), full(TONIGHT, RunState.FAILED), False),
        (TONIGHT + timedelta(minutes=11), full(TONIGHT, RunState.FAILED), True),
        (TONIGHT + timedelta(minutes=11), full(TONIGHT, RunState.ABANDONED), True),
    ],
)
def test_the_night_run(now: datetime, newest: Run | None, is_due: bool) -> None:
    assert (nightly(now, newest, PACE) is not None) == is_due


def test_every_worker_asks_for_the_same_run() -> None:
    first, second = (every_few_minutes(TONIGHT + timedelta(seconds=s), PACE) for s in (0, 299))
    assert first.id == second.id
    assert every_few_minutes(TONIGHT + timedelta(seconds=300), PACE).id != first.id


def test_a_pace_of_a_second_is_kept() -> None:
    pace = replace(PACE, every=timedelta(seconds=1))
    ids = {every_few_minutes(TONIGHT + timedelta(seconds=s), pace).id for s in range(10)}
    assert len(ids) == 10


def test_closings_of_one_series_share_a_run_that_waits_for_cal_com() -> None:
    runs = [after_series(TONIGHT + timedelta(seconds=s)) for s in range(60)]
    waits = [run.due_at - run.asked_at for run in runs]
    assert timedelta(seconds=15) < min(waits) <= max(waits) <= timedelta(seconds=30)
    assert len({run.id for run in runs}) == 4


def test_days_are_whole_also_where_clocks_change() -> None:
    window = days(date(2026, 11, 1), date(2026, 11, 1), "America/New_York")
    assert window.start is not None
    assert window.end is not None
    assert window.end - window.start == timedelta(hours=25)
