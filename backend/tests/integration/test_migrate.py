"""`cli migrate` makes what a version needs; a process that finds it missing says so, and makes nothing."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from structlog.testing import capture_logs
from typer.testing import CliRunner

from entrypoints.bootstrap import build_house
from entrypoints.cli import app
from tests.serving import application, settings_of

run = CliRunner().invoke


@pytest.fixture
def database(
    mongodb_url: str, fresh_database_name: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database[dict[str, Any]]]:
    """A database that does not exist yet, and the environment of a command that works on it."""
    monkeypatch.setenv("MONGODB_URL", mongodb_url)
    monkeypatch.setenv("DATABASE_NAME", fresh_database_name)
    monkeypatch.setenv("REDIS_URL", redis_url)
    with MongoClient[dict[str, Any]](mongodb_url) as client:
        yield client[fresh_database_name]


def names(database: Database[dict[str, Any]]) -> set[str]:
    """Of every collection and every index."""
    collections = database.list_collection_names()
    return {f"{name}.{index}" for name in collections for index in database[name].index_information()}


def test_a_fresh_database_gets_collections_indexes_and_seeds(database: Database[dict[str, Any]]) -> None:
    first = run(app, ["migrate"])
    assert (first.exit_code, first.output.splitlines()[-1]) == (0, "Coleções e índices estão completos.")
    made = names(database)
    assert {"appointment_guards._id_", "appointment_tombstones._id_", "calcom_leases._id_1_turn_1"} <= made
    assert database["refresh_tokens"].index_information()["expires_at_1"]["expireAfterSeconds"] == 0
    assert database["units"].count_documents({}) > 0

    assert run(app, ["migrate", "--drop"]).output == "Coleções e índices estão completos.\n"
    assert names(database) == made


def test_what_every_part_declares_has_one_place_and_one_name(database: Database[dict[str, Any]]) -> None:
    house = build_house()
    declared = house.core.indexes.declared
    asyncio.run(house.close())
    assert len({each.name for each in declared}) == len(declared)
    for each in declared:
        kinds = [str(model.document["key"]) for model in each.indexes]
        assert len({*kinds}) == len(kinds), each.name


def test_what_is_declared_no_more_goes_only_when_it_may(database: Database[dict[str, Any]]) -> None:
    run(app, ["migrate"])
    made = names(database)
    database["appointments"].create_index("antigo")
    database["clients"].drop_index("cpf_1")
    database["clients"].create_index("cpf")
    database["somebodys"].create_index("own")

    stays = run(app, ["migrate"])
    assert stays.exit_code == 1
    assert "appointments.antigo_1 não é mais usado" in stays.output
    assert "clients.cpf_1 é outro nesta versão" in stays.output
    assert "appointments.antigo_1" in names(database)

    assert run(app, ["migrate", "--drop"]).exit_code == 0
    assert names(database) == made | {"somebodys._id_", "somebodys.own_1"}
    assert database["clients"].index_information()["cpf_1"]["unique"]


def test_data_that_break_a_unique_index_are_counted_and_named_by_id(
    database: Database[dict[str, Any]],
) -> None:
    database["clients"].insert_many(
        [{"_id": f"c{n}", "cpf": "52998224725", "chaves": [f"k{n}", "k"]} for n in range(2)]
    )
    database["clients"].insert_many([{"_id": "c2"}, {"_id": "c3", "cpf": "1"}])
    database["appointments"].create_index("antigo")

    refused = run(app, ["migrate", "--drop"])
    assert refused.exit_code == 1
    assert (
        "clients.cpf_1 não pode ser criado: 1 valores repetidos em 2 documentos; ids: c0, c1"
        in refused.output
    )
    assert "clients.chaves_1 não pode ser criado: 1 valores repetidos em 2" in refused.output
    assert "52998224725" not in refused.output
    assert "appointments.antigo_1" in names(database)
    assert "appointments.calcom.chaves_1" in names(database)

    database["clients"].delete_one({"_id": "c1"})
    assert run(app, ["migrate", "--drop"]).exit_code == 0


def test_an_index_that_becomes_unique_is_not_dropped_over_data_that_break_it(
    database: Database[dict[str, Any]],
) -> None:
    run(app, ["migrate"])
    database["clients"].drop_index("cpf_1")
    database["clients"].create_index("cpf")
    database["clients"].insert_many([{"_id": f"c{n}", "cpf": "52998224725"} for n in range(2)])
    assert run(app, ["migrate", "--drop"]).exit_code == 1
    assert "cpf_1" in database["clients"].index_information()


def test_links_to_clients_that_an_older_version_stored_are_found_by_the_index(
    database: Database[dict[str, Any]],
) -> None:
    changes = [{"field": "cip", "from": None, "to": "1"}, {"field": "cliente_id", "from": None, "to": "c1"}]
    database["appointment_history"].insert_many(
        [{"_id": "e1", "changes": changes}, {"_id": "e2", "changes": changes[:1]}]
    )
    assert run(app, ["migrate"]).exit_code == 0
    linked = {each["_id"]: each.get("clientes") for each in database["appointment_history"].find()}
    assert linked == {"e1": ["c1"], "e2": None}


def test_a_server_that_is_away_is_a_failure_of_its_own(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URL", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200")
    assert run(app, ["migrate"]).exit_code == 2


async def test_a_process_without_its_indexes_warns_makes_none_and_is_not_ready(
    database: Database[dict[str, Any]], mongodb_url: str, fresh_database_name: str, redis_url: str
) -> None:
    settings = settings_of(mongodb_url, fresh_database_name, redis_url)
    with capture_logs() as logs:
        async with application(settings) as client:
            assert "indexes" in (await client.get("/health/ready")).json()["missing"]
            [warned] = [each for each in logs if each["event"] == "indexes_missing"]
            assert warned["missing"] > len(warned["such_as"]) > 0
            assert warned["log_level"] == "warning"
            assert not {*await asyncio.to_thread(database.list_collection_names)} - {"pings"}

            migrated = await asyncio.to_thread(run, app, ["migrate"])
            assert migrated.exit_code == 0
            assert "indexes" not in (await client.get("/health/ready")).json()["missing"]
