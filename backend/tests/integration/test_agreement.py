"""Whatever patients, staff, the post and the workers do, in any order: both sides come to agree, and then keep quiet."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from calcom_sandbox.lines import LINES, Line
from tests.agreement.machine import Agreement

_ROUNDS = settings(
    # An eighth of the profile's for each line: a real database for each.
    max_examples=max(1, settings().max_examples // 8),
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.timeout(3600)  # a nightly run takes its time
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_both_sides_come_to_agree(mongodb_url: str, line: Line) -> None:
    class Here(Agreement):
        pass

    Here.mongodb_url, Here.line = mongodb_url, line
    run_state_machine_as_test(Here, settings=_ROUNDS)
