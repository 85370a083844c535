"""What an appointment keeps of its booking: the chain, the base of the three-way merge, and open conflicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.booking.chain import Chain
from domain.booking.push import Push


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Both sides moved `field`: what stands (`kept`), what the other side wanted (`other`), and whose value stands."""

    field: str
    kept: Any
    other: Any
    owner: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Intent:
    """Staff meant the appointment's own value to stand at the booking too: who, and when (UTC)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BookingSide:
    """`base` holds, by field name, the last value that came from the booking (DESIGN.md, "Three-way merge"). `intents`
    stand, by field name, for as long as the appointment's value differs from the base (domain.intents); `pushes` are
    what became of telling the booking (domain.pushing), by field name too."""

    chain: Chain = field(default_factory=Chain)
    base: Mapping[str, Any] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    previous: tuple[Chain, ...] = ()
    intents: Mapping[str, Intent] = field(default_factory=dict)
    pushes: Mapping[str, Push] = field(default_factory=dict)
