"""Two versions side by side, as at every deploy: the older one reads what the newer stored, and loses none of it."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from application.ports import Write
from calcom_integration.provisioning import Report
from calcom_integration.reconcile import asked_for
from calcom_integration.run import RULES, Kind, RunState
from calcom_integration.store import RunStore
from domain.booking.row import RowStatus
from domain.client import Client
from domain.small_lists import Driver
from entrypoints.settings import DEMO_PASSWORD
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.client_repository import ClientRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.small_list_repository import DriverRepository
from infrastructure.repositories.user_repository import UserRepository
from tests.builders import an_appointment
from tests.chains import CHAINS, ENDS, visit
from tests.deliveries import news, sent
from tests.inbound import Desk, open_desk
from tests.reconciling import open_bench
from tests.serving import application, settings_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEWER = {"campo_de_amanha": {"de": "outra versão"}}


async def _extend(mongo: Mongo, collection: str, *paths: str) -> None:
    """What the newer version stores beside what this one knows."""
    change = {f"{path}campo_de_amanha": NEWER["campo_de_amanha"] for path in paths or ("",)}
    await mongo.database[collection].update_many({}, {"$set": change})


async def _only(mongo: Mongo, collection: str) -> dict[str, Any]:
    [found] = await mongo.database[collection].find().to_list()
    return dict(found)


@pytest.mark.parametrize("deliveries", [["rescheduled__custom_fields"], ["cancelled__by_guest_with_reason"]])
async def test_an_appointment_keeps_it_through_every_write(
    mongodb_url: str, database_name: str, mongo: Mongo, deliveries: list[str]
) -> None:
    """A move takes a key, and so puts the document in anew; a cancellation does not."""
    desk = await open_desk(mongodb_url, database_name)
    await desk.receive([sent("created__custom_fields_all_types")])
    await desk.work_off()
    await _extend(mongo, "appointments", "", "calcom.")
    await desk.receive([sent(name) for name in deliveries])
    await desk.work_off()
    await desk.mongo.close()

    stored = await _only(mongo, "appointments")
    assert stored["versao"] > 1
    assert NEWER.items() <= stored.items()
    assert NEWER.items() <= stored["calcom"].items()


async def test_what_this_version_takes_away_does_not_come_back(mongo: Mongo) -> None:
    repository = AppointmentRepository(mongo, HistoryRepository(mongo))
    await mongo.database["appointments"].insert_one({"_id": "a", "versao": 1, "calcom_booking_id": "uid"})
    stored, [appointment] = NEWER, [replace(an_appointment(), id="a", versao=1)]
    await mongo.database["appointments"].update_one(
        {"_id": "a"}, {"$set": stored | {"calcom": {"chaves": ["k"]}}}
    )
    await repository.commit(Write(put=appointment, expected=1, entries=()))

    found = await _only(mongo, "appointments")
    assert found.keys().isdisjoint({"calcom", "calcom_booking_id"})
    assert NEWER.items() <= found.items()


async def test_a_client_keeps_it(mongo: Mongo) -> None:
    clients = ClientRepository(mongo)
    one = Client(id="c", nome="Ana", contato_em=NOW, created_at=NOW, updated_at=NOW, cpf="52998224725")
    first = await clients.put(one)
    await _extend(mongo, "clients")
    await clients.put(replace(first, nome="Ana Lima", cpf=None))

    stored = await _only(mongo, "clients")
    assert stored["nome"] == "Ana Lima"
    assert "cpf" not in stored
    assert NEWER.items() <= stored.items()


async def test_items_of_the_lists_and_users_are_read_and_keep_it(mongo: Mongo) -> None:
    drivers, driver = DriverRepository(mongo), Driver(id="d", name="Rui")
    await drivers.insert(driver)
    await _extend(mongo, "drivers")
    assert await drivers.all() == [driver]
    assert await drivers.replace(driver, replace(driver, name="Rui Sá"))

    stored = await _only(mongo, "drivers")
    assert stored["name"] == "Rui Sá"
    assert NEWER.items() <= stored.items()


async def test_runs_and_findings_are_read_and_keep_it(mongo: Mongo) -> None:
    runs = RunStore(mongo.database, timedelta(days=90))
    run = asked_for(Kind.FULL, "relogio", NOW)
    await runs.request(run)
    await _extend(mongo, "calcom_runs", "", "window.", "tally.")
    assert await runs.get(run.id) == run
    assert await runs.change(replace(run, state=RunState.UNDER_WAY), RunState.ASKED)
    assert NEWER.items() <= (await _only(mongo, "calcom_runs")).items()

    told = Report(at=NOW, faults=()).to_document() | NEWER
    told["faults"] = [{"code": "c", "text": "t", "is_repairable": False, **NEWER}]
    assert [fault.code for fault in Report.from_document(told).faults] == ["c"]


async def test_the_application_serves_what_a_newer_version_stored(
    mongodb_url: str, database_name: str, redis_url: str, mongo: Mongo
) -> None:
    async with application(settings_of(mongodb_url, database_name, redis_url, demo_accounts=True)) as client:
        for name in ("users", "units", "tags"):
            await _extend(mongo, name)
        login = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
        answer = await client.post("/api/v1/auth/login", json=login)
        assert answer.status_code == httpx.codes.OK, answer.text
        bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
        for path in ("units", "tags", "users", "appointments"):
            assert (await client.get(f"/api/v1/{path}", headers=bearer)).status_code == httpx.codes.OK
    users = UserRepository(mongo)
    someone = (await users.all())[0]
    await users.change(someone, replace(someone, name="Outro Nome"))
    stored = await mongo.database["users"].find_one({"_id": someone.id})
    assert stored is not None
    assert NEWER.items() <= stored.items()


# What the version before this one stores of a row, and no more.
_OF_THE_VERSION_BEFORE = (
    *(
        "chave",
        "uid",
        "status",
        "pediu_remarcacao",
        "horario",
        "anteriores",
        "fatos",
        "ausencias",
        "nascida",
        "lida",
    ),
)


async def _rewritten_by_the_version_before(mongo: Mongo) -> None:
    """As it does with every appointment that it writes: rows keep only what it knows."""
    async for each in mongo.database["appointments"].find({}):
        rows = [{name: row[name] for name in _OF_THE_VERSION_BEFORE} for row in each["calcom"]["cadeia"]]
        await mongo.database["appointments"].update_one(
            {"_id": each["_id"]}, {"$set": {"calcom.cadeia": rows}}
        )


async def _visits_after(desk: Desk, *names: str) -> set[tuple[str, str, str, str]]:
    await desk.receive([sent(name) for name in names])
    await desk.work_off()
    return {visit(each) for each in await desk.appointments()}


@pytest.mark.parametrize("name", ["6.2: declined, then accepted", "6.2: moved twice while it waited"])
@pytest.mark.parametrize("known", [1, 2])
async def test_rows_that_the_version_before_wrote_are_joined_with_what_comes_next(
    mongodb_url: str, database_name: str, mongo: Mongo, name: str, known: int
) -> None:
    desk = await open_desk(mongodb_url, database_name)
    await _visits_after(desk, *CHAINS[name][:known])
    await _rewritten_by_the_version_before(mongo)
    found = await _visits_after(desk, *CHAINS[name][known:])
    await desk.mongo.close()

    assert found == ENDS[name]


async def test_the_version_before_reads_the_status_that_stands(
    mongodb_url: str, database_name: str, mongo: Mongo
) -> None:
    desk = await open_desk(mongodb_url, database_name)
    await _visits_after(desk, *CHAINS["6.2: declined, then accepted"])
    await desk.mongo.close()

    [row] = (await _only(mongo, "appointments"))["calcom"]["cadeia"]
    assert (row["status"], row["pediu_remarcacao"]) == (RowStatus.ACCEPTED, False)


async def test_the_version_before_reads_what_replaced_what(
    mongodb_url: str, database_name: str, mongo: Mongo
) -> None:
    desk = await open_desk(mongodb_url, database_name)
    names = CHAINS["6.2: moved twice while it waited"]
    await _visits_after(desk, *names)
    await desk.mongo.close()

    rows = (await _only(mongo, "appointments"))["calcom"]["cadeia"]
    earlier = {row["chave"]: set(row["anteriores"]) for row in rows}
    first, second, third = (news(name).uid for name in names)
    assert earlier == {first: set(), second: {first}, third: {first, second}}


async def test_a_whole_run_follows_an_upgrade_and_a_rollback(mongodb_url: str, database_name: str) -> None:
    async with open_bench(mongodb_url, database_name) as bench:
        await bench.book()
        assert (await bench.run()).kind is Kind.FULL
        assert (await bench.run()).kind is Kind.INCREMENTAL

        stored = bench.desk.mongo.database["calcom_runs"]
        # Nowhere does the version before find how far this one has read.
        assert await stored.count_documents({"watermark": {"$ne": None}}) == 0
        at = {"asked_at": bench.now + timedelta(minutes=1)}
        await stored.insert_one(_run_of_the_version_before(bench.now) | at)
        bench.office.clock.forward(minutes=2)
        upgraded = await bench.run()
        assert (upgraded.kind, upgraded.rules) == (Kind.FULL, RULES)
        assert (await bench.run()).kind is Kind.INCREMENTAL

        await stored.update_many({"_id": (await bench.run()).id}, {"$set": {"rules": RULES + 1}})
        assert (await bench.run()).kind is Kind.FULL


def _run_of_the_version_before(at: datetime) -> dict[str, Any]:
    """An ended run, as the version before stores it."""
    plain = asdict(replace(asked_for(Kind.INCREMENTAL, "relogio", at), state=RunState.DONE, watermark=at))
    del plain["rules"]
    return {"_id": plain.pop("id"), "suspects": []} | plain
