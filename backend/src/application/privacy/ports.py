"""What the rights of a patient need of the outside, as Protocols."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from application.page import Page
from domain.appointment import Appointment
from domain.client import Client
from domain.history import HistoryEntry


class ErasureState(StrEnum):
    """Asked for or under way; waiting for bookings that still stand; done."""

    ASKED = "pedido"
    WAITING = "esperando"
    DONE = "concluido"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One client being forgotten: `id` is the client's. `asked_by` is a user's id; instants are UTC. `visits` are the
    appointments forgotten so far, `bookings` (of one patient each) theirs, until it is done; `standing` are the visits whose
    booking still stands. `due` is when a worker looks at it (again)."""

    id: str
    asked_by: str
    asked_at: datetime
    due: datetime
    state: ErasureState = ErasureState.ASKED
    visits: tuple[str, ...] = ()
    bookings: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    ended_at: datetime | None = None

    def with_visit(self, appointment_id: str, bookings: Collection[str]) -> "Erasure":
        return replace(
            self,
            visits=tuple(sorted({*self.visits, appointment_id})),
            bookings=tuple(sorted({*self.bookings, *bookings})),
        )


class Erasures(Protocol):
    async def ask(self, erasure: Erasure) -> Erasure:
        """Store it where none of the client is; the one that is stored."""

    async def get(self, client_id: str) -> Erasure | None: ...

    async def save(self, erasure: Erasure) -> None:
        """In the place of what was stored of it. Ids that another worker added meanwhile stay."""

    async def due(self, at: datetime) -> list[Erasure]: ...

    async def newest(self, limit: int) -> list[Erasure]: ...


class ForgottenRows(Protocol):
    async def put(self, forgotten: Appointment, keys: Sequence[str], entry: HistoryEntry) -> None:
        """Store the visit without its patient in the place of its `versao`, bury the keys of its booking, forget the values
        in its history and append the entry, all or nothing. Raises StaleWrite where somebody wrote first."""

    async def scrub_history(self, appointment_id: str) -> None:
        """Forget the values in what is left of a visit that was deleted."""


class HistoryOfClients(Protocol):
    async def of(self, appointment_id: str) -> list[HistoryEntry]: ...

    async def appointments_of_client(self, client_id: str) -> list[str]:
        """The ids of all appointments that were ever linked to the client, deleted ones too."""


class ClientEnd(Protocol):
    async def remove(self, client_id: str) -> None:
        """Delete the client and the names of records that became part of it."""


class ImportSamples(Protocol):
    async def samples_of(self, client: Client) -> list[dict[str, Any]]:
        """The rows of shown samples that are the client's: by CPF, or by name and phone."""

    async def forget_samples(self, client: Client) -> None:
        """Take those rows away."""


class Papers(Protocol):
    """What an integration keeps of visits beside them: of the appointments `ids`, and of the `bookings` that are one
    patient's alone."""

    async def of(self, ids: Sequence[str], bookings: Sequence[str]) -> list[dict[str, Any]]:
        """As plain values, the oldest first. What may name another patient too is left out."""

    async def forget(self, ids: Sequence[str], bookings: Sequence[str], at: datetime) -> None:
        """Safe to repeat. What is still to be worked off is left: it will be forgotten when it is."""


class Deed(StrEnum):
    """What somebody did with personal data."""

    SAW = "visualizou"
    REVEALED = "revelou"
    EXPORTED = "exportou"
    ERASED = "apagou"
    CONFIRMED = "confirmou_contato"
    UNITED = "uniu"
    PARTED = "desfez_uniao"
    SEPARATED = "separou"


@dataclass(frozen=True, slots=True)
class Seen:
    """Who (a user's id) did what with whose data (ids), when (UTC). `kind` is `cliente`, `agendamento` or `entrega`."""

    at: datetime
    user_id: str
    act: Deed
    kind: str
    id: str


class AccessLog(Protocol):
    async def add(self, entries: Sequence[Seen]) -> None: ...

    async def page(self, page: int, page_size: int, subject: str | None = None) -> Page[Seen]:
        """Newest first; of one subject's id, where given."""

    async def let_go(self, before: datetime) -> int:
        """Delete what is older; how many."""
