"""What a chain says of the visit now: the values that the merge compares with the clinic's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.booking.chain import Chain
from domain.booking.row import Row, RowStatus
from domain.slots import Slot

_NO_DIGITS = re.compile(r"\D")


class Word(StrEnum):
    """The state of a booking in booking words."""

    PENDING = "pendente"
    ACCEPTED = "aceita"
    CLOSED = "encerrada"
    ASKED_TO_MOVE = "remarcar"


@dataclass(frozen=True, slots=True)
class View:
    """The visit by its chain. `answers` are raw, by field name; `open_ends` above one is a conflict for staff (rule 6);
    `reopened` is when (UTC) a visit that stands was said to be closed before; `is_untimed` says that it stands and that no
    readable time was told of it."""

    key: str
    word: Word
    slot: Slot | None
    answers: Mapping[str, Any]
    absent: bool
    reason: str | None
    open_ends: int
    reopened: datetime | None = None
    is_untimed: bool = False


def view_of(chain: Chain) -> View:
    """The view of a chain that has at least one row."""
    current = chain.current
    answers = {name: fact.value for row in chain.oldest_first for name, fact in row.facts.items()}
    slots = [row.times for row in chain.oldest_first if row.times]
    return View(
        key=current.key,
        word=_word(current),
        slot=current.times or (slots[-1] if slots else None),
        answers=answers,
        absent=_absent(current, answers),
        # Only a closed row's reason is a cancellation's: on an open one it is that of a reschedule (CALCOM.md I29).
        reason=None if current.is_open else current.told("motivo_cancelamento"),
        open_ends=sum(1 for row in chain.ends if row.is_open),
        reopened=current.closed_before,
        is_untimed=current.is_open and current.times is None,
    )


def _word(row: Row) -> Word:
    if row.is_open:
        return Word.ACCEPTED if row.status is RowStatus.ACCEPTED else Word.PENDING
    # A closed end that was asked to move is "Alterar" until a successor comes, whatever the far side's list says (rule 3).
    return Word.ASKED_TO_MOVE if row.reschedule_requested else Word.CLOSED


def _absent(row: Row, answers: Mapping[str, Any]) -> bool:
    """Whether the patient was absent, whom the e-mail names (the row's own, else the chain's), or the phone where there is
    none: the far side invents an address from it. Others of the booking are companions, whose absence is theirs (rule 4);
    where nothing names the patient, there is nobody to tell apart."""
    emails = {str(told).lower() for told in (row.told("email"), answers.get("email")) if told}
    if emails:
        return any(row.absent.get(email) for email in emails)
    phone = _NO_DIGITS.sub("", str(answers.get("telefone") or ""))
    if phone:
        return any(absent for who, absent in row.absent.items() if who.partition("@")[0] == phone)
    return any(row.absent.values())
