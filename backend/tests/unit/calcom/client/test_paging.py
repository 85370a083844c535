"""All pages of a list, also of one that moves while it is read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from calcom_integration.client import BookingFilter, Reading
from tests.calcom_api import CalComDouble, success

START = datetime(2026, 11, 1, tzinfo=UTC)


class MovingList:
    """A server's list, ordered by its last change; `on_page` runs after each page was given."""

    def __init__(self, size: int, on_page: Callable[["MovingList", int], None] = lambda *_: None) -> None:
        self.changed = {f"uid-{number:05}": number for number in range(size)}
        self.calls, self._on_page = 0, on_page

    def touch(self, uid: str) -> None:
        self.changed[uid] = max(self.changed.values()) + 1

    def __call__(self, request: httpx.Request) -> httpx.Response:
        take, skip = int(request.url.params["take"]), int(request.url.params["skip"])
        order = sorted(self.changed, key=lambda uid: self.changed[uid])
        page = order[skip : skip + take]
        more = skip + take < len(order)
        answer = success(
            list(map(self._row, page)), pagination={"totalItems": len(order), "hasNextPage": more}
        )
        self.calls += 1
        self._on_page(self, self.calls)
        return answer

    def _row(self, uid: str) -> dict[str, Any]:
        at = START + timedelta(minutes=self.changed[uid])
        return {"uid": uid, "updatedAt": at.isoformat().replace("+00:00", "Z")}


async def read(cal: CalComDouble, rows: MovingList, **asked: Any) -> Reading:
    cal.answer_with(rows)
    return await cal.client.bookings.all(BookingFilter(**asked))


@pytest.mark.parametrize(("size", "calls"), [(0, 1), (1, 1), (250, 1), (251, 2), (10_000, 40)])
async def test_a_quiet_list_is_read_once(cal: CalComDouble, size: int, calls: int) -> None:
    reading = await read(cal, MovingList(size))
    assert (len(reading.rows), reading.pages, reading.is_complete) == (size, calls, True)


async def test_a_row_that_slipped_over_a_page_is_found_on_the_second_pass(cal: CalComDouble) -> None:
    """An update moves a row of the first page to the end, and the 251st into the place that was read already."""
    rows = MovingList(600, lambda rows, call: rows.touch("uid-00003") if call == 1 else None)
    reading = await read(cal, rows)
    assert {row.uid for row in reading.rows} == rows.changed.keys()
    assert reading.is_complete
    [moved] = [row for row in reading.rows if row.uid == "uid-00003"]
    assert moved.updated_at == START + timedelta(minutes=600)


async def test_a_list_that_never_rests_is_not_said_to_be_complete(cal: CalComDouble) -> None:
    def grow(rows: MovingList, call: int) -> None:
        rows.changed[f"new-{call:05}"] = max(rows.changed.values()) + 1

    reading = await read(cal, MovingList(600, grow))
    assert not reading.is_complete
    assert reading.pages <= 12


async def test_what_a_server_that_ignores_filters_gives_is_filtered_here(cal: CalComDouble) -> None:
    after = START + timedelta(minutes=598)
    reading = await read(cal, MovingList(600), after_updated_at=after)
    assert [row.uid for row in reading.rows] == ["uid-00598", "uid-00599"]
    assert reading.is_complete


async def test_a_page_that_promises_more_and_gives_nothing_ends_the_reading(cal: CalComDouble) -> None:
    cal.answer_with(lambda _: success([], pagination={"totalItems": 5, "hasNextPage": True}))
    reading = await cal.client.bookings.all(BookingFilter())
    assert (reading.rows, reading.pages, reading.is_complete) == ((), 3, False)
