"""What an appointment keeps of its booking: the chain, the base of the three-way merge, and open conflicts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.booking.chain import Chain
from domain.booking.push import Push


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Both sides moved `field`: what stands (`kept`), what the other side wanted (`other`), and whose value stands
    (`owner`: `clinica` or `booking`). `further` are values that staff gave too, before two appointments became one; where
    `other` is among them it is no booking's."""

    field: str
    kept: Any
    other: Any
    owner: str
    at: datetime
    further: tuple[Any, ...] = ()

    @property
    def of_staff(self) -> tuple[Any, ...]:
        """Every value that staff gave and nobody has decided on."""
        return (self.kept if self.owner == "clinica" else self.other, *self.further)

    @property
    def is_between_records(self) -> bool:
        """Whether both values are of staff: of two appointments that turned out to be one visit."""
        return self.owner == "clinica" and self.other in self.further

    @property
    def besides(self) -> tuple[Any, ...]:
        """What staff wanted besides the two values that a person chooses from."""
        return tuple(each for each in self.further if each not in (self.kept, self.other))

    def over(self, known: "Disagreement | None") -> "Disagreement":
        """This conflict in the place of an older one of its field: what staff wanted there stays on offer."""
        mine, *_ = self.of_staff
        wanted = (*self.further, *(known.of_staff if known else ()))
        return replace(self, further=distinct(each for each in wanted if each not in (self.kept, mine)))

    def overruled(self, theirs: Any, stands: Any, at: datetime) -> "Disagreement | None":
        """What is left of it once the booking's newer value `theirs`, heard of at `at` (UTC), has made `stands` the clinic's:
        what staff wanted besides that, or None."""
        wanted = self.of_staff if self.owner == "booking" else self.further
        left = [each for each in wanted if each not in (theirs, stands)]
        return Disagreement(self.field, theirs, left[0], "booking", at, tuple(left[1:])) if left else None


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Each of the values once, as they come; they need not be hashable."""
    once: list[Any] = []
    for value in values:
        if value not in once:
            once.append(value)
    return tuple(once)


@dataclass(frozen=True, slots=True)
class Intent:
    """Staff meant the appointment's own value to stand at the booking too: who, and when (UTC)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BookingSide:
    """`base` holds, by field name, the last value that came from the booking (DESIGN.md, "Three-way merge"). `intents`
    stand, by field name, for as long as the appointment's value differs from the base (domain.intents); `pushes` are
    what became of telling the booking (domain.pushing), by field name too. `doubts` are ids of appointments that the
    booking claims to be, though they had bookings of their own (rule 12)."""

    chain: Chain = field(default_factory=Chain)
    base: Mapping[str, Any] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    previous: tuple[Chain, ...] = ()
    intents: Mapping[str, Intent] = field(default_factory=dict)
    pushes: Mapping[str, Push] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
