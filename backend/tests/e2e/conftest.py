"""One stack for the tests that need a whole one: its start costs most of their time."""

from collections.abc import Iterator

import pytest

from tests.supervised import Supervised, one_command_stack

# Cal.com's budget of calls is not waited for: `faults/` has a test of that.
AMPLE = {"CALCOM_CALLS_PER_MINUTE": "6000", "CALCOM_SANDBOX_RATE_LIMIT": "6000"}
# Its own parts whatever this machine offers, for they are killed; a dead worker's lease is not waited for long.
_TOLD = {
    "MONGODB_URL": "",
    "REDIS_URL": "",
    "CALCOM_BASE_URL": "",
    "CALCOM_LEASE_SECONDS": "5",
    "CALCOM_PUSH_LEASE_SECONDS": "10",
    "CALCOM_DOUBT_SECONDS": "10",
    "LOG_LEVEL": "DEBUG",
    **AMPLE,
}


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    with one_command_stack(tmp_path_factory.mktemp("stack"), **_TOLD) as running:
        yield running
