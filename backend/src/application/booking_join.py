"""One piece of news joined into the appointments that it concerns: the pure step between loading and writing."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from application.booking_values import Catalog, incoming_of
from domain.appointment import Appointment, Origin, blank
from domain.booking.chain import Chain, join_chains
from domain.booking.news import BookingNews, row_of
from domain.booking.pruning import pruned
from domain.booking.view import view_of
from domain.fold import fold, survivor_first
from domain.merge import BY_BOOKING, merge


@dataclass(frozen=True, slots=True)
class Join:
    """What becomes of the news: `before` (None where it is new) becomes `after`; `absorbed` disappear into it."""

    before: Appointment | None
    after: Appointment
    absorbed: tuple[Appointment, ...]

    @property
    def is_written(self) -> bool:
        return self.after != self.before


def join(news: BookingNews, known: list[Appointment], catalog: Catalog, new_id: str, at: datetime) -> Join:
    """Join `news` into `known`: the appointments that know its row or a neighbour's. None known: a new one. `at` is UTC."""
    if not known:
        return Join(None, _merged(blank(new_id, Origin.CALCOM, BY_BOOKING, at), news, catalog, at), ())
    survivor, *younger = survivor_first(known)
    if _is_past(survivor, news):
        return Join(survivor, survivor, ())
    folded = reduce(lambda one, other: fold(one, other, at), younger, survivor)
    return Join(survivor, _stamped(survivor, _merged(folded, news, catalog, at), at), tuple(younger))


def _merged(appointment: Appointment, news: BookingNews, catalog: Catalog, at: datetime) -> Appointment:
    row = row_of(news)
    chain = pruned(join_chains(appointment.side.chain, Chain({row.key: row})))
    booked = replace(appointment, booking=replace(appointment.side, chain=chain))
    return merge(booked, incoming_of(view_of(chain), catalog), at)


def _stamped(before: Appointment, after: Appointment, at: datetime) -> Appointment:
    return before if after == before else replace(after, updated_at=at)


def _is_past(appointment: Appointment, news: BookingNews) -> bool:
    """News of a chain that staff left behind changes nothing (DESIGN.md, "Reopened by staff")."""
    return any(news.key in chain.names for chain in appointment.side.previous)
