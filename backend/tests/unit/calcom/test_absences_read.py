"""What Cal.com's API says of an absence has no instant: marking does not move `updatedAt` (shared/CALCOM.md, M6)."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.absence import marked
from calcom_integration.mapping.rows import news_of_row
from domain.booking.chain import Chain, join_chains
from domain.booking.news import BookingNews, row_of
from domain.booking.view import view_of
from tests.calcom_api import recorded_of_caldiy
from tests.deliveries import table

ANSWERED = datetime(2026, 11, 30, 19, 19, 22, tzinfo=UTC)
TOLD = recorded_of_caldiy("mark-absent_updatedAt_unchanged").json()["data"]
EMAIL = "iris.ausente@example.com"


def answer(minutes: float, absent: bool) -> BookingRow:
    """The recorded row as it is read so many minutes after the recorded answer."""
    [person] = TOLD["attendees"]
    told = TOLD | {"attendees": [person | {"absent": absent}]}
    return BookingRow(told, ANSWERED + timedelta(minutes=minutes))


def read(minutes: float, absent: bool) -> BookingNews:
    [news] = news_of_row(answer(minutes, absent), table())
    return news


def written(minutes: float, absent: bool) -> BookingNews:
    """What the answer to our own mark says."""
    return marked(answer(minutes, absent), "", EMAIL, asked=not absent)


def sent(minutes: float, absent: bool) -> BookingNews:
    """The webhook of a mark."""
    at = ANSWERED + timedelta(minutes=minutes)
    return BookingNews(uid=TOLD["uid"], sent_at=at, creates=False, absences={EMAIL: absent})


@pytest.mark.parametrize(
    ("pieces", "absent"),
    [
        # Our own mark counts from when it was answered, whatever was marked and taken back before.
        ([read(-60, False), sent(-30, True), sent(-20, False), written(0, True), read(0, True)], True),
        # Taking it back counts too where the webhook of the mark was lost.
        ([read(-60, False), written(-30, True), written(0, False), read(0, False)], False),
        # A host took it back at Cal.com, and nothing was sent: two readings say so.
        ([sent(-60, True), read(0, False)], True),
        ([sent(-60, True), read(0, False), read(5, False)], False),
        ([sent(-60, False), read(0, True), read(5, True)], True),
        # What was said since the first of them stands.
        ([sent(2, True), read(0, False), read(5, False)], True),
    ],
)
def test_absences_in_any_order(pieces: list[BookingNews], absent: bool) -> None:
    booked = read(-600, False)
    views = [
        view_of(join_chains(*(Chain({each.key: row_of(each)}) for each in (booked, *order))))
        for order in permutations(pieces)
    ]

    assert {view.absent for view in views} == {absent}


def test_an_answer_that_names_nobody_means_what_was_asked_for() -> None:
    row = BookingRow(TOLD | {"attendees": []}, ANSWERED)

    assert marked(row, "", EMAIL, asked=True).absences == {EMAIL: True}
    assert marked(row, "s1", EMAIL, asked=False).key == f"{TOLD['uid']}/s1"
