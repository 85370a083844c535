"""Which bookings a list is asked for, and whether a row is one of them: some servers ignore filters (#18010)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from calcom_integration.client.call import checked_id
from calcom_integration.dto.row import BookingRow


class Sort(StrEnum):
    """Ascending orders of a list."""

    START = "sortStart"
    END = "sortEnd"
    CREATED = "sortCreated"
    UPDATED = "sortUpdatedAt"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFilter:
    """Instants are aware UTC. `status` holds lifecycle words (upcoming, recurring, past, cancelled, unconfirmed), not
    statuses (CALCOM.md C); empty values do not filter."""

    status: tuple[str, ...] = ()
    attendee_email: str = ""
    attendee_name: str = ""
    booking_uid: str = ""
    event_type_ids: tuple[int, ...] = ()
    team_ids: tuple[int, ...] = ()
    after_start: datetime | None = None
    before_end: datetime | None = None
    after_created_at: datetime | None = None
    before_created_at: datetime | None = None
    after_updated_at: datetime | None = None
    before_updated_at: datetime | None = None
    sort: Sort = Sort.UPDATED

    def query(self) -> dict[str, str | int]:
        """Cal.com's parameters (CALCOM.md D3). Raises Final(MALFORMED_ID)."""
        told: dict[str, str | int] = {
            "status": ",".join(self.status),
            "attendeeEmail": self.attendee_email,
            "attendeeName": self.attendee_name,
            "bookingUid": checked_id(self.booking_uid) if self.booking_uid else "",
            "eventTypeIds": ",".join(map(str, self.event_type_ids)),
            "teamsIds": ",".join(map(str, self.team_ids)),
            "afterStart": spelled(self.after_start),
            "beforeEnd": spelled(self.before_end),
            "afterCreatedAt": spelled(self.after_created_at),
            "beforeCreatedAt": spelled(self.before_created_at),
            "afterUpdatedAt": spelled(self.after_updated_at),
            "beforeUpdatedAt": spelled(self.before_updated_at),
            self.sort.value: "asc",
        }
        return {name: value for name, value in told.items() if value != ""}

    def holds(self, row: BookingRow) -> bool:
        """Whether the row is what was asked for, as far as it tells. Status words, names and teams are Cal.com's to judge."""
        return (
            (not self.booking_uid or row.uid == self.booking_uid)
            and (not self.event_type_ids or row.event_type_id in (None, *self.event_type_ids))
            and _lies(row, "start", self.after_start, None)
            and _lies(row, "end", None, self.before_end)
            and _lies(row, "created_at", self.after_created_at, self.before_created_at)
            and _lies(row, "updated_at", self.after_updated_at, self.before_updated_at)
        )


def spelled(at: datetime | None) -> str:
    """Strict ISO 8601 in UTC with milliseconds, as the API wants it; empty for None."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""


def _lies(row: BookingRow, name: str, after: datetime | None, before: datetime | None) -> bool:
    """An instant that nobody asks about is not even read."""
    at: datetime | None = getattr(row, name) if after or before else None
    return at is None or ((after is None or at >= after) and (before is None or at <= before))
