"""The statistics of the benches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import figures, percentile, spread

_SAMPLES = st.lists(st.floats(0.001, 1e6), min_size=1)


def test_the_nearest_rank_of_a_hundred_samples() -> None:
    samples = [float(number) for number in range(100, 0, -1)]

    assert (percentile(samples, 95), percentile(samples, 99), percentile(samples, 100)) == (95, 99, 100)


def test_few_samples_have_their_greatest_as_percentile() -> None:
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0


@given(_SAMPLES, st.floats(0, 100))
def test_at_least_the_share_does_not_exceed_a_percentile(samples: list[float], share: float) -> None:
    within = sum(each <= percentile(samples, share) for each in samples)

    assert within >= share / 100 * len(samples) - 1e-9


@given(_SAMPLES)
def test_figures_rise_from_the_median_to_the_slowest(samples: list[float]) -> None:
    found = figures(samples)

    assert min(samples) <= found.median <= max(samples)
    assert percentile(samples, 50) <= found.p95 <= found.p99 <= max(samples)


def test_the_spread_is_the_range_as_a_share_of_the_median() -> None:
    assert spread([9.0, 10.0, 12.0]) == pytest.approx(0.3)
    assert spread([5.0]) == 0
