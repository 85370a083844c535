"""What the clinic holds of many booking rows at once, without whole appointments: to compare it with what the far side lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.appointment import Status
from domain.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """An appointment by the booking row that stands for it now: `key` and `uid` are the row's, `told` is the row's own slot,
    `slot` the appointment's, which staff may have moved since."""

    key: str
    uid: str
    appointment_id: str
    is_open: bool
    told: Slot | None
    slot: Slot | None
    status: Status
    pendencias: tuple[str, ...] = ()

    @property
    def is_seat(self) -> bool:
        return self.key != self.uid

    def stands_at(self, slot: Slot | None) -> bool:
        """Whether row and appointment both stand for a visit at `slot`."""
        return self.is_open and self.status is not Status.CANCELADO and self.told == self.slot == slot


class BookedRows(Protocol):
    async def tokens(self, keys: Sequence[str]) -> dict[str, str | None]:
        """Of the keys that some chain knows, earlier chains included: the row's token, None where it has none or is doubtful."""

    async def by_keys(self, keys: Sequence[str]) -> dict[str, Booked]:
        """Of the keys those whose row stands for an appointment now, open or closed."""

    async def of_uids(self, uids: Sequence[str]) -> list[Booked]:
        """What stands for appointments that know a row of one of the bookings: each of its seats, or what replaced it."""

    async def open_between(self, start: datetime, end: datetime) -> list[Booked]:
        """The open ones whose row begins in that time (UTC, `end` excluded), earliest first."""

    async def strays(self, emails: Sequence[str]) -> list[str]:
        """Ids of the appointments with a chain that begins with a stray seat (`Chain.stray`) and ends at one of these people's:
        e-mail addresses in lower case, empty for who has none."""

    async def doubtful(self, limit: int) -> list[str]:
        """At most so many keys of rows that are to be read again (`Chain.doubtful`)."""
