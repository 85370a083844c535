"""A visit that is opened again after it was closed says so, until staff have looked at it (DESIGN.md, "Opened again")."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.appointment import Appointment, Status
from domain.booking.view import Word
from domain.editing import Edit, edited
from domain.merge import merge
from domain.pending import Pending
from tests.lists import UNITS
from tests.unit.domain.strategies import DAY
from tests.unit.domain.test_merge import AT, booked, incoming

CODE = Pending.REABERTO
CLOSED_AT = DAY


def heard(visit: Appointment, word: Word, reopened: datetime | None = None) -> Appointment:
    return merge(visit, replace(incoming(word), reopened=reopened), AT)


def opened(visit: Appointment | None = None) -> Appointment:
    return heard(heard(visit or booked(), Word.CLOSED), Word.ACCEPTED, CLOSED_AT)


def edit(visit: Appointment, **changes: Any) -> Appointment:
    return edited(visit, Edit(changes=changes, by="Ana", at=AT, unit=UNITS[0]))


def test_it_follows_the_booking_and_says_so_once() -> None:
    visit = opened()

    assert (visit.status, CODE in visit.pendencias) == (Status.AGENDADO, True)
    assert heard(visit, Word.ACCEPTED, CLOSED_AT) == visit


@pytest.mark.parametrize("changes", [{"status": Status.CONFIRMADO}, {"driver_id": "d1"}])
def test_what_staff_have_settled_stays_settled_until_it_is_closed_and_opened_anew(
    changes: dict[str, Any],
) -> None:
    looked_at = edit(opened(), **changes)
    assert CODE not in looked_at.pendencias
    assert CODE not in heard(looked_at, Word.ACCEPTED, CLOSED_AT).pendencias

    again = heard(heard(looked_at, Word.CLOSED), Word.ACCEPTED, CLOSED_AT + timedelta(hours=1))
    assert CODE in again.pendencias


def test_another_edit_leaves_it() -> None:
    assert CODE in edit(opened(), observacoes="ligar antes").pendencias


def test_a_visit_that_is_closed_says_nothing_of_it() -> None:
    assert CODE not in heard(opened(), Word.CLOSED).pendencias


def test_the_order_in_which_it_was_heard_plays_no_part() -> None:
    assert CODE in heard(booked(), Word.ACCEPTED, CLOSED_AT).pendencias


def test_a_visit_that_staff_collected_is_history() -> None:
    collected = replace(heard(booked(), Word.CLOSED), status=Status.COLETADO)

    assert CODE not in heard(collected, Word.ACCEPTED, CLOSED_AT).pendencias
