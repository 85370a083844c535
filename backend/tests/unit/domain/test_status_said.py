"""A row's status by what was said of it last, and by readings that agree (DESIGN.md, rules 1, 3 and 4; CALCOM.md M3, M6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.booking.news import BookingNews, row_of
from domain.booking.readings import settled
from domain.booking.row import Row, RowStatus, join_rows
from domain.booking.view import Word, view_of
from tests.unit.domain.strategies import DAY
from tests.unit.domain.test_chain import booked, chain_of

PENDING, ACCEPTED, REJECTED, CANCELLED = RowStatus


def at(seconds: float) -> datetime:
    return DAY + timedelta(seconds=seconds)


def said(status: RowStatus, seconds: float, **more: Any) -> BookingNews:
    return booked("a", status=status, sent_at=at(seconds), **more)


def read(status: RowStatus, written: float, seconds: float, **more: Any) -> BookingNews:
    """What the far side's list said at `seconds` of a row that was written at `written`."""
    return said(status, written, written_at=at(written), read_at=at(seconds), **more)


def row(*pieces: BookingNews) -> Row:
    return chain_of(*pieces).rows["a"]


def in_any_order(pieces: Sequence[BookingNews]) -> set[RowStatus | None]:
    return {row(*order).status for order in permutations(pieces)}


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([said(PENDING, 0), said(ACCEPTED, 1)], ACCEPTED),
        ([said(PENDING, 0), said(REJECTED, 1), said(ACCEPTED, 2)], ACCEPTED),
        ([said(ACCEPTED, 0), said(CANCELLED, 1), said(ACCEPTED, 2)], ACCEPTED),
        ([said(PENDING, 0), said(CANCELLED, 1), said(ACCEPTED, 2), said(CANCELLED, 3)], CANCELLED),
        ([said(REJECTED, 0), said(ACCEPTED, 0)], REJECTED),
        ([said(CANCELLED, 0), said(REJECTED, 0), said(PENDING, 0)], CANCELLED),
        ([said(ACCEPTED, 5), said(PENDING, 6)], PENDING),
    ],
)
def test_the_status_said_last_stands_and_of_one_instant_the_higher(
    pieces: list[BookingNews], status: RowStatus
) -> None:
    assert in_any_order(pieces) == {status}


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        # The cancellation left before its own write, or its write failed.
        ([said(CANCELLED, 100), read(ACCEPTED, 0, 101)], CANCELLED),
        ([said(CANCELLED, 100), read(ACCEPTED, 0, 101), read(ACCEPTED, 0, 280)], CANCELLED),
        ([said(CANCELLED, 100), read(ACCEPTED, 0, 101), read(ACCEPTED, 0, 281)], ACCEPTED),
        # Two readings are one word of the first one's time.
        ([said(CANCELLED, 100), read(ACCEPTED, 0, 99), read(ACCEPTED, 0, 400)], CANCELLED),
        (
            [said(CANCELLED, 100), read(ACCEPTED, 0, 50), read(ACCEPTED, 0, 110), read(ACCEPTED, 0, 290)],
            ACCEPTED,
        ),
        # They have to agree in both, the status and the last write.
        ([said(CANCELLED, 100), read(ACCEPTED, 0, 101), read(ACCEPTED, 90, 300)], CANCELLED),
        ([said(CANCELLED, 100), read(ACCEPTED, 0, 101), read(CANCELLED, 0, 300)], CANCELLED),
        # The sender's clock is behind the list's: the closing is older than the acceptance it followed.
        ([said(ACCEPTED, 100), read(REJECTED, 40, 150)], ACCEPTED),
        ([said(ACCEPTED, 100), read(REJECTED, 40, 150), read(REJECTED, 40, 330)], REJECTED),
        # They agree with what was said about open or closed: what was said stands.
        ([said(PENDING, 100), read(ACCEPTED, 40, 150), read(ACCEPTED, 40, 400)], PENDING),
        # A later word stands again.
        ([read(ACCEPTED, 0, 101), read(ACCEPTED, 0, 300), said(CANCELLED, 102)], CANCELLED),
        (
            [said(CANCELLED, 100), read(ACCEPTED, 0, 101), read(ACCEPTED, 0, 300), said(CANCELLED, 301)],
            CANCELLED,
        ),
    ],
)
def test_two_readings_that_agree_settle_what_was_said(pieces: list[BookingNews], status: RowStatus) -> None:
    assert in_any_order(pieces) == {status}


def test_a_row_is_to_be_read_again_until_two_readings_agree() -> None:
    once = row(said(CANCELLED, 100), read(ACCEPTED, 0, 101))
    twice = join_rows(once, row_of(read(ACCEPTED, 0, 281)))

    assert (once.is_doubtful, once.closed_before) == (True, None)
    assert (twice.is_doubtful, twice.closed_before) == (False, at(100))
    assert chain_of(said(CANCELLED, 100), read(ACCEPTED, 0, 101)).doubtful == ("a",)


