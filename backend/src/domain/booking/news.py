"""News of a booking, in neutral words: what the integration makes of a delivery, and the one thing the join reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from domain.booking.fact import Fact
from domain.booking.readings import Seen
from domain.booking.row import Row
from domain.booking.status import NEVER, RowStatus
from domain.slots import Slot


class Rank(IntEnum):
    """How good a teller's answers are (rule 5)."""

    PASSING = 1
    CONFIRMATION = 2
    READ_BACK = 3
    PATIENT = 4


@dataclass(frozen=True, slots=True)
class Person:
    """A person named by news that names no seat. An empty `name` matches any (absences name the e-mail only)."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """The appointment that a booking names as its own, by a reference that we signed while `Chain.fingerprint` of it was this
    (rule 12)."""

    appointment_id: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingNews:
    """What one delivery says of one booking row.

    `uid` may be empty where only `number` names the row. `seat` names a seat; `people` the persons meant where the
    booking has seats and none is named. `sent_at` is the sender's send time (aware UTC). `creates` says whether the
    news may bring an appointment into being (rule 10). `answers` hold non-empty raw values by the clinic's field names,
    read by an `edition` of the mapping. `moved_from` is a booking on which nobody saw the person of a seat sit, who has
    left it for this one. `token` stands for all that a list said of the row (see `Row`). `accepts` says that the far side
    sent word of the row being accepted, at a time that is believed.

    Where it was read, not sent, `read_at` is when (UTC), and `written_at` when the far side wrote the row last; `sent_at` then
    stands for the latter, and absences have no instant but that of the reading. `born_at` is when the row was made (UTC), where
    that is known.
    """

    uid: str
    number: int | None = None
    seat: str | None = None
    people: tuple[Person, ...] = ()
    sent_at: datetime = NEVER
    rank: Rank = Rank.PASSING
    creates: bool = True
    births: bool = False
    status: RowStatus | None = None
    reschedule_requested: bool = False
    slot: Slot | None = None
    predecessor: str | None = None
    root: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    absences: Mapping[str, bool] = field(default_factory=dict)
    planted: Planted | None = None
    recurring: bool = False
    edition: int = 0
    moved_from: str | None = None
    token: str | None = None
    accepts: bool = False
    read_at: datetime | None = None
    written_at: datetime | None = None
    born_at: datetime | None = None

    @property
    def key(self) -> str:
        return seat_key(self.uid, self.seat) if self.seat else self.uid

    @property
    def names_people(self) -> bool:
        """True where the booking has seats and the news names persons instead."""
        return bool(self.people) and not self.seat

    @property
    def older(self) -> frozenset[str]:
        return frozenset(key for key in (self.predecessor, self.root) if key and key != self.key)


def seat_key(uid: str, seat: str) -> str:
    """The key of a seat's row (rule 9)."""
    return f"{uid}/{seat}"


def is_seat_key(key: str) -> bool:
    """Whether the key is a seat's."""
    return "/" in key


def row_of(news: BookingNews) -> Row:
    """The row as this one piece of news knows it."""
    facts = {
        name: Fact(value, news.ranks.get(name, news.rank), news.sent_at, news.edition)
        for name, value in news.answers.items()
    }
    if news.number is not None:
        facts["numero"] = Fact(news.number, news.rank, news.sent_at)
    if news.moved_from is not None:
        facts["veio_de"] = Fact(news.moved_from, news.rank, news.sent_at)
    born = news.born_at or (news.sent_at if news.births else None)
    seen: Seen = frozenset({news.read_at} if news.read_at else ())
    return Row(
        key=news.key,
        uid=news.uid,
        said={} if news.status is None else {news.status: news.sent_at},
        read={(news.status, news.written_at or NEVER): seen} if seen and news.status is not None else {},
        asked=news.sent_at if news.reschedule_requested else None,
        accepted=news.sent_at if news.accepts else None,
        slot=Fact(news.slot, 0, news.sent_at) if news.slot else None,
        older=frozenset({news.predecessor} if news.predecessor else ()) - {news.key},
        roots=frozenset({news.root} if news.root else ()) - {news.key},
        facts=facts,
        absences={} if seen else {w: Fact(absent, 0, news.sent_at) for w, absent in news.absences.items()},
        absences_read=dict.fromkeys(news.absences.items(), seen) if seen else {},
        born=born,
        recurring=news.recurring,
        token=Fact(news.token, 0, news.read_at or news.sent_at, news.edition) if news.token else None,
    )
