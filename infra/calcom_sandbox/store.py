"""All rows of the sandbox: in memory, with every change in a journal."""

from collections.abc import Iterable
from pathlib import Path

from calcom_sandbox.journal import Change, Journal
from calcom_sandbox.rows import Booking, ScheduledTrigger


class Store:
    """The one place that holds rows. Without a path they end with the process."""

    def __init__(self, path: Path | None = None) -> None:
        self._journal = Journal(path)
        self._forget()
        for change in self._journal.changes():
            self._apply(change)
        self._journal.rewrite(self._whole())

    def next_id(self, table: str) -> int:
        """The next autoincrement id of a table; it reaches the file with the row that uses it."""
        self._counters[table] = self._counters.get(table, 0) + 1
        return self._counters[table]

    def put(self, *bookings: Booking) -> None:
        """Insert or replace rows by id, all in one write."""
        self._record(Change(bookings=list(bookings)))

    def rows(self) -> list[Booking]:
        """Every booking row, oldest first."""
        return list(self._bookings.values())

    def row(self, booking_id: int) -> Booking:
        """The row as it is now. Raises KeyError."""
        return self._bookings[booking_id]

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
        return list(self._scheduled.values())

    def schedule(self, triggers: Iterable[ScheduledTrigger]) -> None:
        """Add MEETING_* deliveries; one that a row already has is replaced."""
        self._record(Change(scheduled=list(triggers)))

    def unschedule(self, triggers: Iterable[ScheduledTrigger]) -> None:
        """Remove MEETING_* deliveries."""
        self._record(Change(unscheduled=[(each.booking_id, each.trigger) for each in triggers]))

    def reset(self) -> None:
        """Forget every row; ids begin again at 1."""
        self._forget()
        self._journal.rewrite(self._whole())

    def _forget(self) -> None:
        self._bookings: dict[int, Booking] = {}
        self._scheduled: dict[tuple[int, str], ScheduledTrigger] = {}
        self._counters: dict[str, int] = {}

    def _record(self, change: Change) -> None:
        self._apply(change)
        self._journal.append(change.model_copy(update={"counters": self._counters}))

    def _apply(self, change: Change) -> None:
        self._bookings.update({row.id: row for row in change.bookings})
        for key in change.unscheduled:
            self._scheduled.pop(key, None)
        self._scheduled.update({(each.booking_id, each.trigger): each for each in change.scheduled})
        self._counters.update(change.counters)

    def _whole(self) -> Change:
        return Change(bookings=self.rows(), scheduled=self.scheduled(), counters=self._counters)
