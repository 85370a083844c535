"""A gauge of what is stored tells what was read lately, and nothing once that is old."""

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from application.stored_gauge import FRESH, StoredGauge
from tests.calcom_api import HeldTime


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def test_nothing_is_told_before_the_first_reading(registry: CollectorRegistry) -> None:
    StoredGauge("rows", "Rows.", registry=registry)
    assert registry.get_sample_value("rows") is None
    assert b"# TYPE rows gauge" in generate_latest(registry)


def test_a_reading_is_told_until_it_is_old(registry: CollectorRegistry) -> None:
    time = HeldTime()
    gauge = StoredGauge("rows", "Rows.", registry=registry, clock=time)
    gauge.tell(3)
    time.now += FRESH - 1
    assert registry.get_sample_value("rows") == 3
    time.now += 1
    assert registry.get_sample_value("rows") is None
    gauge.tell(0)
    assert registry.get_sample_value("rows") == 0
    gauge.tell(None)
    assert registry.get_sample_value("rows") is None


def test_what_is_read_takes_the_place_of_all_that_was(registry: CollectorRegistry) -> None:
    gauge = StoredGauge("rows", "Rows.", ("kind",), registry)
    gauge.tell_each({("a",): 1, ("b",): 2})
    gauge.tell_each({("b",): 5})
    assert registry.get_sample_value("rows", {"kind": "a"}) is None
    assert registry.get_sample_value("rows", {"kind": "b"}) == 5


def test_two_gauges_of_one_name_are_refused(registry: CollectorRegistry) -> None:
    StoredGauge("rows", "Rows.", registry=registry)
    with pytest.raises(ValueError, match="Duplicated"):
        StoredGauge("rows", "Others.", registry=registry)
