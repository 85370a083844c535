"""A delivery: one signed webhook request, from its arrival to its outcome."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    RECEIVED = "received"
    PROCESSING = "processing"
    DONE = "done"
    IGNORED = "ignored"
    FAILED = "failed"
    DEAD = "dead"


# What nothing more happens to by itself, and what may expire: the rest waits for work or for a person.
FINAL = (State.DONE, State.IGNORED, State.FAILED, State.DEAD)
EXPIRING = (State.DONE, State.IGNORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Instants are aware UTC. `body` is what `redaction.storable` left of the request's bytes; `digest` is of all of them.
    It is None in a list, once it is kept no more, and where it `is_locked`: sealed with a key that is not at hand.

    `next_attempt_at` is when it is due (while `processing`: when the worker's lease ends). `awaits` and `seen`: see
    `application.booking_address.Addressed`. `attempts` counts those that ended, of a claimed delivery this one too; it begins
    anew when an ended delivery becomes due again (`is_replayed`). `starts` counts the claims since the last attempt that ended,
    this one too: where it is more than one, whoever `held_by` it before was killed, or could not write how it ended. `claims`
    never begins anew: it tells one claim from every other.
    """

    id: str
    digest: str
    body: bytes | None
    headers: dict[str, str]
    received_at: datetime
    is_locked: bool = False
    trigger: str | None = None
    uid: str | None = None
    state: State = State.RECEIVED
    reason: str | None = None
    error: str | None = None
    attempts: int = 0
    starts: int = 0
    claims: int = 0
    held_by: str | None = None
    is_replayed: bool = False
    next_attempt_at: datetime | None = None
    processed_at: datetime | None = None
    appointment_id: str | None = None
    awaits: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery's times (UTC) and state; `processed_at` is None until it ended."""

    received_at: datetime
    processed_at: datetime | None
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one attempt ended. `next_attempt_at` is set only where the delivery goes back to `received`; `attempts` only where
    the attempt counts for less than one. Where it `is_erased` nothing that names the patient or the booking may stay."""

    state: State
    reason: str | None = None
    error: str | None = None
    next_attempt_at: datetime | None = None
    attempts: int | None = None
    appointment_id: str | None = None
    awaits: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    is_erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries; values of one field are alternatives, `since` and `until` bound `received_at` (UTC)."""

    state: tuple[str, ...] = field(default=())
    trigger: tuple[str, ...] = field(default=())
    uid: tuple[str, ...] = field(default=())
    since: datetime | None = None
    until: datetime | None = None
