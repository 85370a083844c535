"""Bounds on texts from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    CUT,
    LENGTHS,
    MOST,
    NAME,
    NOTES,
    OTHER,
    bounded,
    bounded_value,
    cleaned,
    is_cut,
    own_id,
)

ANY = st.text(st.characters(codec=None), max_size=300)
INVISIBLE = [
    *map(chr, (0, 1, 8, 0x0B, 0x1F, 0x7F, 0x85, 0x9F)),
    *map(chr, [*range(0x200B, 0x2010), 0x2060, 0xFEFF]),
    *map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
]


@pytest.mark.parametrize("char", INVISIBLE, ids=ascii)
def test_what_nobody_sees_is_taken_away(char: str) -> None:
    assert cleaned(f"An{char}a") == "Ana"


def test_half_an_emoji_is_a_question_mark() -> None:
    assert cleaned("Oi \ud83d") == cleaned("Oi \ude00") == "Oi ?"


def test_what_people_write_stays() -> None:
    assert cleaned("José\n\tÁvila — ap. 12 \U0001f600") == "José\n\tÁvila — ap. 12 \U0001f600"


@given(ANY, st.integers(len(CUT) + 1, 300))
def test_bounding_twice_is_bounding_once_and_any_store_takes_it(text: str, longest: int) -> None:
    once = bounded(text, longest)

    assert len(once) <= longest
    assert bounded(once, longest) == once
    once.encode()


@pytest.mark.parametrize(("name", "longest"), [*LENGTHS.items(), ("tipo_consulta", OTHER)])
def test_each_kind_has_its_length_and_says_where_it_was_cut(name: str, longest: int) -> None:
    assert bounded_value(name, "x" * longest) == "x" * longest
    cut = bounded_value(name, "x" * (longest + 1))
    assert len(cut) == longest
    assert is_cut(cut)


def test_a_person_s_name_is_the_same_whichever_way_it_came() -> None:
    """Seats are found by it: cut at the longest kind first, then at its own."""
    long = "Ana " * 10_000
    assert bounded(bounded(long, NOTES), NAME) == bounded(bounded(long, OTHER), NAME) == bounded(long, NAME)


def test_lists_are_cut_too() -> None:
    assert bounded_value("tags", ["vip\u200b"] * 1_000) == ["vip"] * MOST


@pytest.mark.parametrize("text", ["", "a b", "a\0", "ü", "x" * 101])
def test_what_is_no_id_names_nothing(text: str) -> None:
    assert own_id(text) is None
