"""Whatever patients, staff, the post and the workers do, in any order: both sides come to agree, and then keep quiet."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.agreement.machine import Agreement

_ROUNDS = settings(
    # A quarter of the profile's: a real database for each.
    max_examples=max(1, settings().max_examples // 4),
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.timeout(3600)  # a nightly run takes its time
def test_both_sides_come_to_agree(mongodb_url: str) -> None:
    class Here(Agreement):
        pass

    Here.mongodb_url = mongodb_url
    run_state_machine_as_test(Here, settings=_ROUNDS)
