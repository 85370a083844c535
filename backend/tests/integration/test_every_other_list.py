"""What is listed, counted or due besides appointments is what a plain evaluation in Python finds (docs/decisions/0002)."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.page import AppointmentQuery
from application.privacy.ports import Deed, Erasure, ErasureState, Seen
from application.spreadsheet.ports import AT_WORK, Import, ImportState
from calcom_integration.delivery import EXPIRING, Delivery, DeliveryFilter, State
from calcom_integration.run import Kind, Run, RunState
from calcom_integration.store import ArrivalStore, DeliveryStore, RunStore
from domain.client import Client
from domain.history import Actor, Cause, HistoryEntry
from domain.merge import fold
from infrastructure.mongo import Mongo
from infrastructure.repositories.access_log_repository import AccessLogRepository
from infrastructure.repositories.client_document import to_document
from infrastructure.repositories.client_repository import DUE, ClientRepository
from infrastructure.repositories.erasure_repository import ErasureRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.import_repository import ImportRepository
from tests.builders import NOW, a_client
from tests.crowd import CPFS, NAMES, PHONES, WORDS
from tests.embedded import fresh_database
from tests.indexes import ensure_indexes
from tests.listing import is_found
from tests.profile import examples

T = TypeVar("T")
MANY, ALL = 60, 1_000
# Few, so that bounds fall on what is stored.
INSTANTS = [NOW + timedelta(milliseconds=number) for number in range(-3, 4)]
TRIGGERS, UIDS = ("BOOKING_CREATED", "BOOKING_CANCELLED", None), ("u1", "u2", None)
seeds = st.randoms(use_true_random=False)


@dataclass
class Lists:
    """Each repository with what was stored by it."""

    deliveries: tuple[DeliveryStore, list[Delivery]]
    arrivals: ArrivalStore
    runs: tuple[RunStore, list[Run]]
    clients: tuple[ClientRepository, list[Client]]
    imports: tuple[ImportRepository, list[Import]]
    erasures: tuple[ErasureRepository, list[Erasure]]
    seen: tuple[AccessLogRepository, list[Seen]]
    history: tuple[HistoryRepository, list[HistoryEntry]]


@pytest.fixture(scope="module")
async def lists(mongodb_url: str) -> AsyncIterator[Lists]:
    with fresh_database(mongodb_url) as name:
        mongo, random = Mongo(mongodb_url, name), Random(3)
        kept = timedelta(days=90)
        store, runs = DeliveryStore(mongo.database, kept), RunStore(mongo.database, kept)
        imports, erasures = ImportRepository(mongo), ErasureRepository(mongo)
        seen, history, clients = AccessLogRepository(mongo), HistoryRepository(mongo), ClientRepository(mongo)
        await ensure_indexes(mongo.database, store, runs, imports, erasures, seen, history, clients)
        made = [[make(random, number) for number in range(MANY)] for make in MAKERS]
        for delivery in made[0]:
            await store.add(delivery)
        for run in made[1]:
            await runs.request(run)
        for one in made[2]:
            await imports.add(one, b"")
        for erasure in made[3]:
            await erasures.ask(erasure)
        await seen.add(made[4])
        await mongo.transaction(lambda session: history.append(made[5], session))
        documents = [to_document(each) | {DUE: each.contato_em} for each in made[6]]
        await mongo.database["clients"].insert_many(documents)
        yield Lists(
            (store, made[0]),
            ArrivalStore(mongo.database),
            (runs, made[1]),
            (clients, made[6]),
            (imports, made[2]),
            (erasures, made[3]),
            (seen, made[4]),
            (history, made[5]),
        )
        await mongo.close()


def delivery(random: Random, number: int) -> Delivery:
    return Delivery(
        id=f"{number:03}",
        digest=sha256(bytes([number])).hexdigest(),
        body=b"{}",
        headers={},
        received_at=random.choice(INSTANTS),
        trigger=random.choice(TRIGGERS),
        uid=random.choice(UIDS),
        state=random.choice(list(State)),
        next_attempt_at=random.choice((None, *INSTANTS)),
    )


def run(random: Random, number: int) -> Run:
    return Run(
        id=f"{number:03}",
        kind=random.choice(list(Kind)),
        by="teste",
        due_at=random.choice(INSTANTS),
        asked_at=NOW + timedelta(minutes=number),
        state=random.choice(list(RunState)),
        dry_run=random.random() < 0.3,
    )


def imported(random: Random, number: int) -> Import:
    return Import(
        id=f"{number:03}",
        arquivo="a.csv",
        criado_por="Ana",
        created_at=NOW + timedelta(minutes=number),
        due=random.choice(INSTANTS),
        state=random.choice(list(ImportState)),
    )


def erasure(random: Random, number: int) -> Erasure:
    return Erasure(
        id=f"{number:03}",
        asked_by="u",
        asked_at=NOW + timedelta(minutes=number),
        due=random.choice(INSTANTS),
        state=random.choice(list(ErasureState)),
    )


def seen(random: Random, number: int) -> Seen:
    at = NOW + timedelta(minutes=number)
    return Seen(at, "u", random.choice(list(Deed)), "agendamento", random.choice(("a", "b")))


def entry(random: Random, number: int) -> HistoryEntry:
    return HistoryEntry(
        id=f"{number:03}",
        appointment_id=random.choice(("a", "b")),
        at=random.choice(INSTANTS),
        versao=number,
        actor=Actor("sistema", "teste"),
        cause=Cause("edicao"),
        changes=(),
    )


def client(random: Random, number: int) -> Client:
    return a_client(
        id=f"{number:03}",
        nome=random.choice(NAMES),
        cpf=None if number else CPFS[0],
        telefone=random.choice(PHONES),
        contato_em=random.choice(INSTANTS),
    )


MAKERS: list[Callable[[Random, int], Any]] = [delivery, run, imported, erasure, seen, entry, client]


def newest_first(found: Iterable[T], at: Callable[[T], Any]) -> list[T]:
    return sorted(found, key=at, reverse=True)


def ids(found: Iterable[Any]) -> list[str]:
    return [each.id for each in found]


def some(random: Random, values: Sequence[str | None]) -> tuple[str, ...]:
    named = [each for each in values if each]
    return tuple(random.sample(named, random.choice((0, 0, 1, 2))))


@settings(max_examples=examples(100))
@given(random=seeds)
async def test_every_page_of_deliveries(lists: Lists, random: Random) -> None:
    store, stored = lists.deliveries
    wanted = DeliveryFilter(
        state=some(random, list(State)),
        trigger=some(random, TRIGGERS),
        uid=some(random, UIDS),
        since=random.choice((None, *INSTANTS)),
        until=random.choice((None, *INSTANTS)),
    )
    plain = newest_first((each for each in stored if passes(each, wanted)), came)
    found, total = await store.page(wanted, page=1, page_size=20)
    assert (ids(found), total) == (ids(plain[:20]), len(plain)), wanted


def came(each: Delivery) -> tuple[datetime, str]:
    return each.received_at, each.id


def passes(each: Delivery, wanted: DeliveryFilter) -> bool:
    named = ("state", "trigger", "uid")
    return (
        all(not getattr(wanted, name) or getattr(each, name) in getattr(wanted, name) for name in named)
        and (wanted.since is None or each.received_at >= wanted.since)
        and (wanted.until is None or each.received_at < wanted.until)
    )


@pytest.mark.parametrize("at", INSTANTS)
async def test_what_is_due_or_came_at_an_instant(lists: Lists, at: datetime) -> None:
    store, deliveries = lists.deliveries
    at_work = (State.RECEIVED, State.PROCESSING)
    timed = [each for each in deliveries if each.state in at_work and each.next_attempt_at]
    due = [each for each in timed if each.next_attempt_at and each.next_attempt_at <= at]
    assert sorted(await store.due(at, ALL)) == ids(due)
    arrived = [each.received_at async for each in lists.arrivals.since(at)]
    assert arrived == sorted(
        (each.received_at for each in deliveries if each.received_at >= at), reverse=True
    )

    runs, asked = lists.runs
    waiting = [each.due_at for each in asked if each.state is RunState.ASKED and each.due_at <= at]
    first = await runs.due(at)
    assert [each.due_at for each in asked if each.id == first] == sorted(waiting)[:1]

    imports, known = lists.imports
    assert sorted(await imports.due(at)) == ids(
        each for each in known if each.state in AT_WORK and each.due <= at
    )
    unread = [each for each in known if each.state is ImportState.PRONTO and each.due <= at]
    assert sorted(ids(await imports.unconfirmed(at))) == ids(unread)

    erasures, wishes = lists.erasures
    open_ones = [each for each in wishes if each.state is not ErasureState.DONE and each.due <= at]
    assert sorted(ids(await erasures.due(at))) == ids(open_ones)
    clients, people = lists.clients
    assert sorted(await clients.due(at, ALL)) == ids(each for each in people if each.contato_em <= at)


async def test_newest_first(lists: Lists) -> None:
    imports, known = lists.imports
    assert ids(await imports.newest(7)) == ids(reversed(known[-7:]))
    erasures, wishes = lists.erasures
    assert ids(await erasures.newest(7)) == ids(reversed(wishes[-7:]))
    log, looks = lists.seen
    for subject in (None, "a", "b"):
        plain = [each for each in looks if subject in (None, each.id)]
        page = await log.page(1, 20, subject)
        assert (list(page.items), page.total) == (list(reversed(plain))[:20], len(plain))
    history, entries = lists.history
    for appointment in ("a", "b"):
        of_it = [each for each in entries if each.appointment_id == appointment]
        assert await history.of(appointment) == newest_first(of_it, lambda each: (each.at, each.id))


async def test_runs(lists: Lists) -> None:
    runs, asked = lists.runs
    latest_first = list(reversed(asked))
    found, total = await runs.page(2, 20)
    assert (ids(found), total) == (ids(latest_first[20:40]), MANY)
    for kind in Kind:
        real = [each for each in latest_first if each.kind is kind and not each.dry_run]
        done = [each for each in real if each.state is RunState.DONE]
        assert ids(await runs.ended_well(kind, 3)) == ids(done[:3])
        for state in (None, *RunState):
            wanted = [each for each in real if state in (None, each.state)][:1]
            newest = await runs.newest(kind, state)
            assert ids([newest] if newest else []) == ids(wanted)


async def test_deliveries_that_wait(lists: Lists) -> None:
    store, deliveries = lists.deliveries
    open_states = [state for state in State if state not in EXPIRING]
    counted = {state: sum(each.state is state for each in deliveries) for state in open_states}
    assert await store.counts() == counted
    waiting = [each.received_at for each in deliveries if each.state in (State.RECEIVED, State.PROCESSING)]
    assert await store.waiting_since() == min(waiting)
    for triggers in (TRIGGERS[:1], TRIGGERS[:2]):
        plain = newest_first((each for each in deliveries if each.trigger in triggers), came)
        assert ids(await store.newest([each for each in triggers if each], 9)) == ids(plain[:9])


@pytest.mark.parametrize("is_cpf_hidden", [False, True])
@pytest.mark.parametrize("q", WORDS)
async def test_every_search_of_clients(lists: Lists, q: str, is_cpf_hidden: bool) -> None:
    clients, people = lists.clients
    query = AppointmentQuery(q=q, is_cpf_hidden=is_cpf_hidden)
    plain = [each for each in people if is_found(each.nome, each.cpf, each.telefone, query)]
    page = await clients.search(q, 1, 100, is_cpf_hidden=is_cpf_hidden)
    assert sorted(ids(page.items)) == ids(plain)
    assert page.total == len(plain)
    assert [each.nome for each in page.items] == sorted((each.nome for each in plain), key=fold)
