"""What `cli doctor` says of a MongoDB, and the options of every connection."""

from datetime import UTC, datetime, timedelta

import pytest
from pymongo import ReadPreference

from entrypoints.checkup import of_mongodb
from infrastructure.clock import SystemClock
from infrastructure.mongo import Mongo
from tests.fakes import FakeClock


async def test_it_says_what_the_server_is(mongo: Mongo) -> None:
    hello = await mongo.database.client.admin.command("hello")
    build = await mongo.database.client.admin.command("buildInfo")

    found = await of_mongodb(mongo, SystemClock())

    assert found.fault is None
    assert found.what.startswith(
        f"MongoDB {build['version']}, conjunto {hello['setName']}, gravação com j=true w=majority"
    )


async def test_it_runs_a_transaction_each_time(mongo: Mongo) -> None:
    for _ in range(2):
        assert (await of_mongodb(mongo, SystemClock())).fault is None

    pings = [each async for each in mongo.database["pings"].find()]
    assert pings == [{"_id": "doctor", "n": 2}]


@pytest.mark.parametrize("apart", [timedelta(minutes=1), timedelta(minutes=-1)])
async def test_clocks_that_disagree_are_a_fault(mongo: Mongo, apart: timedelta) -> None:
    found = await of_mongodb(mongo, FakeClock(datetime.now(UTC) - apart))

    assert found.fault is not None
    seconds = int(found.what.rpartition("relógio ")[2].removesuffix(" ms")) // 1000
    assert abs(seconds - apart.total_seconds()) < 30


async def test_options_hold_whatever_the_url_says() -> None:
    url = (
        "mongodb://127.0.0.1:1/?retryWrites=false&retryReads=false&readPreference=secondary&maxPoolSize=1&w=1"
    )
    mongo = Mongo(url, "anywhere")
    options = mongo.database.client.options

    assert (options.retry_writes, options.retry_reads) == (True, True)
    assert options.read_preference == mongo.database.read_preference == ReadPreference.PRIMARY
    assert options.pool_options.wait_queue_timeout == 3
    assert (options.pool_options.min_pool_size, options.pool_options.max_pool_size) == (0, 100)
    assert mongo.database.write_concern.document == {"w": "majority", "j": True, "wtimeout": 10_000}
    await mongo.close()
