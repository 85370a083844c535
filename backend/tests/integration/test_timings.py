"""Commands to MongoDB and Redis are timed by operation, failed ones too; waiting for something to happen is no slowness."""

import pytest
from prometheus_client import REGISTRY

from entrypoints.stack.ports import free_port
from infrastructure.mongo import Mongo
from infrastructure.queue import ArqJobQueue
from infrastructure.redis import LOST, connect
from tests.serving import WAIT, eventually


def timed(server: str, operation: str) -> float:
    name = f"{server}_operation_seconds_count"
    return REGISTRY.get_sample_value(name, {"operation": operation}) or 0


async def test_mongodb_s_commands_are_timed(mongodb_url: str, database_name: str) -> None:
    mongo = Mongo(mongodb_url, database_name)
    before = timed("mongodb", "insert"), timed("mongodb", "find")
    await mongo.database["rows"].insert_one({"_id": 1})
    await mongo.database["rows"].find_one({"_id": 1})

    async def both_are_timed() -> bool:
        return (timed("mongodb", "insert"), timed("mongodb", "find")) == (before[0] + 1, before[1] + 1)

    await eventually(both_are_timed)
    await mongo.close()


async def test_redis_s_commands_are_timed_and_waiting_is_not(redis_url: str) -> None:
    before = timed("redis", "set"), timed("redis", "zadd")
    async with connect(redis_url, WAIT) as redis:
        await redis.set("a", "1")
        await redis.xread({"stream": "$"}, block=1)
    queue = ArqJobQueue(redis_url, WAIT)
    await queue.enqueue("work")
    await queue.close()
    assert (timed("redis", "set"), timed("redis", "zadd")) == (before[0] + 1, before[1] + 1)
    assert timed("redis", "xread") == 0


async def test_a_redis_out_of_reach_is_timed_too() -> None:
    before = timed("redis", "exists")
    async with connect(f"redis://127.0.0.1:{free_port()}/0") as away:
        with pytest.raises(LOST):
            await away.exists("a")
    assert timed("redis", "exists") == before + 1
