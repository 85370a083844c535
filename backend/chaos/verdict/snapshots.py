"""What is compared: plain pictures of both sides, taken when everything is quiet. Instants are aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CLOSED = frozenset({"Cancelado", "Alterar"})
# Visits that took place: Cal.com changes none of them, a person is asked instead.
HISTORY = frozenset({"Coletado", "Recoleta"})
# Who made a change, in the history's word.
STAFF = "usuario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit as Cal.com has it: the rows that a reschedule links, or one patient's seats one after the other.

    `keys` are the rows' uids, for seats `uid/seat` of what is left of them. `start` is None for a seat that was given up
    (Cal.com forgets it). `moved_at` is when Cal.com last wrote the visit's last row. `told` is what to print.

    What Cal.com's rows show of the way there: `left` are the times that were Cal.com's until a later row replaced them,
    each with the instant of that, None of a seat, whose earlier rows Cal.com forgets; `said` are the texts of all answers
    and reasons; `chosen_at` is when another time was chosen last that the host had asked for, `revived_at` when a row that
    had been closed or declined was accepted after all (CALCOM.md M3); `was_answered` says that a row was accepted or
    replaced after it was made. `accepted` says of each row by the instant when it was made whether it was ever accepted;
    it is empty of a seat, which needs no acceptance.
    """

    name: str
    keys: frozenset[str]
    is_open: bool
    start: datetime | None
    moved_at: datetime
    seated_email: str | None = None
    is_pending: bool = False
    left: tuple[tuple[datetime, datetime], ...] | None = ()
    said: frozenset[str] = frozenset()
    chosen_at: datetime | None = None
    revived_at: datetime | None = None
    was_answered: bool = False
    accepted: tuple[tuple[datetime, bool], ...] = ()
    told: tuple[Mapping[str, Any], ...] = ()

    @property
    def was_accepted(self) -> bool:
        """Whether any row was accepted at any time."""
        return not self.accepted or any(accepted for _, accepted in self.accepted)

    def was_accepted_since(self, at: datetime) -> bool:
        """Whether the row that counted at `at`, or a later one, was ever accepted."""
        earlier = sum(made_at <= at for made_at, _ in self.accepted)
        counted = self.accepted[max(earlier - 1, 0) :]
        return not counted or any(accepted for _, accepted in counted)


@dataclass(frozen=True, slots=True)
class Contested:
    """An open conflict of an appointment: both values of one field, and what staff are shown to have wanted besides."""

    field: str
    kept: Any
    other: Any
    besides: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedPush:
    """A push that the appointment shows as refused. `start` is the time asked for, where one was."""

    uid: str
    act: str
    start: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One field in one entry of the history, oldest first; `changed` are all fields of that entry."""

    at: datetime
    actor: str
    cause: str
    field: str
    old: Any
    new: Any
    changed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One appointment here.

    `keys` are all rows that it ever knew, `left` those of chains that staff left behind, `key` the current one; `booked`
    says whether the chain here has an open row. `fields` are as the API tells them, `inicio` among them.
    """

    id: str
    versao: int
    origem: str
    key: str | None
    keys: frozenset[str]
    booked: bool
    left: frozenset[str] = frozenset()
    fields: Mapping[str, Any]
    absorbed: frozenset[str] = frozenset()
    conflicts: tuple[Contested, ...] = ()
    refused: tuple[RefusedPush, ...] = ()
    history: tuple[Changed, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether staff see a visit that is to take place."""
        return self.fields["status"] not in CLOSED

    @property
    def start(self) -> datetime | None:
        """When the visit begins, as staff see it."""
        told = self.fields["inicio"]
        return datetime.fromisoformat(told) if told else None


@dataclass(frozen=True, slots=True)
class Saved:
    """An edit that staff were answered 200 for: its values as the answer told them. `at` is just before it was asked."""

    appointment_id: str
    by: str
    at: datetime
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that Cal.com refused for good (a 4xx of its own, not the limit's). `act` is the path's last word."""

    uid: str
    act: str
    status: int
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be. `evidence` is printed whole."""

    what: str
    name: str
    evidence: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One question of the verdict, and its answer in one line."""

    question: str
    answer: str
    findings: tuple[Finding, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
