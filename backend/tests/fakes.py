"""Fakes behind our own ports; the contract tests hold them to what the real parts do."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from application.booked import Booked
from application.counts import Count, DayCount, Present
from application.creation import Creation, Earlier
from application.page import AppointmentQuery, Page
from application.ports import Changed, Write
from domain.appointment import Appointment, Status
from domain.claims import TO_CONFIRM
from domain.client import Client, ClientTotals, Union
from domain.errors import Duplicated, StaleWrite
from domain.history import HistoryEntry
from domain.merge import fold
from domain.pushing import push_due, waiting_since
from domain.visit import Visit, visit_of
from tests.builders import NOW
from tests.listing import counted, days_of, is_found, listed, present_in


class FakeAppointmentRepository:
    def __init__(self) -> None:
        self.stored: dict[str, Appointment] = {}
        self.entries: list[HistoryEntry] = []
        self.erased: dict[str, datetime] = {}
        self.due_since: dict[str, datetime] = {}
        self.creations: dict[str, tuple[str, Creation]] = {}
        self.of_a_batch: set[str] = set()

    @property
    def booked(self) -> "FakeBookedRows":
        return FakeBookedRows([*self.stored.values()])

    @property
    def marks(self) -> "FakeVisitMarks":
        return FakeVisitMarks(self)

    async def get(self, appointment_id: str) -> Appointment | None:
        return self.stored.get(appointment_id)

    async def created_by(self, key: str) -> Earlier[Appointment] | None:
        if key not in self.creations:
            return None
        made_id, creation = self.creations[key]
        made = self.stored.get(await self.survivor_of(made_id) or made_id)
        return Earlier(made if made and made.anonimizado_em is None else None, creation.body)

    async def survivor_of(self, appointment_id: str) -> str | None:
        return next((each.id for each in self.stored.values() if appointment_id in each.absorvidos), None)

    async def find_by_keys(self, keys: Sequence[str]) -> list[Appointment]:
        return self._oldest_first(each for each in self.stored.values() if _keys(each) & set(keys))

    async def find_by_uid(self, uid: str) -> list[Appointment]:
        return self._oldest_first(each for each in self.stored.values() if uid in _told(each, "uids"))

    async def find_by_number(self, number: int) -> list[Appointment]:
        return self._oldest_first(each for each in self.stored.values() if number in _told(each, "numbers"))

    async def has_twin(self, appointment: Appointment, besides: Collection[str] = ()) -> bool:
        return appointment.data_agendamento is not None and any(
            _visit(each) == _visit(appointment) and each.id not in {appointment.id, *besides}
            for each in self.stored.values()
            if each.status != Status.CANCELADO and each.anonimizado_em is None
        )

    def _look_again(self, was: Appointment | None, now: Appointment | None, at: datetime) -> None:
        """Make due what was flagged for the sake of `was`."""
        if was is None or (now is not None and _counts_as(was) == _counts_as(now)):
            return
        for each in [*self.stored.values()]:
            is_flagged = "possivel_duplicado" in each.pendencias and _visit(each) == _visit(was)
            if each.id != was.id and (is_flagged or was.id in each.side.doubts):
                self.stored[each.id] = replace(each, versao=each.versao + 1)
                self.due_since[each.id] = at

    async def is_erased(self, keys: Sequence[str], told_at: datetime | None = None) -> bool:
        buried = [self.erased[key] for key in keys if key in self.erased]
        return any(told_at is None or at >= told_at for at in buried)

    async def commit(self, write: Write) -> None:
        gone = {each.id for each in write.absorbed}
        others = [each for each in self.stored.values() if each.id not in {write.put.id, *gone}]
        if any(self._version(each.id) != each.versao for each in write.absorbed):
            raise StaleWrite
        if self._version(write.put.id) != write.expected:
            raise StaleWrite
        if any(_keys(each) & _keys(write.put) for each in others):
            raise StaleWrite
        if write.creation and write.creation.key in self.creations:
            raise StaleWrite
        if write.alone and visit_of(write.put) and await self.has_twin(write.put):
            raise Duplicated
        before = self.stored
        self.stored = {each.id: each for each in others}
        for each in write.absorbed:
            self._look_again(each, None, each.updated_at)
        self._look_again(before.get(write.put.id), write.put, write.put.updated_at)
        self.stored[write.put.id] = replace(write.put, versao=write.expected + 1)
        self.due_since[write.put.id] = write.put.updated_at
        self.of_a_batch.discard(write.put.id)
        moved = [
            replace(e, appointment_id=write.put.id) if e.appointment_id in gone else e for e in self.entries
        ]
        self.entries = [*moved, *write.entries]
        if write.creation:
            self.creations[write.creation.key] = (write.put.id, write.creation)

    async def remove(self, appointment: Appointment, entry: HistoryEntry) -> None:
        if self._version(appointment.id) != appointment.versao:
            raise StaleWrite
        del self.stored[appointment.id]
        self._look_again(appointment, None, appointment.updated_at)
        self.erased |= dict.fromkeys(_keys(appointment), entry.at)
        self.entries.append(entry)

    async def insert_batch(
        self, appointments: Sequence[Appointment], entries: Sequence[HistoryEntry]
    ) -> None:
        if any(each.id in self.stored for each in appointments):
            raise StaleWrite
        self.stored |= {each.id: replace(each, versao=1) for each in appointments}
        self.due_since |= {each.id: each.updated_at for each in appointments}
        self.of_a_batch |= {each.id for each in appointments}
        self.entries += entries

    async def withdraw(self, ids: Sequence[str]) -> None:
        gone = [self.stored.pop(each) for each in ids if each in self.stored]
        for each in gone:
            self._look_again(each, None, each.updated_at)
        self.entries = [each for each in self.entries if each.appointment_id not in ids]

    async def known_ids(self, ids: Sequence[str]) -> set[str]:
        return self.stored.keys() & set(ids)

    async def visits_on(self, days: Collection[date]) -> set[Visit]:
        visits = {visit_of(each) for each in self.stored.values()}
        return {visit for visit in visits if visit and visit.dia in days}

    async def due(self, at: datetime, limit: int) -> list[str]:
        found = sorted((i in self.of_a_batch, since, i) for i, since in self.due_since.items() if since <= at)
        return [each for *_, each in found if each in self.stored][:limit]

    async def pushes_due(self, at: datetime, limit: int) -> list[str]:
        due = ((push_due(each), each.id) for each in self.stored.values())
        return [each for since, each in sorted((d, i) for d, i in due if d and d <= at)][:limit]

    async def pushes_waiting(self, since: datetime) -> int:
        waiting = (waiting_since(each) for each in self.stored.values())
        return sum(at is not None and at <= since for at in waiting)

    async def settle(self, appointment_id: str, versao: int) -> None:
        if self._version(appointment_id) == versao:
            self.due_since.pop(appointment_id, None)

    async def postpone(self, appointment_id: str, until: datetime) -> None:
        if appointment_id in self.due_since:
            self.due_since[appointment_id] = max(until, self.due_since[appointment_id])

    async def ids_of_client(self, client_id: str) -> list[str]:
        return [each.id for each in self.stored.values() if each.cliente_id == client_id]

    async def totals_of_client(self, client_id: str) -> ClientTotals:
        theirs = [each for each in self.stored.values() if each.cliente_id == client_id]
        collected = (each for each in theirs if each.status in (Status.COLETADO, Status.RECOLETA))
        days = [each.data_agendamento for each in collected if each.data_agendamento]
        return ClientTotals(len(theirs), max(days, default=None))

    async def search(self, query: AppointmentQuery, now: datetime) -> Page[Appointment]:
        found = listed(self.stored.values(), query, now)
        start = (query.page - 1) * query.page_size
        return Page(found[start : start + query.page_size], query.page, query.page_size, len(found))

    async def count(self, query: AppointmentQuery, now: datetime) -> list[Count]:
        return [counted(each, now) for each in listed(self.stored.values(), query, now)]

    async def present(self, query: AppointmentQuery, now: datetime) -> Present:
        return present_in(listed(self.stored.values(), query, now))

    async def count_days(self, query: AppointmentQuery, now: datetime) -> list[DayCount]:
        return days_of(listed(self.stored.values(), query, now))

    def _version(self, appointment_id: str) -> int:
        known = self.stored.get(appointment_id)
        return known.versao if known else 0

    def _oldest_first(self, found: Any) -> list[Appointment]:
        return sorted(found, key=lambda each: (each.created_at, each.id))


@dataclass(frozen=True)
class FakeVisitMarks:
    repository: FakeAppointmentRepository

    async def look_at_client(self, client: Client, at: datetime) -> None:
        for each in [*self.repository.stored.values()]:
            told = {(each.telefone, client.telefone), (each.email, client.email)}
            differs = any(given and given != known for given, known in told)
            is_flagged = {"cadastro_a_unir", *TO_CONFIRM.values()} & {*each.pendencias}
            if each.cliente_id == client.id and (differs or is_flagged):
                self._mark(each, at)

    async def look_at_contact(
        self, phone: str, name: str, besides: Collection[str], at: datetime, *, is_asked: bool = False
    ) -> None:
        for each in [*self.repository.stored.values()]:
            is_same = (each.telefone, fold(each.nome_paciente)) == (phone, fold(name))
            is_others = each.cliente_id not in {None, *besides}
            if is_same and is_others and ("cadastro_a_unir" in each.pendencias) is is_asked:
                self._mark(each, at)

    def _mark(self, visit: Appointment, at: datetime) -> None:
        self.repository.stored[visit.id] = replace(visit, versao=visit.versao + 1)
        self.repository.due_since[visit.id] = at


@dataclass(frozen=True)
class FakeBookedRows:
    appointments: Sequence[Appointment]

    async def tokens(self, keys: Sequence[str]) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for each in self.appointments:
            rows, doubtful = each.side.chain.rows, each.side.chain.doubtful
            for key in _keys(each) & set(keys):
                token = rows[key].token if key in rows and key not in doubtful else None
                found[key] = token.value if token else None
        return found

    async def by_keys(self, keys: Sequence[str]) -> dict[str, Booked]:
        return {each.key: each for each in self._all() if each.key in keys}

    async def of_uids(self, uids: Sequence[str]) -> list[Booked]:
        ids = {each.id for each in self.appointments if _told(each, "uids") & set(uids)}
        return [each for each in self._all() if each.appointment_id in ids]

    async def doubtful(self, limit: int) -> list[str]:
        return sorted(key for each in self.appointments for key in each.side.chain.doubtful)[:limit]

    async def strays(self, emails: Sequence[str]) -> list[str]:
        chains = {each.id: each.side.chain for each in self.appointments}
        strays = {
            id_: chain.current.told("email") for id_, chain in chains.items() if chain.rows and chain.stray
        }
        return [id_ for id_, email in strays.items() if (email or "").lower() in emails]

    async def open_between(self, start: datetime, end: datetime) -> list[Booked]:
        inside = [(each.told.inicio, each) for each in self._all() if each.is_open and each.told]
        return [each for at, each in sorted(inside, key=lambda pair: pair[0]) if start <= at < end]

    def _all(self) -> Iterator[Booked]:
        for each in self.appointments:
            if each.side.chain.rows:
                row = each.side.chain.current
                yield Booked(
                    key=row.key,
                    uid=row.uid,
                    appointment_id=each.id,
                    is_open=row.is_open,
                    told=row.times,
                    slot=each.slot,
                    status=each.status,
                    pendencias=each.pendencias,
                )


def _told(appointment: Appointment, what: str) -> set[Any]:
    chains = (appointment.side.chain, *appointment.side.previous)
    return {value for chain in chains for value in getattr(chain, what)}


def _keys(appointment: Appointment) -> set[str]:
    return _told(appointment, "names")


def _visit(appointment: Appointment) -> tuple[Any, ...]:
    day, hour = appointment.data_agendamento, appointment.hora_agendamento
    return fold(appointment.nome_paciente), appointment.nome_unidade, day, hour


def _counts_as(appointment: Appointment) -> tuple[Any, ...]:
    """What decides whether it is somebody's duplicate."""
    status = appointment.status if appointment.status in (Status.CANCELADO, Status.ALTERAR) else None
    return (*_visit(appointment), status, appointment.anonimizado_em)


