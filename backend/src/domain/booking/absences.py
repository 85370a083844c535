"""Who was absent: a register by send time, and what two readings of the far side's list agree on (rule 4, CALCOM.md M6)."""

from collections.abc import Mapping
from datetime import datetime

from domain.booking.fact import Fact
from domain.booking.readings import AbsenceRead, settled


def absences_now(said: Mapping[str, Fact], read: AbsenceRead) -> dict[str, bool]:
    """Whether each person was absent: what was said last, two readings that agree included. A single reading, which has no
    instant, counts only where nothing else is known of the person."""
    last = _read_last(read)
    return {who: _said_last(who, said, read, default=last.get(who)) for who in sorted({*said, *last})}


def is_absence_doubtful(said: Mapping[str, Fact], read: AbsenceRead) -> bool:
    """Whether what was read last of a person contradicts what stands."""
    now = absences_now(said, read)
    return any(now[who] != absent for who, absent in _read_last(read).items())


def _said_last(who: str, said: Mapping[str, Fact], read: AbsenceRead, default: bool | None) -> bool:
    words = [(said[who].at, bool(said[who].value))] if who in said else []
    for absent in (False, True):
        at = settled(read[who, absent]) if (who, absent) in read else None
        words += [(at, absent)] if at is not None else []
    return max(words)[1] if words else bool(default)


def _read_last(read: AbsenceRead) -> dict[str, bool]:
    last: dict[str, tuple[datetime, bool]] = {}
    for (who, absent), seen in read.items():
        found = (max(seen), absent)
        last[who] = max(found, last.get(who, found))
    return {who: absent for who, (_, absent) in last.items()}
