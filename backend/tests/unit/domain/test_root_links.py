"""Rows that only the root of their chain ties to it (DESIGN.md, rule 6; CALCOM.md M1, M2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from domain.booking.news import BookingNews
from domain.booking.row import RowStatus
from domain.booking.view import Word, view_of
from tests.unit.domain.strategies import DAY
from tests.unit.domain.test_chain import booked, chain_of

PENDING, ACCEPTED, REJECTED, CANCELLED = RowStatus


def at(minutes: float) -> datetime:
    return DAY + timedelta(minutes=minutes)


def made(uid: str, minutes: float, status: RowStatus = PENDING, **more: Any) -> BookingNews:
    return booked(uid, status=status, sent_at=at(minutes), births=True, **more)


def ends(pieces: Sequence[BookingNews]) -> set[tuple[str, ...]]:
    return {tuple(row.key for row in chain_of(*order).ends) for order in permutations(pieces)}


A = made("a", 0, number=1)
B = made("b", 10, root="a", number=2)
C = made("c", 20, root="a", number=3)
D = made("d", 30, root="a", number=4)
CANCEL_OF_C = booked("c", status=CANCELLED, sent_at=at(25), root="a", number=3)


@pytest.mark.parametrize(
    ("pieces", "end"),
    [
        ([A, B], "b"),
        ([A, B, C], "c"),
        ([A, B, C, D], "d"),
        ([B, C], "c"),  # the first row was never heard of
        ([A, C], "c"),  # nor the one between
        ([A, made("b", 10, predecessor="a", number=2), C], "c"),
        ([A, B, made("c", 20, predecessor="b", root="a", number=3)], "c"),
        ([A, made("c", 20, predecessor="b", root="a", number=3)], "c"),
        ([A, B, CANCEL_OF_C], "c"),  # of a row whose own news was lost
        ([A, CANCEL_OF_C], "c"),
        # Rows of the list, which name when they were made; their last write plays no part.
        ([A, booked("b", sent_at=at(40), born_at=at(10), root="a"), C], "c"),
        ([A, booked("b", sent_at=at(40), born_at=at(10), root="a"), CANCEL_OF_C], "c"),
    ],
)
def test_the_newest_row_made_before_it_is_replaced(pieces: list[BookingNews], end: str) -> None:
    assert ends(pieces) == {(end,)}


def test_a_lost_move_that_was_cancelled_closes_the_visit() -> None:
    first = made("a", 0, ACCEPTED)

    assert {view_of(chain_of(*order)).word for order in permutations([first, CANCEL_OF_C])} == {Word.CLOSED}


def test_every_row_reserves_the_root_s_name_so_that_two_of_them_meet() -> None:
    assert chain_of(B).names == ("a", "b")
    assert chain_of(C).names == ("a", "c")


def accepted(minutes: float) -> BookingNews:
    """The far side sends word that the old row was accepted."""
    return booked("a", sent_at=at(minutes), accepts=True, number=1)


CLOSED_BY_MOVE = booked(
    "a", status=CANCELLED, sent_at=at(10.1), read_at=at(11), written_at=at(10.1), number=1
)


@pytest.mark.parametrize(
    ("pieces", "open_ends", "current"),
    [
        ([A, B, accepted(5)], 1, "b"),
        ([A, B, accepted(15)], 2, "b"),
        ([A, B, CLOSED_BY_MOVE], 1, "b"),
        ([A, B, CLOSED_BY_MOVE, accepted(15)], 2, "b"),
        ([A, B, accepted(15), booked("a", status=CANCELLED, sent_at=at(16))], 1, "b"),
        ([A, B, accepted(15), booked("b", status=REJECTED, sent_at=at(16), number=2)], 1, "a"),
        # The list's own `accepted` of a row that was moved away is none (CALCOM.md B).
        ([A, B, booked("a", sent_at=at(15), read_at=at(16), written_at=at(15), number=1)], 1, "b"),
    ],
)
def test_a_replaced_row_that_is_accepted_afterwards_stands_again_beside_its_successor(
    pieces: list[BookingNews], open_ends: int, current: str
) -> None:
    views = [view_of(chain_of(*order)) for order in permutations(pieces)]

    assert {(view.open_ends, view.key) for view in views} == {(open_ends, current)}
