"""One house for all faults, whose servers each test may take away and brings back."""

from collections.abc import Iterator

import httpx
import pytest

from tests.outages import House, open_house

# Cal.com is asked often and given up on soon, so that what would take minutes takes seconds.
HURRIED = {
    "CALCOM_LEASE_SECONDS": "5",
    "CALCOM_PUSH_LEASE_SECONDS": "5",
    "CALCOM_DOUBT_SECONDS": "2",
    "CALCOM_TIMEOUT_SECONDS": "3",
    "CALCOM_CALL_ATTEMPTS": "2",
    "CALCOM_BREAKER_FAILURES": "3",
    "CALCOM_BREAKER_REST_SECONDS": "1",
    "CALCOM_RECONCILE_MINUTES": "0.05",
    "CALCOM_CALLS_PER_MINUTE": "6000",
    "SPOOL_MAX_MB": "1",
}


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house"), **HURRIED) as opened:
        limit = {"limit": 100_000}
        httpx.put(f"{opened.calcom}/sandbox/api/limits", json=limit).raise_for_status()
        yield opened
