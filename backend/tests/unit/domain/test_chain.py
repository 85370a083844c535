"""The join: order, repetition and grouping of news do not matter (DESIGN.md, "Rules of the join")."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.booking.chain import Chain, join_chains
from domain.booking.news import BookingNews, Rank, row_of
from domain.booking.row import RowStatus
from domain.booking.view import Word, view_of
from domain.slots import Slot
from tests.unit.domain.strategies import DAY, news

SLOT = Slot(DAY, DAY + timedelta(minutes=30))
LATER = Slot(DAY + timedelta(days=1), DAY + timedelta(days=1, minutes=30))


def chain_of(*pieces: BookingNews) -> Chain:
    return join_chains(*(Chain({piece.key: row_of(piece)}) for piece in pieces))


@given(st.lists(news(), min_size=1, max_size=7), st.randoms())
def test_any_order_and_repetition_gives_the_same_chain(pieces: list[BookingNews], random: Random) -> None:
    shuffled = [*pieces, *pieces[: len(pieces) // 2]]
    random.shuffle(shuffled)

    assert chain_of(*shuffled) == chain_of(*pieces)
    assert view_of(chain_of(*shuffled)) == view_of(chain_of(*pieces))


@given(st.lists(news(), min_size=1, max_size=4), st.lists(news(), min_size=1, max_size=4))
def test_joining_chains_is_joining_their_news(one: list[BookingNews], other: list[BookingNews]) -> None:
    assert join_chains(chain_of(*one), chain_of(*other)) == chain_of(*other, *one)


@given(st.lists(news(), min_size=1, max_size=7))
def test_every_chain_has_a_current_row_whatever_its_links_say(pieces: list[BookingNews]) -> None:
    chain = chain_of(*pieces)

    assert chain.current.key in chain.rows
    assert len(chain.oldest_first) == len(chain.rows)


@given(st.lists(news(), min_size=1, max_size=5), st.lists(news(), max_size=4), st.lists(news(), max_size=4))
def test_joining_is_associative_commutative_and_idempotent(
    one: list[BookingNews], two: list[BookingNews], three: list[BookingNews]
) -> None:
    a, b, c = chain_of(*one), chain_of(*two), chain_of(*three)

    assert join_chains(join_chains(a, b), c) == join_chains(a, join_chains(b, c))
    assert join_chains(a, b) == join_chains(b, a)
    assert join_chains(a, a) == a


@given(st.lists(news(), min_size=1, max_size=7))
def test_what_is_said_of_a_row_is_forgotten_by_no_later_word(pieces: list[BookingNews]) -> None:
    rows = chain_of(*pieces).rows

    for piece in pieces:
        if piece.status is not None:
            assert rows[piece.key].said[piece.status] >= piece.sent_at


def booked(uid: str, **more: Any) -> BookingNews:
    plain = BookingNews(uid=uid, status=RowStatus.ACCEPTED, slot=SLOT, rank=Rank.PATIENT, sent_at=DAY)
    return replace(plain, **more)


def test_a_reschedule_moves_the_visit_and_a_late_cancel_of_the_old_row_changes_nothing_visible() -> None:
    first, second = booked("a"), booked("b", predecessor="a", slot=LATER)
    cancel = booked("a", status=RowStatus.CANCELLED, rank=Rank.PASSING, sent_at=DAY + timedelta(hours=1))

    assert view_of(chain_of(first, second, cancel)) == view_of(chain_of(first, second))
    assert view_of(chain_of(cancel, second, first)).slot == LATER


def test_a_request_to_move_is_remembered_until_a_successor_comes() -> None:
    asked = booked("a", status=RowStatus.CANCELLED, reschedule_requested=True, rank=Rank.PASSING)
    read_back = booked("a", status=RowStatus.CANCELLED, rank=Rank.READ_BACK, sent_at=DAY + timedelta(hours=1))

    assert view_of(chain_of(booked("a"), asked, read_back)).word is Word.ASKED_TO_MOVE
    assert view_of(chain_of(asked, booked("b", predecessor="a"))).word is Word.ACCEPTED


def test_links_to_itself_and_cycles_are_ignored() -> None:
    chain = chain_of(booked("a", predecessor="a"), booked("b", predecessor="c"), booked("c", predecessor="b"))

    assert {row.key for row in chain.ends} == {"a", "b"} or {row.key for row in chain.ends} == {"a", "c"}
    assert chain.names == ("a", "b", "c")


def test_of_two_open_ends_the_larger_number_is_current_and_both_are_counted() -> None:
    chain = chain_of(
        booked("a"), booked("b", predecessor="a", number=7), booked("c", predecessor="a", number=9)
    )

    assert chain.current.key == "c"
    assert view_of(chain).open_ends == 2


def test_an_open_end_stands_before_a_closed_one() -> None:
    closed = booked("c", predecessor="a", number=9, status=RowStatus.CANCELLED)

    assert chain_of(booked("b", predecessor="a", number=7), closed).current.key == "b"


def test_the_row_that_a_calendar_uid_names_is_the_oldest() -> None:
    assert chain_of(booked("a", number=99), booked("b", root="a", number=1)).current.key == "b"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Rank.PATIENT, Rank.READ_BACK),
        (Rank.READ_BACK, Rank.CONFIRMATION),
        (Rank.CONFIRMATION, Rank.PASSING),
    ],
)
def test_a_better_teller_s_answer_stands_even_when_it_is_older(better: Rank, worse: Rank) -> None:
    good = booked("a", rank=better, answers={"nome_paciente": "Ana"})
    poor = booked("a", rank=worse, answers={"nome_paciente": "Bia"}, sent_at=DAY + timedelta(hours=1))

    assert view_of(chain_of(poor, good)).answers["nome_paciente"] == "Ana"


def test_a_successor_s_answer_beats_its_predecessor_s_and_an_absent_one_does_not() -> None:
    first = booked("a", answers={"nome_paciente": "Ana", "cpf": "529.982.247-25"})
    second = booked("b", predecessor="a", rank=Rank.PASSING, answers={"nome_paciente": "Ana Maria"})

    assert view_of(chain_of(second, first)).answers == {"nome_paciente": "Ana Maria", "cpf": "529.982.247-25"}


def test_absence_is_the_patient_s_own_register_by_send_time() -> None:
    marked = booked("a", absences={"ana@x": True, "filho@x": True}, answers={"email": "Ana@x"})
    unmarked = booked("a", absences={"ana@x": False}, sent_at=DAY + timedelta(minutes=1))

    assert view_of(chain_of(marked)).absent is True
    assert view_of(chain_of(unmarked, marked)).absent is False


@pytest.mark.parametrize(
    ("told", "absences", "absent"),
    [
        ({"email": "ana@x"}, {"filho@x": True}, False),
        ({"email": "ana@x"}, {"filho@x": True, "ana@x": True}, True),
        ({"telefone": "+55 11 98765-4321"}, {"filho@x": True}, False),
        ({"telefone": "+55 11 98765-4321"}, {"5511987654321@invented.example": True}, True),
        ({}, {"somebody@x": True}, True),
    ],
    ids=["a companion", "both", "beside a phone", "who gave a phone only", "nobody to tell apart"],
)
def test_a_companion_s_absence_is_not_the_patient_s(
    told: dict[str, str], absences: dict[str, bool], absent: bool
) -> None:
    row, mark = booked("a", answers=told), booked("a", absences=absences)

    assert view_of(chain_of(row, mark)).absent is view_of(chain_of(mark, row)).absent is absent


def test_the_absence_of_a_moved_visit_is_that_of_the_address_it_was_moved_with() -> None:
    first = booked("a", answers={"email": "ana@x"})
    moved = booked("b", predecessor="a", absences={"ana@y": True}, answers={"email": "ana@y"})
    unnamed = booked("b", predecessor="a", absences={"ana@x": True})

    assert view_of(chain_of(first, moved)).absent
    assert view_of(chain_of(first, unnamed)).absent


def test_a_chain_of_seats_is_astray_until_somebody_tells_how_it_began() -> None:
    read = booked("s", seat="1", rank=Rank.READ_BACK, answers={"nome_paciente": "Ana"})
    moved = booked("t", seat="1", rank=Rank.PATIENT, predecessor="s/1", answers={"nome_paciente": "Ana"})
    took = booked("s", seat="1", rank=Rank.PATIENT, answers={"nome_paciente": "Ana"})

    stray = chain_of(moved, read).stray
    assert stray is not None
    assert stray.key == "s/1"
    assert chain_of(moved, read, took).stray is None
    assert chain_of(moved, read, booked("s", seat="1", predecessor="r/1")).stray is None
    assert chain_of(booked("t", seat="1", rank=Rank.PATIENT, moved_from="s")).stray is not None
    assert chain_of(booked("a", rank=Rank.READ_BACK)).stray is None
