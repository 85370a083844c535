"""All rows of the sandbox: in memory, with every change in a journal."""

from collections.abc import Iterable
from pathlib import Path

from calcom_sandbox.catalogue import EventType
from calcom_sandbox.journal import Change, Journal
from calcom_sandbox.rows import Booking, ScheduledTrigger, Webhook


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

    def vanish(self, booking: Booking) -> None:
        """Take a row out of the table without a word, as somebody with access to the database can."""
        self._record(Change(vanished=[booking.id]))

    def rows(self) -> list[Booking]:
        """Every booking row, oldest first."""
        return list(self._bookings.values())

    def row(self, booking_id: int) -> Booking:
        """The row as it is now. Raises KeyError."""
        return self._bookings[booking_id]

    def find(self, uid: str) -> Booking | None:
        """The row with this uid."""
        return self._bookings.get(self._ids.get(uid, 0))

    def find_seat(self, reference_uid: str) -> Booking | None:
        """The row on which this seat is taken."""
        return next((row for row in self.rows() if row.seat(reference_uid)), None)

    def successor(self, uid: str) -> Booking | None:
        """The row that a reschedule made of this one, if any."""
        return self._bookings.get(self._successors.get(uid, 0))

    def series(self, recurring_event_id: str) -> list[Booking]:
        """The rows of one recurring booking, in order of start."""
        rows = [row for row in self.rows() if row.recurring_event_id == recurring_event_id]
        return sorted(rows, key=lambda row: row.start)

    def at(self, event_type_id: int) -> list[Booking]:
        """The open rows of an event type: what takes its slots."""
        return list(self._open.get(event_type_id, {}).values())

    def put_event_type(self, event_type: EventType) -> None:
        """Insert or replace an event type that differs from the catalogue's."""
        self._record(Change(event_types=[event_type]))

    def event_types(self) -> dict[int, EventType]:
        """The event types made or changed here, by id."""
        return self._event_types

    def put_webhook(self, webhook: Webhook) -> None:
        """Insert or replace a subscription."""
        self._record(Change(webhooks=[webhook]))

    def remove_webhook(self, webhook_id: str) -> None:
        """Forget a subscription."""
        self._record(Change(removed_webhooks=[webhook_id]))

    def webhooks(self) -> list[Webhook]:
        """Every subscription, in order of id as Cal.com lists them."""
        return [self._webhooks[key] for key in sorted(self._webhooks)]

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
        """Forget everything; ids begin again at 1."""
        self._forget()
        self._journal.rewrite(self._whole())

    def _forget(self) -> None:
        self._bookings: dict[int, Booking] = {}
        self._ids: dict[str, int] = {}
        self._successors: dict[str, int] = {}
        self._open: dict[int, dict[int, Booking]] = {}
        self._event_types: dict[int, EventType] = {}
        self._webhooks: dict[str, Webhook] = {}
        self._scheduled: dict[tuple[int, str], ScheduledTrigger] = {}
        self._counters: dict[str, int] = {}

    def _record(self, change: Change) -> None:
        self._apply(change)
        self._journal.append(change.model_copy(update={"counters": self._counters}))

    def _apply(self, change: Change) -> None:
        for row in change.bookings:
            self._index(row)
        for booking_id in change.vanished:
            self._forget_row(booking_id)
        self._event_types.update({each.id: each for each in change.event_types})
        self._webhooks.update({each.id: each for each in change.webhooks})
        for webhook_id in change.removed_webhooks:
            self._webhooks.pop(webhook_id, None)
        for key in change.unscheduled:
            self._scheduled.pop(key, None)
        self._scheduled.update({(each.booking_id, each.trigger): each for each in change.scheduled})
        self._counters.update(change.counters)

    def _index(self, row: Booking) -> None:
        self._bookings[row.id] = row
        self._ids[row.uid] = row.id
        if row.from_reschedule:
            self._successors[row.from_reschedule] = row.id
        open_rows = self._open.setdefault(row.event_type_id, {})
        open_rows.pop(row.id, None)
        if row.open:
            open_rows[row.id] = row

    def _forget_row(self, booking_id: int) -> None:
        row = self._bookings.pop(booking_id)
        self._ids.pop(row.uid)
        self._open[row.event_type_id].pop(booking_id, None)

    def _whole(self) -> Change:
        return Change(
            bookings=self.rows(),
            event_types=list(self._event_types.values()),
            webhooks=self.webhooks(),
            scheduled=self.scheduled(),
            counters=self._counters,
        )
