"""Suspects: what two runs must say before a person is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from application.booked import Booked
from calcom_integration.reconcile.suspects import is_settled, judged
from calcom_integration.run import Suspect
from domain.appointment import Status

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATIENCE = timedelta(minutes=10)


def closed(key: str) -> Booked:
    return Booked(
        key=key, uid=key, appointment_id="a1", is_open=False, told=None, slot=None, status=Status.CANCELADO
    )


def after(*minutes: int) -> Suspect:
    """The suspect after runs so many minutes after noon that all saw it stand."""
    earlier: dict[str, Suspect] = {}
    for each in minutes:
        [found] = judged([closed("uid1")], earlier, [], NOON + timedelta(minutes=each), PATIENCE)
        earlier = {"uid1": found}
    return earlier["uid1"]


@pytest.mark.parametrize(
    ("minutes", "sayings"),
    [((0,), 0), ((0, 5), 0), ((0, 9, 10), 1), ((0, 10, 15), 2), ((0, 2, 4, 6, 8), 0), ((0, 60), 1)],
)
def test_only_looks_that_come_long_enough_after_count(minutes: tuple[int, ...], sayings: int) -> None:
    assert after(*minutes).sayings == sayings
    assert is_settled(after(*minutes)) == (sayings >= 2)


def test_who_is_no_longer_seen_is_forgotten_and_who_was_not_looked_at_stays() -> None:
    old = after(0, 10, 20)
    other = replace(old, key="uid0")
    assert judged([], {"uid1": old, "uid0": other}, [other], NOON, PATIENCE) == [other]
