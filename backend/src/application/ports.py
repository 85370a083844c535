"""What the application needs of the outside, as Protocols. Fakes and real parts pass the same contract tests."""

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from application.counts import Count, Present
from application.page import AppointmentQuery, Page
from domain.appointment import Appointment, Tag
from domain.client import Client, ClientTotals
from domain.history import HistoryEntry
from domain.small_lists import Unit
from domain.users import Role, User
from domain.visit import Visit

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One transaction: `put` is stored where its `versao` is still `expected` (0: it is new), `absorbed` appointments
    (each guarded on its own `versao`) disappear into it with their history, and `entries` are appended. `new_keys` are
    the keys that its chain did not know before. Where `alone`, no other appointment may be of the same visit."""

    put: Appointment
    expected: int
    entries: tuple[HistoryEntry, ...] = ()
    absorbed: tuple[Appointment, ...] = ()
    new_keys: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """An appointment was written. `cause` is the cause's kind."""

    id: str
    versao: int
    cause: str


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of the change feed; `changed` is None where a reader must load everything again (`resync`)."""

    id: str
    changed: Changed | None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid access token says. `expires_at` is UTC."""

    user_id: str
    role: Role
    session_epoch: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token as it is kept: the digest of its secret, and the family of all tokens of one sign-in."""

    digest: str
    family: str
    user_id: str
    session_epoch: int
    expires_at: datetime


class AppointmentRepository(Protocol):
    async def get(self, appointment_id: str) -> Appointment | None: ...

    async def survivor_of(self, appointment_id: str) -> str | None:
        """The id of the appointment that absorbed this one, or None."""

    async def find_by_keys(self, keys: Sequence[str]) -> list[Appointment]:
        """Appointments whose chain knows any of the keys (those known by name only included), oldest first."""

    async def find_by_uid(self, uid: str) -> list[Appointment]:
        """Appointments with a row of the booking `uid`: each of its seats, or the one without seats."""

    async def find_by_number(self, number: int) -> list[Appointment]:
        """Appointments with a row, not a seat, of the far side's number."""

    async def has_twin(self, appointment: Appointment) -> bool:
        """Whether another open appointment has the same patient name, unit, date and hour (DOMAIN.md, Duplicates)."""

    async def is_erased(self, keys: Sequence[str]) -> bool:
        """Whether any of the keys belongs to a deleted or erased appointment (rule 13)."""

    async def commit(self, write: Write) -> None:
        """Store it all or nothing. Raises StaleWrite where somebody wrote first or holds one of the keys; Duplicated
        where it must be alone and is not, also against another such write at the same time."""

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
        """Ids whose follow-up (see `settle`) was due by `at`, the longest due first."""

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


