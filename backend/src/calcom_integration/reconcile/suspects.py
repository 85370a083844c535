"""Rows that Cal.com says stand, and that a cancellation closed here.

The cancellation is sent before Cal.com writes it (CALCOM.md I10), so one look proves nothing; and what was heard is never
taken back by a machine. Two runs that say so, both long enough after, leave it to a person. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from application.booked import Booked
from calcom_integration.run import Suspect

_ENOUGH = 2


def is_settled(suspect: Suspect) -> bool:
    """Whether it was left to a person."""
    return suspect.sayings >= _ENOUGH


def judged(
    closed_here: Iterable[Booked],
    earlier: Mapping[str, Suspect],
    unread: Iterable[Suspect],
    now: datetime,
    patience: timedelta,
) -> list[Suspect]:
    """The suspects after a run at `now` (UTC): `closed_here` are those that it saw stand at Cal.com, `unread` those of the
    `earlier` ones, by key, that it had no reason to look at."""
    seen = [_judged(each, earlier.get(each.key), now, patience) for each in closed_here]
    return sorted([*seen, *unread], key=lambda each: each.key)


def _judged(row: Booked, earlier: Suspect | None, now: datetime, patience: timedelta) -> Suspect:
    if earlier is None:
        return Suspect(row.key, row.appointment_id, now)
    says = 1 if now - earlier.since >= patience else 0
    return replace(earlier, appointment_id=row.appointment_id, sayings=earlier.sayings + says)
