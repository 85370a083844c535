"""The list of bookings of the sandbox's API v2: filters, order, pages (CALCOM.md C, D3)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from calcom_sandbox.rows import Attendee, Booking
from tests.sandbox_api import Office, office_for_tests
from tests.sandbox_inbox import MONDAY

DAY = timedelta(days=1)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with office_for_tests() as opened:
        yield opened


def row(number: int, start: datetime, **columns: Any) -> Booking:
    person = Attendee(id=number, email=f"p{number}@example.com", name=f"Pessoa {number}", time_zone="UTC")
    defaults: dict[str, Any] = {
        "id": number,
        "uid": f"uid{number}",
        "event_type_id": 1,
        "title": "Coleta",
        "description": "",
        "start": start,
        "end": start + timedelta(minutes=30),
        "status": "ACCEPTED",
        "location": "Rua",
        "responses": {},
        "attendees": [person],
        "ical_uid": f"uid{number}@Cal.com",
        "created_at": MONDAY,
        "updated_at": MONDAY,
    }
    return Booking(**(defaults | columns))


async def ids(office: Office, **query: Any) -> list[int]:
    return [each["id"] for each in await office.data("GET", "/v2/bookings", params=query)]


async def test_a_status_word_names_a_part_of_a_life_and_words_add_up(office: Office) -> None:
    past, soon = MONDAY - DAY, MONDAY + DAY
    office.box.store.put(
        row(1, soon),
        row(2, soon, status="PENDING"),
        row(3, past),
        row(4, past, status="PENDING"),
        row(5, soon, status="CANCELLED", rescheduled=True),
        row(6, soon, status="REJECTED"),
        row(7, soon, recurring_event_id="s"),
        row(8, soon, recurring_event_id="s", status="PENDING"),
        row(9, past, recurring_event_id="s"),
    )
    found = {
        word: set(await ids(office, status=word))
        for word in ("upcoming", "recurring", "past", "cancelled", "unconfirmed", "past,cancelled")
    }
    assert found == {
        "upcoming": {1, 2, 7},
        "recurring": {7, 8},
        "past": {3, 4, 9},
        "cancelled": {5, 6},
        "unconfirmed": {2, 8},
        "past,cancelled": {3, 4, 9, 5, 6},
    }
    assert len(await ids(office)) == 9


async def test_filters_by_person_type_and_uid(office: Office) -> None:
    plus = Attendee(id=9, email="a+b@example.com", name="Ana", time_zone="UTC")
    office.box.store.put(row(1, MONDAY), row(2, MONDAY, event_type_id=2), row(3, MONDAY, attendees=[plus]))
    assert await ids(office, attendeeEmail="p2@example.com") == [2]
    assert await ids(office, attendeeEmail="a+b@example.com") == [3]
    answer = await office.http.get("/v2/bookings?attendeeEmail=a+b@example.com")
    assert [each["id"] for each in answer.json()["data"]] == [3], "a space is read as the plus it was"
    assert await ids(office, attendeeName="Pessoa 1") == [1]
    assert await ids(office, bookingUid="uid3") == [3]
    assert await ids(office, eventTypeId=2) == [2]
    assert await ids(office, eventTypeIds="1,2", bookingUid="uid2") == [2]
    assert await ids(office, teamId=1) == []


async def test_bounds_of_time_are_included(office: Office) -> None:
    rows = [
        row(n, MONDAY + n * DAY, created_at=MONDAY + n * DAY, updated_at=MONDAY - n * DAY)
        for n in range(1, 5)
    ]
    office.box.store.put(*rows)

    def day(number: int) -> str:
        return (MONDAY + number * DAY).isoformat()

    assert await ids(office, afterStart=day(3)) == [3, 4]
    assert await ids(office, beforeEnd=rows[1].end.isoformat()) == [1, 2]
    assert await ids(office, afterCreatedAt=day(2), beforeCreatedAt=day(3)) == [2, 3]
    assert await ids(office, afterUpdatedAt=day(-2), beforeUpdatedAt=day(-1)) == [1, 2]
    assert await ids(office, afterStart="2026-11-27T06:00:00-03:00") == [4]
    assert await ids(office, afterStart="2026-11-27T09:00:00") == [4], "without a zone it is UTC"
    refused = await office.http.get("/v2/bookings", params={"afterStart": "ontem"})
    assert refused.json()["error"]["details"]["errors"][0]["property"] == "afterStart"


async def test_order_is_by_start_unless_asked_otherwise(office: Office) -> None:
    office.box.store.put(
        row(1, MONDAY + 2 * DAY, updated_at=MONDAY + 2 * DAY),
        row(2, MONDAY + DAY, updated_at=MONDAY + 3 * DAY),
        row(3, MONDAY + 3 * DAY, updated_at=MONDAY + 2 * DAY),
    )
    assert await ids(office) == [2, 1, 3]
    assert await ids(office, sortStart="desc") == [3, 1, 2]
    assert await ids(office, sortUpdatedAt="asc") == [1, 3, 2]
    assert await ids(office, sortUpdatedAt="desc", sortStart="asc") == [2, 1, 3]
    assert (await office.http.get("/v2/bookings", params={"sortEnd": "up"})).status_code == 400


async def test_what_is_over_comes_latest_first(office: Office) -> None:
    office.box.store.put(*(row(n, MONDAY + n * DAY, status="CANCELLED") for n in (1, 3, 2)))
    assert await ids(office, status="cancelled") == [3, 2, 1]


async def test_ten_thousand_rows_are_read_in_forty_pages_without_a_gap(office: Office) -> None:
    office.box.store.put(*(row(n, MONDAY + timedelta(minutes=n % 977)) for n in range(1, 10_001)))
    seen: list[int] = []
    for page in range(40):
        answer = (await office.http.get("/v2/bookings", params={"take": 250, "skip": page * 250})).json()
        seen += [each["id"] for each in answer["data"]]
        told = answer["pagination"]
        assert (told["currentPage"], told["totalPages"], told["totalItems"]) == (page + 1, 40, 10_000)
        assert (told["hasNextPage"], told["hasPreviousPage"]) == (page < 39, page > 0)
        assert (told["returnedItems"], told["remainingItems"]) == (250, 10_000 - 250 * (page + 1))
    assert sorted(seen) == list(range(1, 10_001))


async def test_a_page_after_the_last_is_empty_and_an_empty_list_is_on_page_zero(office: Office) -> None:
    async def told(**query: int) -> dict[str, Any]:
        found: dict[str, Any] = (await office.http.get("/v2/bookings", params=query)).json()["pagination"]
        return found

    empty = await told()
    assert (empty["currentPage"], empty["totalPages"], empty["itemsPerPage"]) == (0, 0, 100)
    office.box.store.put(row(1, datetime(2026, 12, 1, tzinfo=UTC)))
    beyond = await told(take=10, skip=10)
    assert (beyond["returnedItems"], beyond["currentPage"], beyond["hasPreviousPage"]) == (0, 1, True)


@pytest.mark.parametrize("query", [{"take": 0}, {"take": 251}, {"take": "muitos"}, {"skip": -1}])
async def test_pages_have_their_limits(office: Office, query: dict[str, Any]) -> None:
    assert (await office.http.get("/v2/bookings", params=query)).status_code == 400
