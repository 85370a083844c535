"""Who moved from one seat to another."""

from datetime import UTC, datetime, timedelta
from typing import Any

from calcom_integration.reconcile.stays import Sitter, Stay, moves

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA: Sitter = ("ana@example.com", "Ana", 6)
BIA: Sitter = ("bia@example.com", "Bia", 6)


def stay(sitter: Sitter | None, begin: str, minute: int, end: str | None = None, **over: Any) -> Stay:
    """A stay that began so many minutes after noon, on one seat unless an `end` is named, and is over."""
    at = NOON + timedelta(minutes=minute)
    return Stay(sitter=sitter, begin=begin, end=end or begin, since=at, seen=at, **over)


def booked(sitter: Sitter | None, key: str, minute: int = 0) -> Stay:
    return stay(sitter, key, minute, is_booked=True)


def sitting(sitter: Sitter | None, begin: str, minute: int = 9, **over: Any) -> Stay:
    return stay(sitter, begin, minute, is_over=False, **over)


def test_one_person_moved() -> None:
    left = [booked(ANA, "old/a"), booked(BIA, "old/b")]
    assert moves(left, [sitting(ANA, "new/a")]) == {"new/a": "old/a"}


def test_whoever_moved_on_since_is_linked_where_the_way_begins() -> None:
    later = [sitting(ANA, "new/a", end="newer/a")]
    assert moves([booked(ANA, "old/a")], later) == {"new/a": "old/a"}


def test_several_moves_follow_one_another_and_the_seat_that_stands_comes_last() -> None:
    left = [stay(ANA, "third/a", 8, end="fourth/a"), booked(ANA, "first/a"), stay(ANA, "second/a", 5)]
    assert moves(left, [sitting(ANA, "last/a", 6)]) == {
        "second/a": "first/a",
        "third/a": "second/a",
        "last/a": "fourth/a",
    }


def test_a_person_of_whom_there_are_two_is_not_guessed_at() -> None:
    assert moves([booked(ANA, "old/1"), booked(ANA, "old/2")], [sitting(ANA, "new/1")]) == {}
    assert moves([booked(ANA, "old/1")], [sitting(ANA, "new/1"), sitting(ANA, "new/2")]) == {}


def test_who_sat_there_before_the_seat_was_left_did_not_move_there() -> None:
    assert moves([booked(ANA, "old/a", 5)], [sitting(ANA, "other/a", 4)]) == {}


def test_a_seat_that_somebody_booked_was_not_moved_to() -> None:
    assert moves([booked(ANA, "old/a")], [sitting(ANA, "other/a", is_booked=True)]) == {}


def test_the_nameless_and_those_of_another_event_type_moved_nowhere() -> None:
    assert moves([booked(None, "old/1")], [sitting(ANA, "new/1")]) == {}
    assert moves([booked(ANA, "old/1")], [sitting((*ANA[:2], 7), "new/1")]) == {}