def test_a_row_that_was_replaced_is_not_read_again() -> None:
    moved = booked("b", predecessor="a", sent_at=at(102))

    assert chain_of(said(CANCELLED, 100), read(ACCEPTED, 0, 101), moved).doubtful == ()


def test_a_row_that_many_writes_were_read_of_keeps_the_newest() -> None:
    pieces = [read(ACCEPTED, number, number + 1000) for number in range(20)]

    assert {written for _, written in row(*pieces).read} == {at(number) for number in range(12, 20)}
    assert row(*reversed(pieces)) == row(*pieces)


@given(
    st.lists(st.integers(0, 600), min_size=1, max_size=12),
    st.lists(st.integers(0, 600), min_size=1, max_size=12),
)
def test_readings_that_are_kept_settle_as_all_of_them_would(one: list[int], other: list[int]) -> None:
    kept = join_rows(row_seen(one), row_seen(other))
    everything = frozenset(at(second) for second in (*one, *other))
    [seen] = kept.read.values()

    assert settled(seen) == settled(everything)
    assert len(seen) <= len(everything)


def row_seen(seconds: list[int]) -> Row:
    return row(*(read(ACCEPTED, 0, second) for second in seconds))


@pytest.mark.parametrize(
    ("pieces", "word"),
    [
        ([said(CANCELLED, 10, reschedule_requested=True)], Word.ASKED_TO_MOVE),
        ([said(CANCELLED, 10, reschedule_requested=True), said(CANCELLED, 12)], Word.ASKED_TO_MOVE),
        ([said(CANCELLED, 10, reschedule_requested=True), read(CANCELLED, 11, 40)], Word.ASKED_TO_MOVE),
        ([said(CANCELLED, 10, reschedule_requested=True), said(ACCEPTED, 12)], Word.ACCEPTED),
        (
            [said(CANCELLED, 10, reschedule_requested=True), said(ACCEPTED, 12), said(CANCELLED, 14)],
            Word.CLOSED,
        ),
        (
            [said(CANCELLED, 10, reschedule_requested=True), said(ACCEPTED, 9), said(CANCELLED, 14)],
            Word.ASKED_TO_MOVE,
        ),
        (
            [
                *(said(CANCELLED, 10, reschedule_requested=True), said(ACCEPTED, 12)),
                said(CANCELLED, 14, reschedule_requested=True),
            ],
            Word.ASKED_TO_MOVE,
        ),
    ],
)
def test_a_request_to_move_stands_until_the_row_is_accepted_later(
    pieces: list[BookingNews], word: Word
) -> None:
    assert {view_of(chain_of(*order)).word for order in permutations(pieces)} == {word}


def absence(seconds: float, absent: bool) -> BookingNews:
    return said(ACCEPTED, seconds, absences={"ana@x": absent}, answers={"email": "ana@x"})


def absence_read(seconds: float, absent: bool) -> BookingNews:
    """The list's word of it: the row was written long before (CALCOM.md M6)."""
    return read(ACCEPTED, 0, seconds, absences={"ana@x": absent}, answers={"email": "ana@x"})


@pytest.mark.parametrize(
    ("pieces", "absent"),
    [
        ([absence_read(100, True)], True),
        ([absence_read(100, False), absence_read(130, True)], True),
        ([absence(50, False), absence_read(100, True)], False),
        ([absence(50, False), absence_read(100, True), absence_read(280, True)], True),
        ([absence(50, True), absence_read(100, False), absence_read(279, False)], True),
        ([absence(50, True), absence_read(100, False), absence_read(280, False)], False),
        ([absence(150, True), absence_read(100, False), absence_read(280, False)], True),
        (
            [absence_read(0, False), absence_read(200, False), absence(150, True), absence_read(400, True)],
            True,
        ),
    ],
)
def test_an_absence_that_two_readings_agree_on_is_a_word_of_the_first_ones_time(
    pieces: list[BookingNews], absent: bool
) -> None:
    assert {view_of(chain_of(*order)).absent for order in permutations(pieces)} == {absent}


def test_a_contradicted_absence_is_read_again() -> None:
    assert row(absence(50, True), absence_read(100, False)).is_doubtful
    assert not row(absence(50, True), absence_read(100, False), absence_read(300, False)).is_doubtful
    assert not row(absence(50, True), absence_read(100, True)).is_doubtful


def test_a_visit_that_was_opened_again_says_since_which_closing() -> None:
    opened = [said(PENDING, 0), said(REJECTED, 5), said(ACCEPTED, 8)]

    assert {view_of(chain_of(*order)).reopened for order in permutations(opened)} == {at(5)}
    assert view_of(chain_of(*opened, said(CANCELLED, 9))).reopened is None
    assert view_of(chain_of(said(PENDING, 0), said(ACCEPTED, 8))).reopened is None