class FakeClients:
    def __init__(self) -> None:
        self.stored: dict[str, Client] = {}
        self.aliases: dict[str, str] = {}
        self.aliases_since: dict[str, datetime] = {}
        self.unions: dict[str, Union] = {}
        self.undone: dict[str, str] = {}

    async def get(self, client_id: str) -> Client | None:
        return self.stored.get(client_id)

    async def survivor_of(self, client_id: str) -> str | None:
        return self.aliases.get(client_id)

    async def by_cpf(self, cpf: str) -> Client | None:
        return next((each for each in self.stored.values() if each.cpf == cpf), None)

    async def by_key(self, key: str) -> Client | None:
        return next((each for each in self.stored.values() if key in each.chaves), None)

    async def put(self, client: Client) -> Client:
        others = [each for each in self.stored.values() if each.id != client.id]
        self._guard(client)
        if any(_is_same_person(each, client) for each in others):
            raise StaleWrite
        self.stored[client.id] = replace(client, revisao=client.revisao + 1)
        return self.stored[client.id]

    async def unite(self, survivor: Client, union: Union) -> Client:
        absorbed, at = union.absorbed, union.at
        self._guard(survivor)
        self._guard(absorbed)
        del self.stored[absorbed.id]
        earlier = [each for each, to in self.aliases.items() if to == absorbed.id]
        self.aliases |= dict.fromkeys([*earlier, absorbed.id], survivor.id)
        self.aliases_since |= dict.fromkeys([*earlier, absorbed.id], at)
        self.unions[absorbed.id] = union
        return await self.put(survivor)

    async def unions_of(self, client_id: str) -> list[Union]:
        found = [each for other, each in self.unions.items() if self._all_aliases.get(other) == client_id]
        return sorted(found, key=lambda each: each.at, reverse=True)

    async def part(self, survivor: Client, again: Client) -> None:
        if self.aliases.get(again.id) != survivor.id:
            raise StaleWrite
        await self.put(survivor)
        await self.put(again)
        self.undone[again.id] = self.aliases.pop(again.id)
        self.aliases_since.pop(again.id, None)
        self.unions[again.id] = replace(self.unions[again.id], is_undone=True)
        below = [again.id]
        for each in below:
            own = [other for other, union in self.unions.items() if union.survivor_id == each]
            below += own
            self.aliases |= dict.fromkeys([other for other in own if other in self.aliases], again.id)

    async def end_union(self, absorbed_id: str) -> None:
        if self.undone.pop(absorbed_id, None):
            del self.unions[absorbed_id]

    @property
    def _all_aliases(self) -> dict[str, str]:
        return self.aliases | self.undone

    async def due(self, at: datetime, limit: int) -> list[str]:
        """Only a transaction of the real database makes totals due."""
        return []

    async def aliases_due(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        found = [each for each, since in self.aliases_since.items() if since <= at]
        return [(each, self.aliases[each]) for each in found][:limit]

    async def settle_alias(self, absorbed_id: str, survivor_id: str) -> None:
        if self.aliases.get(absorbed_id) == survivor_id:
            self.aliases_since.pop(absorbed_id, None)

    async def search(self, q: str, page: int, page_size: int, *, is_cpf_hidden: bool) -> Page[Client]:
        found = sorted(
            (each for each in self.stored.values() if _is_asked_for(each, q, is_cpf_hidden)),
            key=lambda each: (fold(each.nome), each.id),
        )
        return Page(found[(page - 1) * page_size :][:page_size], page, page_size, len(found))

    def _guard(self, client: Client) -> None:
        known = self.stored.get(client.id)
        if (known.revisao if known else 0) != client.revisao:
            raise StaleWrite


def _is_same_person(one: Client, other: Client) -> bool:
    return (one.cpf is not None and one.cpf == other.cpf) or bool(set(one.chaves) & set(other.chaves))


def _is_asked_for(client: Client, q: str, is_cpf_hidden: bool) -> bool:
    asked = AppointmentQuery(q=q, is_cpf_hidden=is_cpf_hidden)
    return is_found(client.nome, client.cpf, client.telefone, asked)


class FakeHistory:
    """Reads what the fake repository was given."""

    def __init__(self, repository: FakeAppointmentRepository) -> None:
        self._repository = repository

    async def of(self, appointment_id: str) -> list[HistoryEntry]:
        found = [each for each in self._repository.entries if each.appointment_id == appointment_id]
        return sorted(found, key=lambda each: (each.at, each.id), reverse=True)


@dataclass
class FakeClock:
    """Stands still until it is moved."""

    present: datetime = NOW

    def now(self) -> datetime:
        return self.present

    def advance(self, by: timedelta) -> None:
        self.present += by


@dataclass
class FakeQueue:
    """`jobs` are those that wait; a test takes them out as a worker would."""

    jobs: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    is_away: bool = False

    async def enqueue(self, name: str, *args: Any) -> bool:
        if not self.is_away and (name, args) not in self.jobs:
            self.jobs.append((name, args))
        return not self.is_away


@dataclass
class FakePublisher:
    published: list[Changed] = field(default_factory=list)

    async def publish(self, changed: Changed) -> None:
        self.published.append(changed)


@dataclass
class FakeRateLimiter:
    """Counts for ever: no window ends while a test runs."""

    hits: dict[tuple[str, str], int] = field(default_factory=dict)

    async def hit(self, name: str, key: str, limit: int, per: timedelta) -> int | None:
        if self.hits.get((name, key), 0) >= limit:
            return int(per.total_seconds())
        self.hits[name, key] = self.hits.get((name, key), 0) + 1
        return None

    async def forget(self, name: str, key: str, limit: int, per: timedelta) -> None:
        self.hits.pop((name, key), None)
