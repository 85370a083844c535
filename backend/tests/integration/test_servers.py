"""The embedded databases keep every acknowledged write, and the fixtures hand out what they promise."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from pymongo import MongoClient
from redis import Redis

from entrypoints.stack import servers
from entrypoints.stack.part import PartFailed
from entrypoints.stack.ports import free_port
from entrypoints.stack.process import await_ready, end, spawn
from infrastructure.mongo import Mongo
from persistence.embedded_server import end_transactions
from tests.embedded import embedded

# A process that stops amid a transaction, like a worker that is killed there.
_AMID_A_TRANSACTION = """
    import sys
    from pymongo import MongoClient
    client = MongoClient(sys.argv[1])
    with client.start_session() as session, session.start_transaction():
        client.test.rows.update_one({"_id": 1}, {"$set": {"by": "the dead"}}, session=session)
        print("amid", flush=True)
        sys.stdin.read()
"""


@pytest.mark.nightly
def test_mongodb_keeps_acknowledged_writes_over_a_kill(tmp_path: Path) -> None:
    part = servers.mongodb(free_port(), tmp_path)
    process = spawn(part, tmp_path / "log")
    await_ready(process, part, tmp_path / "log")
    with MongoClient[dict[str, object]](part.url) as client:
        client.test.rows.insert_many([{"_id": number} for number in range(500)])
        process.kill()
        process.wait()

    with embedded(servers.mongodb, tmp_path) as again, MongoClient[dict[str, object]](again.url) as client:
        assert client.test.rows.count_documents({}) == 500


def test_mongodb_is_a_replica_set_with_transactions(mongodb_url: str, database_name: str) -> None:
    with MongoClient[dict[str, object]](mongodb_url) as client:
        rows = client[database_name].rows
        rows.insert_one({"_id": 1})
        with client.start_session() as session, session.start_transaction():
            rows.insert_one({"_id": 2}, session=session)
            session.abort_transaction()

        assert client.admin.command("hello")["setName"]
        assert rows.count_documents({}) == 1


@pytest.mark.nightly
def test_a_dead_process_holds_nothing_once_it_is_cleared_up_after(tmp_path: Path) -> None:
    with embedded(servers.mongodb, tmp_path) as part, MongoClient[dict[str, object]](part.url) as client:
        rows = client.test.rows
        rows.insert_one({"_id": 1})
        command = [sys.executable, "-c", dedent(_AMID_A_TRANSACTION), part.url]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as dead:
            assert dead.stdout
            assert dead.stdout.readline() == b"amid\n"
            dead.kill()

        end_transactions(part.url, timeout_seconds=5)

        rows.update_one({"_id": 1}, {"$set": {"by": "the living"}})
        assert rows.find_one() == {"_id": 1, "by": "the living"}


def test_clearing_up_after_the_dead_waits_for_no_server_that_is_away() -> None:
    end_transactions(f"mongodb://127.0.0.1:{free_port()}/?directConnection=true", timeout_seconds=0.2)


@pytest.mark.nightly
def test_redis_data_survives_a_restart(tmp_path: Path) -> None:
    with embedded(servers.redis, tmp_path) as part, Redis.from_url(part.url) as redis:
        redis.set("key", "value")

    with embedded(servers.redis, tmp_path) as part, Redis.from_url(part.url) as redis:
        assert redis.get("key") == b"value"


@pytest.mark.parametrize("_round", [1, 2])
async def test_the_database_of_a_test_has_no_document(mongo: Mongo, _round: int) -> None:
    """Its collections may be another test's."""
    assert await mongo.database["rows"].count_documents({}) == 0
    await mongo.database["rows"].insert_one({"_id": "left behind"})


def test_a_fresh_database_does_not_exist(mongodb_url: str, fresh_database_name: str) -> None:
    with MongoClient[dict[str, object]](mongodb_url) as client:
        assert fresh_database_name not in client.list_database_names()


@pytest.mark.parametrize("_round", [1, 2])
def test_redis_is_empty_for_each_test(redis_url: str, _round: int) -> None:
    with Redis.from_url(redis_url) as redis:
        assert redis.dbsize() == 0
        redis.set("left", "behind")


def test_a_server_that_cannot_start_says_why_with_the_end_of_its_log(
    tmp_path: Path, mongodb_url: str
) -> None:
    taken = int(mongodb_url.rpartition(":")[2].partition("/")[0])
    part = servers.redis(taken, tmp_path)
    process = spawn(part, tmp_path / "log")

    with pytest.raises(PartFailed, match=r"(?s)redis cannot start: another program took port.*in use"):
        await_ready(process, part, tmp_path / "log")
    end(process, part.grace)
