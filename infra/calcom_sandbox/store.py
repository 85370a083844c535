"""All rows of the sandbox: in memory, and in one JSON file replaced atomically at each change."""

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from calcom_sandbox.rows import Booking, ScheduledTrigger


class Tables(BaseModel):
    """What the file holds. Counters only grow, as autoincrement ids do."""

    bookings: dict[int, Booking] = {}
    scheduled: list[ScheduledTrigger] = []
    counters: dict[str, int] = {}


class Store:
    """The one place that holds rows. Without a path nothing is written to disk."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        known = path is not None and path.exists()
        self._tables = Tables.model_validate_json(path.read_bytes()) if path and known else Tables()

    def next_id(self, table: str) -> int:
        """The next autoincrement id of a table; it reaches the file with the row that uses it."""
        self._tables.counters[table] = self._tables.counters.get(table, 0) + 1
        return self._tables.counters[table]

    def put(self, *bookings: Booking) -> None:
        """Insert or replace rows by id, all in one write."""
        self._tables.bookings.update({booking.id: booking for booking in bookings})
        self._save()

    def rows(self) -> list[Booking]:
        """Every booking row, oldest first."""
        return list(self._tables.bookings.values())

    def row(self, booking_id: int) -> Booking:
        """The row as it is now. Raises KeyError."""
        return self._tables.bookings[booking_id]

    def find(self, uid: str) -> Booking | None:
        """The row with this uid."""
        return next((row for row in self.rows() if row.uid == uid), None)

    def find_seat(self, reference_uid: str) -> Booking | None:
        """The row on which this seat is taken."""
        return next((row for row in self.rows() if row.seat(reference_uid)), None)

    def successor(self, uid: str) -> Booking | None:
        """The row that a reschedule made of this one, if any."""
        return next((row for row in self.rows() if row.from_reschedule == uid), None)

    def series(self, recurring_event_id: str) -> list[Booking]:
        """The rows of one recurring booking, in order of start."""
        rows = [row for row in self.rows() if row.recurring_event_id == recurring_event_id]
        return sorted(rows, key=lambda row: row.start)

    def at(self, event_type_id: int) -> list[Booking]:
        """The open rows of an event type: what takes its slots."""
        return [row for row in self.rows() if row.event_type_id == event_type_id and row.open]

    def scheduled(self) -> list[ScheduledTrigger]:
        """The MEETING_* deliveries that still wait for the cron job."""
        return list(self._tables.scheduled)

    def schedule(self, triggers: Iterable[ScheduledTrigger]) -> None:
        """Add MEETING_* deliveries."""
        self._tables.scheduled.extend(triggers)
        self._save()

    def unschedule(self, triggers: Iterable[ScheduledTrigger]) -> None:
        """Remove MEETING_* deliveries."""
        gone = list(triggers)
        self._tables.scheduled = [trigger for trigger in self._tables.scheduled if trigger not in gone]
        self._save()

    def reset(self) -> None:
        """Forget every row; ids begin again at 1."""
        self._tables = Tables()
        self._save()

    def _save(self) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(self._tables.model_dump_json(), encoding="utf-8")
        os.replace(draft, self._path)
