"""Who moved from one seat to another: no list tells it (CALCOM.md L), and the webhook that did is lost. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

# E-mail, name and event type: what a person takes along from one seat to another.
Sitter = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One person's way over seats as far as it is known: from the seat `begin` to the seat `end`, by key. It began at `since`
    or earlier, was seen last at `seen` (UTC). `is_booked`: somebody told that it began with a booking, not with a move."""

    sitter: Sitter | None
    begin: str
    end: str
    since: datetime
    seen: datetime
    is_booked: bool = False
    is_over: bool = True


def moves(left: Sequence[Stay], later: Sequence[Stay]) -> dict[str, str]:
    """A stay's first seat → the last seat of the stay before it. `left` are stays whose people have left without a word,
    `later` those that may have followed. A person of whom two were booked, or who sits on two seats, is not guessed at."""
    found: dict[str, str] = {}
    for sitter, own in _by_sitter(left).items():
        first = _first(own)
        if first is None:
            continue
        others = [each for each in (*own, *_by_sitter(later).get(sitter, ())) if each is not first]
        found |= _way(first, [each for each in others if not each.is_booked and each.since >= first.seen])
    return found


def _first(left: Sequence[Stay]) -> Stay | None:
    """The stay that the others followed on; None where there are several."""
    booked = [each for each in left if each.is_booked]
    return None if len(booked) > 1 else min(booked or left, key=lambda each: each.since)


def _way(first: Stay, others: Sequence[Stay]) -> dict[str, str]:
    if sum(not each.is_over for each in others) > 1:
        return {}
    way = [first, *sorted(others, key=lambda each: (not each.is_over, each.since))]
    return {new.begin: old.end for old, new in pairwise(way)}


def _by_sitter(stays: Iterable[Stay]) -> dict[Sitter, list[Stay]]:
    """Without the nameless, who are not told apart."""
    found: dict[Sitter, list[Stay]] = {}
    for each in stays:
        if each.sitter is not None:
            found.setdefault(each.sitter, []).append(each)
    return found
