"""A server that names successors itself (CALCOM.md B): they are read by name."""

from typing import Any, cast

import pytest

from calcom_integration.dto.row import BookingRow
from calcom_integration.refresh import Refresh
from tests.calcom_api import CalComDouble, success

ROWS: dict[str, dict[str, Any]] = {
    "uid-first": {"uid": "uid-first", "status": "accepted", "rescheduledToUid": "uid-second"},
    "uid-second": {"uid": "uid-second", "status": "cancelled", "rescheduledToUid": "uid-third"},
    "uid-third": {"uid": "uid-third", "status": "accepted"},
    "uid-itself": {"uid": "uid-itself", "status": "accepted", "rescheduledToUid": "uid-itself"},
    "uid-plain": {"uid": "uid-plain", "status": "accepted"},
}


@pytest.fixture
def cal() -> CalComDouble:
    cal = CalComDouble()
    cal.answer_with(lambda request: success(ROWS[request.url.path.rsplit("/", 1)[1]]))
    return cal


async def successors(cal: CalComDouble, uid: str) -> list[str]:
    refresh = Refresh(cal.client, cast(Any, None))
    return [row.uid for row in await refresh.successors(BookingRow(ROWS[uid]))]


async def test_a_row_that_names_its_successor_is_followed_to_the_end(cal: CalComDouble) -> None:
    """Also where it reads accepted itself."""
    assert await successors(cal, "uid-first") == ["uid-second", "uid-third"]
    assert [request.url.path for request in cal.requests] == [
        "/v2/bookings/uid-second",
        "/v2/bookings/uid-third",
    ]


@pytest.mark.parametrize("uid", ["uid-itself", "uid-plain"])
async def test_a_row_that_stands_has_none_and_nothing_is_asked(cal: CalComDouble, uid: str) -> None:
    assert await successors(cal, uid) == []
    assert cal.requests == []
