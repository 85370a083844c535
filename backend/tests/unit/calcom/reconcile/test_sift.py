"""Which rows of a page are news, and which must wait."""

from datetime import UTC, datetime
from typing import Any

import pytest

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.tokens import tokens_of
from calcom_integration.reconcile.late import Late
from calcom_integration.reconcile.sift import names_in, sift

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def row(uid: str, after: str | None = None, *, status: str = "accepted", **over: Any) -> BookingRow:
    people = [{"name": "Maria", "email": "maria@example.com"}]
    told = {"uid": uid, "status": status, "rescheduledFromUid": after, "attendees": people}
    return BookingRow(told | over)


def seated(uid: str, *seats: str, **over: Any) -> BookingRow:
    return row(uid, attendees=[{"name": seat, "seatUid": seat} for seat in seats], **over)


def known_as_told(*rows: BookingRow) -> dict[str, str | None]:
    return {key: token for each in rows for key, token in tokens_of(each, 1).items()}


def sifted(*rows: BookingRow, known: dict[str, str | None]) -> tuple[int, list[str], list[str]]:
    found = sift(rows, known, 1)
    return found.equal, [each.uid for each in found.ready], [each.uid for each in found.late]


def test_what_was_heard_before_is_equal_whenever_it_was_touched() -> None:
    before = row("uid1", updatedAt="2026-11-23T12:00:00Z")
    touched = row("uid1", updatedAt="2026-11-23T13:00:00Z")
    shared = seated("uid2", "a", "b")
    assert sifted(touched, shared, known=known_as_told(before, shared)) == (3, [], [])


def test_a_later_mapping_reads_everything_anew() -> None:
    known = known_as_told(row("uid1"))
    assert [each.uid for each in sift([row("uid1")], known, 2).ready] == ["uid1"]


@pytest.mark.parametrize(
    ("one", "known"),
    [
        (row("uid1"), {}),
        (row("uid1"), {"uid1": None}),
        (row("uid1", "uid0"), {"uid0": None}),
        (row("uid1", "uid0"), {"uid1": "old"}),
        (row("uid1", status="pending"), {}),
        (row("uid1", status="awaiting_host"), {}),
        (row("uid1", status="algo novo"), {}),
        (seated("uid1", "a"), {"uid1/a": "old"}),
    ],
)
def test_what_depends_on_no_other_row_goes_in_at_once(one: BookingRow, known: dict[str, str | None]) -> None:
    assert sifted(one, known=known) == (0, ["uid1"], [])


@pytest.mark.parametrize(
    ("one", "known"),
    [
        (row("uid1", status="cancelled"), {"uid1": "old"}),
        (row("uid1", status="rejected"), {}),
        (row("uid1", "uid0"), {}),
        (seated("uid1", "a", "b"), {"uid1/a": "old"}),
        (seated("uid1", "a", status="cancelled"), {"uid1/a": "old"}),
    ],
)
def test_what_closes_or_follows_an_unknown_row_waits(one: BookingRow, known: dict[str, str | None]) -> None:
    assert sifted(one, known=known) == (0, [], ["uid1"])


def test_the_names_of_a_page_are_those_of_rows_seats_and_predecessors() -> None:
    assert names_in([row("uid1", "uid0"), seated("uid2", "b", "a")]) == ["uid0", "uid1", "uid2/a", "uid2/b"]


def judged(*rows: BookingRow, known: set[str] | None = None) -> Late:
    late = Late()
    for each in rows:
        late.note([each], [each], known or set())
    return late


def test_of_a_chain_the_end_goes_in_and_what_links_it_to_what_is_known() -> None:
    chain = [row("b", "a", status="cancelled"), row("c", "b", status="cancelled"), row("d", "c")]
    late = judged(*chain, known={"a"})
    assert [each.uid for each in late.ends] == ["d"]
    assert [each.uid for each in late.bridges] == ["c", "b"]
    assert late.ancestor(chain[2]) == "a"


def test_a_predecessor_that_is_known_needs_no_other_link() -> None:
    late = judged(row("b", "a", status="cancelled"), known={"a"})
    assert late.ancestor(late.rows["b"]) is None
    assert late.bridges == []


def test_a_circle_has_no_ancestor() -> None:
    late = judged(row("a", "b", status="cancelled"), row("b", "a", status="cancelled"))
    assert late.ancestor(late.rows["a"]) is None


def test_a_row_that_is_read_again_counts_as_it_was_read_last() -> None:
    late = Late()
    late.note([row("a", status="cancelled")], [row("a", status="cancelled")], set())
    late.note([row("a")], [], set())
    assert late.rows == {}
