"""What is stored of appointments, and what follows from them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from application.counts import Count, DayCount, Present
from application.creation import Creation, Earlier
from application.page import AppointmentQuery, Page
from domain.appointment import Appointment
from domain.client import Client, ClientTotals
from domain.history import HistoryEntry
from domain.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One transaction: `put` is stored where its `versao` is still `expected` (0: it is new), `absorbed` appointments
    (each guarded on its own `versao`) disappear into it with their history, and `entries` are appended. Where `alone`, no
    other appointment may be of the same visit. `creation` is the request that makes a new one."""

    put: Appointment
    expected: int
    entries: tuple[HistoryEntry, ...] = ()
    absorbed: tuple[Appointment, ...] = ()
    alone: bool = False
    creation: Creation | None = None


class VisitMarks(Protocol):
    """Makes the follow-up of appointments due whose codes may not fit the clients any more. `at` is UTC."""

    async def look_at_client(self, client: Client, at: datetime) -> None:
        """The client's own: those whose contacts differ from its, or that wait for a person for its sake."""

    async def look_at_contact(
        self, phone: str, name: str, besides: Collection[str], at: datetime, *, is_asked: bool = False
    ) -> None:
        """Those with the phone and name that are other clients' (not of the ids `besides`), and that wait for a person for it
        (`is_asked`), or do not yet."""


class AppointmentRepository(Protocol):
    @property
    def marks(self) -> VisitMarks: ...

    async def get(self, appointment_id: str) -> Appointment | None: ...

    async def created_by(self, key: str) -> Earlier[Appointment] | None:
        """What the request `key` (`Creation.key`) made, also where another appointment absorbed it since; without a record
        where that was deleted, or its patient forgotten."""

    async def survivor_of(self, appointment_id: str) -> str | None:
        """The id of the appointment that absorbed this one, or None."""

    async def find_by_keys(self, keys: Sequence[str]) -> list[Appointment]:
        """Appointments whose chain knows any of the keys (those known by name only included), oldest first."""

    async def find_by_uid(self, uid: str) -> list[Appointment]:
        """Appointments with a row of the booking `uid`: each of its seats, or the one without seats."""

    async def find_by_number(self, number: int) -> list[Appointment]:
        """Appointments with a row, not a seat, of the far side's number."""

    async def has_twin(self, appointment: Appointment, besides: Collection[str] = ()) -> bool:
        """Whether another open appointment has the same patient name, unit, date and hour (DOMAIN.md, Duplicates), the ones of
        the ids `besides` left out; whose patient was forgotten does not count."""

    async def is_erased(self, keys: Sequence[str], told_at: datetime | None = None) -> bool:
        """Whether any of the keys belongs to a deleted or erased appointment (rule 13); to one that was not there any more
        at `told_at` (UTC) does not count, where that is given."""

    async def commit(self, write: Write) -> None:
        """Store it all or nothing. Raises StaleWrite where somebody wrote first or holds one of the keys; Duplicated
        where it must be alone and is not, also against another such write at the same time. Where one leaves its visit or
        disappears, those with `possivel_duplicado` of that visit, and those whose booking claims it, are due again."""

    async def remove(self, appointment: Appointment, entry: HistoryEntry) -> None:
        """Delete it, append the entry to what is left of it, its history, and bury its keys (`is_erased`), all or
        nothing. Raises StaleWrite where somebody wrote first."""

    async def insert_batch(
        self, appointments: Sequence[Appointment], entries: Sequence[HistoryEntry]
    ) -> None:
        """Store new appointments and their history, all or nothing. Raises StaleWrite where one of the ids is taken."""

    async def withdraw(self, ids: Sequence[str]) -> None:
        """Take a batch back, as if it had never been stored: its appointments, whatever became of them, and their
        history. Ids that are not stored are passed over."""

    async def known_ids(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are stored."""

    async def visits_on(self, days: Collection[date]) -> set[Visit]:
        """The visits of those local days that others may duplicate."""

    async def due(self, at: datetime, limit: int) -> list[str]:
        """Ids whose follow-up (see `settle`) was due by `at`, the longest due first; what `insert_batch` stored comes last."""

    async def pushes_due(self, at: datetime, limit: int) -> list[str]:
        """Ids whose pushes had to be looked at by `at` (`domain.pushing.push_due`), the longest due first."""

    async def pushes_waiting(self, since: datetime) -> int:
        """How many have a booking that could be told something since `since` (`domain.pushing.waiting_since`), or longer."""

    async def settle(self, appointment_id: str, versao: int) -> None:
        """Every write makes an appointment's follow-up due, from its `updated_at` on; this one was done at `versao`.
        Of no effect where it was written since."""

    async def postpone(self, appointment_id: str, until: datetime) -> None:
        """Let a follow-up that is due wait until then."""

    async def ids_of_client(self, client_id: str) -> list[str]:
        """The ids of the client's appointments."""

    async def totals_of_client(self, client_id: str) -> ClientTotals: ...

    async def search(self, query: AppointmentQuery, now: datetime) -> Page[Appointment]: ...

    async def count(self, query: AppointmentQuery, now: datetime) -> list[Count]:
        """All that the query finds, in groups of what is alike; `now` (UTC) decides what is past."""

    async def present(self, query: AppointmentQuery, now: datetime) -> Present:
        """The values that all that the query finds have."""

    async def count_days(self, query: AppointmentQuery, now: datetime) -> list[DayCount]:
        """How many the query finds, by local day and origin; those without a day aside."""


class History(Protocol):
    async def of(self, appointment_id: str) -> list[HistoryEntry]:
        """The appointment's entries, newest first."""


class BookingLinks(Protocol):
    def url(self, key: str) -> str | None:
        """Where staff open the booking row `key` at the booking side."""

    def reschedule_url(self, key: str) -> str | None:
        """Where the booking row `key` is moved at the booking side."""