class Clients(Protocol):
    async def get(self, client_id: str) -> Client | None: ...

    async def survivor_of(self, client_id: str) -> str | None:
        """The id of the client that this one became part of, or None."""

    async def by_cpf(self, cpf: str) -> Client | None: ...

    async def by_key(self, key: str) -> Client | None:
        """The client that one of `Client.chaves` leads to."""

    async def put(self, client: Client) -> Client:
        """The client as it is stored now, its `revisao` one more and its totals no more due. Raises StaleWrite where
        `revisao` has moved on, or where another client has the CPF or one of the keys."""

    async def unite(self, survivor: Client, absorbed: Client, at: datetime) -> Client:
        """Store the survivor in the place of both, and that the absorbed one's appointments are to follow from `at` on.
        Raises StaleWrite as `put` does."""

    async def due(self, at: datetime, limit: int) -> list[str]:
        """Ids of clients whose totals are due to be counted again."""

    async def aliases_due(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        """Absorbed clients whose appointments are to follow, each with its survivor."""

    async def settle_alias(self, absorbed_id: str, survivor_id: str) -> None:
        """The appointments did follow."""

    async def search(self, q: str, page: int, page_size: int, *, is_cpf_hidden: bool) -> Page[Client]:
        """By name. `q` begins words of the name, the CPF (unless hidden) or the phone; empty: all."""


class History(Protocol):
    async def of(self, appointment_id: str) -> list[HistoryEntry]:
        """The appointment's entries, newest first."""


class Tags(Protocol):
    async def active(self) -> list[Tag]: ...


class Users(Protocol):
    async def get(self, user_id: str) -> User | None: ...

    async def by_email(self, email: str) -> User | None: ...

    async def all(self) -> list[User]: ...

    async def put(self, user: User) -> None:
        """Store it, whatever was stored of it before. Raises StaleWrite where another user has the e-mail address."""

    async def change(self, before: User, after: User) -> None:
        """Store `after` with its `versao` one more. Raises StaleWrite where the stored one's `versao` is not `before`'s;
        LastGestor where no user would be left who `manages`, also where two go at once."""


class LoginTries(Protocol):
    async def begin(self, account: str, limit: int, lock: timedelta, now: datetime) -> int | None:
        """Count a try to sign in to the account, known or not. Seconds to wait where `limit` tries in a row have failed
        and the last was less than `lock` ago, else None."""

    async def forget(self, account: str) -> None:
        """A try succeeded, or the account is set free: begin to count anew."""


class Units(Protocol):
    async def all(self) -> list[Unit]:
        """Every unit, inactive ones included, by name."""


class SmallList(Protocol[Item]):
    """One of the clinic's small lists (`domain.small_lists`), in alphabetical order. Every write is checked against a
    list's unique key, which accents and case do not matter to."""

    async def get(self, item_id: str) -> Item | None: ...

    async def all(self) -> list[Item]:
        """Inactive ones included."""

    async def page(self, active: bool | None, page: int, page_size: int) -> Page[Item]:
        """The active ones, the others, or all (None). `page` counts from 1."""

    async def has(self, **fields: Any) -> bool:
        """Whether any item has these values."""

    async def insert(self, item: Item) -> None:
        """Raises StaleWrite where another item has its key."""

    async def replace(self, before: Item, after: Item) -> bool:
        """Whether `before` was still stored as it is, and now is `after`. Raises StaleWrite as `insert` does."""

    async def delete(self, item_id: str) -> None: ...


class RefreshTokens(Protocol):
    async def add(self, token: RefreshToken) -> None: ...

    async def get(self, digest: str) -> RefreshToken | None: ...

    async def spend(self, digest: str) -> bool:
        """Whether this call, and no earlier one, spent the token."""

    async def revoke(self, family: str) -> None: ...


class Passwords(Protocol):
    async def hash(self, password: str) -> str: ...

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether `password` made `password_hash`; always False, after the same work, where that is None."""


class Tokens(Protocol):
    life: timedelta

    def issue(self, user: User, now: datetime) -> str: ...

    def read(self, token: str, now: datetime) -> Claims | None:
        """The claims of an access token of ours that has not expired at `now`, else None."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware UTC."""


class JobQueue(Protocol):
    async def enqueue(self, name: str, *args: Any, job_id: str | None = None) -> bool:
        """Ask a worker to run `name` soon. A hint only: False where the queue is out of reach."""


class ChangePublisher(Protocol):
    async def publish(self, changed: Changed) -> None:
        """Tell whoever listens. Never raises: a lost event costs a reader a reload, not data."""


class ChangeFeed(Protocol):
    def read(self, last_id: str | None) -> AsyncGenerator[FeedEvent, None]:
        """Events after `last_id` (None: from now on) until the process stops; an unknown id gives a resync first."""


class BookingLinks(Protocol):
    def url(self, key: str) -> str | None:
        """Where staff open the booking row `key` at the booking side."""


class RateLimiter(Protocol):
    async def hit(self, name: str, key: str, limit: int, per: timedelta) -> int | None:
        """Count one hit; seconds to wait where `limit` per `per` is exceeded, else None."""

    async def forget(self, name: str, key: str, limit: int, per: timedelta) -> None:
        """Begin to count anew."""


class Lock(Protocol):
    def hold(self, name: str, ttl: timedelta) -> AbstractAsyncContextManager[bool]:
        """Hold a named lock for the body; False where somebody else holds it. Raises Unavailable where nobody can tell."""
