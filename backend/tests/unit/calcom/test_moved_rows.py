"""Deliveries and API rows of one moved booking of a Cal.diy 6.2.0, in any order, with any of them lost (CALCOM.md M2, M3, M8)."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from calcom_integration.dto import read as read_delivery
from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping import news_of
from calcom_integration.mapping.rows import news_of_row
from domain.booking.chain import Chain, join_chains
from domain.booking.news import BookingNews, row_of
from domain.booking.view import view_of
from tests.calcom_api import recorded_of_caldiy
from tests.deliveries import news, sent, table

FIRST, SECOND, THIRD = "frEq9DoAiWBW6hTjYkgFqG", "samNcv54wjZpM5yb7qRRoR", "vTx4nQm8RkJ2sWbY6pZcHd"
READ = datetime(2026, 11, 30, 19, 15, tzinfo=UTC)
DELIVERIES = [
    news("requested__caldiy_before_it_was_moved"),
    news("requested__by_reschedule_of_confirm_event_caldiy_no_rescheduleUid__api"),
]
AGAIN = news("requested__caldiy_moved_again")
LISTED = {row["uid"]: row for row in recorded_of_caldiy("bookings-list_rescheduledToUid").json()["data"]}


def read(uid: str, minutes: int = 0) -> BookingNews:
    [told] = news_of_row(BookingRow(LISTED[uid], READ + timedelta(minutes=minutes)), table())
    return told


def chain_of(pieces: Sequence[BookingNews]) -> Chain:
    return join_chains(*(Chain({each.key: row_of(each)}) for each in pieces))


EVERYTHING = [*DELIVERIES, AGAIN, *(read(uid, at) for uid in (FIRST, SECOND) for at in (0, 2, 5))]


@given(st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=12), st.randoms())
def test_any_part_of_it_in_any_order_is_one_visit(pieces: list[BookingNews], random: Random) -> None:
    shuffled = [*pieces]
    random.shuffle(shuffled)
    chain = chain_of(shuffled)

    assert chain == chain_of(pieces)
    heard = {each.key for each in pieces}
    [current] = chain.ends
    assert current.key == next(uid for uid in (THIRD, SECOND, FIRST) if uid in heard)


@given(st.lists(st.sampled_from(EVERYTHING), max_size=8))
def test_all_keys_of_it_meet_by_name(pieces: list[BookingNews]) -> None:
    assert all(FIRST in {each.key, *each.older} for each in pieces)


def test_a_row_of_a_series_has_no_root() -> None:
    body = json.loads(sent("created__recurring_2of3").body)
    body["payload"]["iCalUID"] = f"{FIRST}@Cal.diy"
    [listed] = news_of_row(BookingRow(LISTED[SECOND] | {"recurringBookingUid": "serie"}, READ), table())

    assert news_of(read_delivery(json.dumps(body).encode()), table()).root is None
    assert (read(SECOND).root, listed.root) == (FIRST, None)


def test_a_row_that_reads_accepted_beside_its_successor_is_no_end() -> None:
    told = LISTED[FIRST] | {"status": "accepted", "updatedAt": "2026-11-30T19:14:40.000Z"}
    [old] = news_of_row(BookingRow(told, READ), table())
    view = view_of(chain_of([*DELIVERIES, old, read(SECOND)]))

    assert (view.key, view.open_ends) == (SECOND, 1)
