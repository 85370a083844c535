"""Every question that the product asks of a collection that grows is answered from an index, and every function of a store is
asked here: a new query without an index, or without its line below, fails."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo import WriteConcern
from pymongo.asynchronous.database import AsyncDatabase

from application.page import AppointmentQuery, Scope
from application.ports import RefreshToken, Write
from application.privacy.ports import Deed, Erasure, ErasureState, Seen
from application.spreadsheet.ports import Import, ImportState
from calcom_integration.delivery import DeliveryFilter, Outcome, State
from calcom_integration.run import Kind, Run, RunState, Tally
from calcom_integration.store import (
    ArrivalStore,
    Bodies,
    DeliveryPapers,
    DeliveryStore,
    EmbedStore,
    Keeping,
    ProvisioningStore,
    Resealing,
    RunStore,
)
from calcom_integration.store.mapping import MappingStore
from domain.client import parted
from domain.history import Actor, Cause, Change, HistoryEntry
from domain.small_lists import ListedTag
from domain.users import Role
from infrastructure.repositories.access_log_repository import AccessLogRepository
from infrastructure.repositories.backup_records import BackupRecords
from infrastructure.repositories.client_repository import ClientRepository
from infrastructure.repositories.erasure_repository import ErasureRepository
from infrastructure.repositories.import_repository import ImportRepository
from infrastructure.repositories.login_try_repository import LoginTryRepository
from infrastructure.repositories.refresh_token_repository import RefreshTokenRepository
from infrastructure.repositories.small_list_repository import LogisticsPackageRepository, TagRepository
from infrastructure.repositories.user_repository import UserRepository
from infrastructure.sealing import AesGcmSeal
from tests.asked import Question, Questions, functions_of_stores
from tests.builders import NOW, a_client, a_union, a_user, an_appointment
from tests.deliveries import all_sent
from tests.inbound import Desk, open_desk
from tests.indexes import declared_indexes

# A handful of documents, or one for each thing that a person made by hand.
SMALL = {
    *("users", "units", "tags", "drivers", "collectors", "cars", "logistics_packages", "backups", "pings"),
    *("calcom_settings", "calcom_titles", "calcom_embed", "calcom_provisioning", "calcom_leases"),
    *("imports", "import_files.files", "import_files.chunks", "appointment_guards"),
}
# What reads a collection whole on purpose.
WHOLE = {
    "Resealing._others": "a person changes a key: every body is looked at",
    "Resealing.opens_all": "a check-up asks which keys are in use",
    "RunStore.page": "a gestor's list without a filter counts all",
    "ClientRepository.search": "a list without a filter counts all",
}
# Served by an index on MongoDB, not on the embedded server (persistence.embedded_server, 4), and not asked often.
HERE_ONLY = {
    "AppointmentRepository.search": "a scope beside a period or a filter (test_listing_indexes.py has the frequent ones)",
    "DeliveryStore.page": "a gestor's list with several filters",
    "Keeping.let_go": "once an hour",
}


@pytest.fixture
def questions() -> Questions:
    return Questions()


@pytest.fixture
async def desk(mongodb_url: str, database_name: str, questions: Questions) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name, listeners=[questions])
    yield desk
    await desk.mongo.close()


async def test_no_question_makes_the_database_read_a_collection_whole(
    desk: Desk, questions: Questions
) -> None:
    await desk.receive(all_sent())
    await desk.work_off()
    for ask in (_deliveries, _runs, _settings, _appointments, _visits, _clients, _people, _imports, _privacy):
        await ask(desk)

    asked = [each for each in questions.asked.values() if each.collection not in SMALL]
    unserved = [str(each) for each in asked if not is_served(each) and each.function not in WHOLE]
    scanned = [
        str(each)
        for each in asked
        if each.function not in {*WHOLE, *HERE_ONLY} and await _is_scan(desk.mongo.database, each)
    ]
    assert not unserved, "\n".join(unserved)
    assert not scanned, "\n".join(scanned)
    assert {"DeliveryStore.replay", "ArrivalStore.since"} <= functions_of_stores()
    assert functions_of_stores() - questions.functions == set()


def is_served(question: Question) -> bool:
    """Whether a declared index begins with what the question asks about, or goes in its order to its limit: MongoDB uses it."""
    firsts = {"_id", *declared_indexes(question.collection)}
    bounded = {name for name, value in question.wanted.items() if _bounds(value)}
    in_order = question.limit and next(iter(question.sort), None) in firsts
    return bool(bounded & firsts or in_order)


def _bounds(value: Any) -> bool:
    """Whether an index can be entered by it."""
    return not isinstance(value, Mapping) or bool({*value} - {"$exists", "$ne", "$not", "$nin"})


async def _is_scan(database: AsyncDatabase[dict[str, Any]], question: Question) -> bool:
    told = await database.command("explain", question.as_find, verbosity="queryPlanner")
    return "COLLSCAN" in str(told["queryPlanner"]["winningPlan"])


@pytest.mark.parametrize(
    ("wanted", "served"),
    [
        ({"uid": "a"}, True),
        ({"state": {"$in": ["done"]}, "body": "x"}, True),
        ({"body": "x"}, False),
        ({"uid": {"$exists": False}}, False),
        ({}, False),
    ],
)
def test_a_planted_question_without_an_index_is_found(wanted: dict[str, Any], served: bool) -> None:
    assert is_served(Question("calcom_deliveries", "planted", wanted)) is served


async def _deliveries(desk: Desk) -> None:
    store, database, now = desk.store, desk.mongo.database, datetime.now(UTC)
    [first, *_], _ = await store.page(DeliveryFilter(state=("done",)), 1, 20)
    await store.bring_forward(now)
    await store.waiting_since()
    await store.counts()
    await store.newest(["BOOKING_CREATED"], 5)
    for wanted in (
        {"since": now},
        {"uid": ("a",)},
        {"state": ("done", "failed"), "trigger": ("b",), "until": now},
    ):
        await store.page(DeliveryFilter(**wanted), 1, 20)
    await store.wake(["token"], "key", now)
    await store.follow(["a"], "b")
    await store.replay(DeliveryFilter(trigger=("BOOKING_CREATED",), since=NOW), now)
    await store.replay_one(first.id, now)
    await store.is_held(first.digest)
    claimed = await store.claim((await store.due(now, 1))[0], now, timedelta(minutes=1))
    assert claimed is not None
    await store.renew(claimed, now + timedelta(minutes=1))
    slow = database.with_options(write_concern=WriteConcern(w=3, wtimeout=1))  # there is one server
    await DeliveryStore(slow, timedelta(days=1)).renew(claimed, now + timedelta(minutes=1))
    await store.note_awaited(claimed, Outcome(state=State.DONE))
    await store.finish(claimed, Outcome(state=State.DONE), now)
    await store.release(claimed, now)
    arrivals, papers = ArrivalStore(database), DeliveryPapers(database, Bodies(None))
    await arrivals.newest()
    assert [each async for each in arrivals.since(NOW)]
    assert first.uid
    await papers.of(["a"], [first.uid])
    await papers.forget(["a"], [first.uid], now)
    await Keeping(database).let_go(now)
    resealing = Resealing(database, Bodies(AesGcmSeal([b"k" * 32])))
    await resealing.run()
    await resealing.opens_all()


async def _runs(desk: Desk) -> None:
    runs = RunStore(desk.mongo.database, timedelta(days=1))
    run = Run(id="r", kind=Kind.FULL, by="teste", due_at=NOW, asked_at=NOW)
    await runs.request(run)
    await runs.get("r")
    await runs.created_by("key")
    await runs.page(1, 20)
    await runs.due(NOW)
    await runs.newest(Kind.FULL)
    await runs.newest(Kind.FULL, RunState.DONE)
    await runs.ended_well(Kind.FULL, 3)
    await runs.unaccounted()
    await runs.newest_table()
    turn = await runs.take_turn(NOW, timedelta(minutes=1))
    assert turn is not None
    await runs.keep_turn(turn, NOW)
    await runs.end_turn(turn, NOW)
    await runs.reap(NOW)
    await runs.note("r", Tally())
    await runs.change(replace(run, state=RunState.DONE), RunState.ASKED)


async def _settings(desk: Desk) -> None:
    database = desk.mongo.database
    mappings, looks, embed = MappingStore(database), ProvisioningStore(database), EmbedStore(database)
    await mappings.saves(5)
    await mappings.titles()
    await mappings.put_titles({"_id": "t", "titulos": []}, {"_id": "t", "titulos": ["a"]})
    await looks.keep({"_id": "newest", "server": "s", "event_types": []})
    await looks.seen("s")
    await embed.keep(frozenset(), "Ana", NOW)
    await embed.prefilled()
    await BackupRecords(desk.mongo).newest()


async def _appointments(desk: Desk) -> None:
    repository, now = desk.repository, datetime.now(UTC)
    alone = an_appointment(data_agendamento=date(2026, 11, 24), hora_agendamento="08:00", cliente_id="c")
    link = Change("cliente_id", None, "c")
    entry = HistoryEntry("e", alone.id, NOW, Actor("sistema", "t"), Cause("cliente"), (link,), 1)
    await repository.commit(Write(put=alone, expected=0, entries=(entry,), alone=True))
    for scope in Scope:
        query = AppointmentQuery(scope=scope, data_inicio=date(2026, 11, 1), data_fim=date(2026, 11, 30))
        await repository.search(query, now)
        await repository.search(AppointmentQuery(scope=scope, status=("Pendente",)), now)
    await repository.count(query, now)
    await repository.present(query, now)
    await repository.count_days(query, now)
    await repository.survivor_of("x")
    await repository.find_by_keys(["k"])
    await repository.find_by_uid("u")
    await repository.find_by_number(1)
    await repository.has_twin(alone)
    await repository.is_erased(["k"])
    await repository.known_ids(["a"])
    await repository.visits_on([date(2026, 11, 24)])
    await repository.due(now, 5)
    await repository.pushes_due(now, 5)
    await repository.pushes_waiting(now)
    await repository.postpone(alone.id, now + timedelta(minutes=1))
    await repository.settle(alone.id, 1)
    await repository.created_by("key")
    await repository.ids_of_client("c")
    await repository.totals_of_client("c")
    phone = "+5511987654321"
    await repository.commit(Write(put=an_appointment(cliente_id="d", telefone=phone), expected=0))
    await repository.marks.look_at_client(a_client(id="d"), now)
    await repository.marks.look_at_contact(phone, "Maria", (), now)
    rows = repository.booked
    await rows.tokens(["k"])
    await rows.by_keys(["k"])
    await rows.of_uids(["u"])
    await rows.open_between(now, now + timedelta(days=1))
    await rows.strays(["a@example.com"])
    await rows.doubtful(5)
    await desk.history.of(alone.id)
    assert await desk.history.appointments_of_client("c") == [alone.id]


async def _visits(desk: Desk) -> None:
    """Written over and over, united, deleted, forgotten, taken back."""
    repository, at = desk.repository, {"data_agendamento": date(2026, 11, 25), "hora_agendamento": "08:00"}
    kept, gone, forgotten = (an_appointment(cliente_id="c", **at) for _ in range(3))
    entry = HistoryEntry("f", gone.id, NOW, Actor("sistema", "t"), Cause("edicao"), (), 1)
    await repository.insert_batch([kept, gone, forgotten], [entry])
    joined = replace(kept, absorvidos=(gone.id,), versao=1)
    await repository.commit(Write(put=joined, expected=1, absorbed=(replace(gone, versao=1),)))
    now = await repository.get(kept.id)
    assert now is not None
    await repository.commit(Write(put=replace(now, cip="9"), expected=now.versao))
    await repository.forgotten.put(replace(forgotten, versao=1), ["k"], replace(entry, id="g"))
    await repository.forgotten.scrub_history(kept.id)
    last = await repository.get(kept.id)
    assert last is not None
    await repository.remove(last, replace(entry, id="h"))
    await repository.withdraw([forgotten.id])


async def _clients(desk: Desk) -> None:
    clients = ClientRepository(desk.mongo)
    one = await clients.put(a_client(id="c", cpf="1", chaves=("k",)))
    two = await clients.put(a_client(id="d"))
    await clients.get("c")
    await clients.by_cpf("1")
    await clients.by_key("k")
    for q in ("", "maria", "maria souza", "529"):
        await clients.search(q, 1, 20, is_cpf_hidden=True)
    await clients.due(NOW, 5)
    union = a_union(one, two)
    one = await clients.unite(one, union)
    await clients.survivor_of("d")
    await clients.aliases_due(NOW, 5)
    await clients.settle_alias("d", "c")
    await clients.unions_of("c")
    await clients.part(*parted(one, union))
    await clients.end_union("d")
    await clients.remove("c")


async def _people(desk: Desk) -> None:
    mongo = desk.mongo
    users, tokens, tries = UserRepository(mongo), RefreshTokenRepository(mongo), LoginTryRepository(mongo)
    user = a_user(Role.ATENDENTE, id="u")
    await users.put(user)
    await users.change(user, replace(user, name="Outra"))
    await users.get("u")
    await users.by_email("a@example.com")
    await users.all()
    await users.created_by("key")
    await tokens.add(RefreshToken("d", "f", "u", 0, datetime.now(UTC)))
    await tokens.get("d")
    await tokens.spend("d")
    await tokens.has("f")
    await tokens.revoke("f")
    for _ in range(3):
        await tries.begin("a", 1, timedelta(minutes=1), datetime.now(UTC))
    await tries.forget("a")
    tags, packages = TagRepository(mongo), LogisticsPackageRepository(mongo)
    tag = ListedTag(id="t", name="Jejum", color="#ffffff")
    await tags.insert(tag)
    await tags.replace(tag, replace(tag, name="Idoso"))
    await tags.seed([tag])
    await tags.get("t")
    await tags.created_by("key")
    await tags.active()
    await tags.page(None, 1, 20)
    await packages.has(driver_id="d", active=True)
    await tags.delete("t")


async def _imports(desk: Desk) -> None:
    imports = ImportRepository(desk.mongo)
    one = Import(id="i", arquivo="a.csv", criado_por="Ana", created_at=NOW, due=NOW)
    await imports.add(one, b"a")
    await imports.newest(5)
    await imports.created_by("key")
    await imports.content("i")
    await imports.due(NOW)
    await imports.unconfirmed(NOW)
    taken = await imports.claim("i", NOW, NOW)
    assert taken is not None
    await imports.renew(taken, NOW)
    await imports.save(taken, ImportState.LENDO)
    await imports.release(taken, NOW)
    await imports.samples_of(a_client())
    await imports.forget_samples(a_client())
    await imports.drop_content("i")
    await imports.drop_orphans(NOW)


async def _privacy(desk: Desk) -> None:
    erasures, log = ErasureRepository(desk.mongo), AccessLogRepository(desk.mongo)
    asked = await erasures.ask(Erasure(id="c", asked_by="u", asked_at=NOW, due=NOW))
    await erasures.save(replace(asked, state=ErasureState.WAITING))
    await erasures.get("c")
    await erasures.due(NOW)
    await erasures.newest(5)
    await log.add([Seen(NOW, "u", Deed.SAW, "cliente", "c")])
    await log.page(1, 20, "c")
    await log.let_go(NOW)
