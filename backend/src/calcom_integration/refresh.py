"""Refresh: what Cal.com says of one booking now, let in by the door (DESIGN.md; CALCOM.md B, L)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.services.appointment_service import Applied
from calcom_integration.client import BookingFilter, CalComClient, Final, Refusal
from calcom_integration.door import Door
from calcom_integration.dto.row import BookingRow
from domain.history import Actor, Cause

# A reschedule writes the new row and closes the old one at about the same time.
_BEFORE = timedelta(minutes=1)
_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Whether Cal.com has the booking, its row (of a series the first), and what became of that and of what follows it."""

    found: bool
    row: BookingRow | None = None
    applied: tuple[Applied, ...] = ()

    @property
    def appointment_id(self) -> str | None:
        """The appointment that the booking is part of here."""
        return next((each.appointment_id for each in self.applied if each.appointment_id), None)


class Refresh:
    """Raises CalComError, and what the door does."""

    def __init__(self, client: CalComClient, door: Door) -> None:
        self._client, self._door = client, door

    async def uid(self, uid: str, cause: Cause, actor: Actor) -> Refreshed:
        """Read the booking, of a series every row, and let it in. Not `found` where Cal.com answers 404."""
        try:
            rows = await self._client.bookings.get(uid)
        except Final as error:
            if error.code is Refusal.NOT_FOUND:
                return Refreshed(found=False)
            raise
        done = [await self.row(row, cause, actor) for row in rows]
        return next((each for each in done if each.row and each.row.uid == uid), done[0])

    async def row(self, row: BookingRow, cause: Cause, actor: Actor) -> Refreshed:
        """Let a row in that was read already. One that reads cancelled may have been moved: what took its place goes in
        first, the newest linked to it, so that nobody sees the visit cancelled in between."""
        newest_first = [*reversed(await self.successors(row)), row]
        applied: list[Applied] = []
        for each in newest_first:
            after = {each.uid: row.uid} if each is newest_first[0] is not row else None
            applied += await self._door.apply_row(each, cause, actor, after)
        return Refreshed(True, row, tuple(applied))

    async def successors(self, row: BookingRow) -> list[BookingRow]:
        """The rows that took the row's place, the next one first; usually none."""
        if row.rescheduled_to_uid not in (None, row.uid):  # whatever it reads itself (CALCOM.md B)
            return await self._named(str(row.rescheduled_to_uid))
        if row.status != _CANCELLED or row.is_seated or not row.attendees:
            return []
        for since in (row.updated_at and row.updated_at - _BEFORE, row.created_at):
            found = _after(row.uid, await self._made_since(since, row.event_type_id)) if since else []
            if found:
                return found
        return []

    async def _named(self, uid: str) -> list[BookingRow]:
        [next_row, *_] = await self._client.bookings.get(uid)
        return [next_row, *await self.successors(next_row)]

    async def _made_since(self, since: datetime, event_type_id: int | None) -> Iterable[BookingRow]:
        types = (event_type_id,) if event_type_id else ()
        return (
            await self._client.bookings.all(BookingFilter(after_created_at=since, event_type_ids=types))
        ).rows


def _after(uid: str, rows: Iterable[BookingRow]) -> list[BookingRow]:
    """The rows that follow on `uid`, one after the other."""
    by_predecessor = {row.rescheduled_from_uid: row for row in rows if row.rescheduled_from_uid}
    found: list[BookingRow] = []
    while uid in by_predecessor:
        found.append(by_predecessor.pop(uid))
        uid = found[-1].uid
    return found
