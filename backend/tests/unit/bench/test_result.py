"""Rounds held against their baseline, and the tables made of them."""

import pytest

from bench.result import Goal, Result, at_least, at_most, at_most_over, compared
from bench.table import as_json, markdown_table, text_table

_SHAPE = ["name", "value", "unit", "baseline", "ratio", "target", "reached", "median", "p95", "p99"]


def a_result() -> Result:
    return compared("intake", "requests/s", [90.0, 40.0, 88.0], [100.0, 50.0, 110.0], at_least(0.8))


def test_each_round_is_held_against_the_one_beside_it() -> None:
    found = a_result()

    assert (found.value, found.baseline) == (88.0, 100.0)
    assert found.ratio == pytest.approx(0.8)
    assert found.spread == pytest.approx((0.9 - 0.8) / 0.8)
    assert found.reached


def test_a_result_without_a_goal_is_a_report() -> None:
    found = compared("first page", "ms", [20.0], [10.0])

    assert (found.target, found.reached) == ("report", None)


@pytest.mark.parametrize(
    ("goal", "holds"),
    [
        (at_most(2), True),
        (at_most(1.9), False),
        (at_most_over(10, "ms"), True),
        (at_most_over(9, "ms"), False),
    ],
)
def test_goals(goal: Goal, holds: bool) -> None:
    assert compared("page", "ms", [20.0], [10.0], goal).reached is holds


def test_single_samples_give_the_percentiles() -> None:
    samples = [float(number) for number in range(1, 101)]
    found = compared("answer", "ms", [99.0], [99.0], at_most(1.5), samples)

    assert (found.value, found.median, found.p95, found.p99) == (99, 50.5, 95, 99)


def test_the_json_has_the_agreed_shape() -> None:
    told = as_json([a_result()], "a machine", {"python": "3.11"})

    assert list(told) == ["machine", "versions", "results"]
    assert sorted(told["results"][0]) == sorted(_SHAPE)


def test_the_tables_tell_every_result() -> None:
    results = [a_result(), compared("first page", "ms", [1140.0], [119.0])]

    for table in (text_table(results), markdown_table(results)):
        assert "intake" in table
        assert "1,140 ms" in table
        assert "yes" in table
        assert "–" in table
