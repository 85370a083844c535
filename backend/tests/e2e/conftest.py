"""One stack for the tests that need a whole one: its start costs most of their time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.supervised import Supervised, one_command_stack

_FAULTS = Path(__file__).parent / "faults"
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever shares a stack runs in one process, one after the other; the others go to whichever process is free."""
    for item in items:
        if _FAULTS in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("faults"))
        elif "stack" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("stack"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    with one_command_stack(tmp_path_factory.mktemp("stack"), **_TOLD) as running:
        yield running
