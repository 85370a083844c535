"""A worker that starts before `cli migrate` has made the indexes: it takes nothing until they are there."""

from structlog.testing import capture_logs

from calcom_integration.delivery import State
from entrypoints.bootstrap import build_house
from infrastructure.migration import migrate
from infrastructure.redis import Heartbeat
from tests.deliveries import sent
from tests.inbound import open_desk
from tests.serving import eventually, settings_of, worker_at_work


async def test_without_indexes_a_worker_waits_and_works_once_they_are_there(
    mongodb_url: str, fresh_database_name: str, redis_url: str
) -> None:
    settings = settings_of(mongodb_url, fresh_database_name, redis_url)
    house, desk = build_house(settings), await open_desk(mongodb_url, fresh_database_name)
    heartbeat = Heartbeat(house.core.redis)
    [delivery_id] = await desk.receive([sent("created__custom_fields_all_types")])

    with capture_logs() as logs:

        async def missed_them_twice() -> bool:
            return [each["event"] for each in logs].count("indexes_missing") == 2

        async def is_done() -> bool:
            return await desk.state_of(delivery_id) == (State.DONE, None)

        async with worker_at_work(settings):
            await eventually(missed_them_twice)
            assert await desk.state_of(delivery_id) == (State.RECEIVED, None)
            assert not await heartbeat.is_alive()
            await migrate(mongodb_url, fresh_database_name, house.core.indexes.declared)
            await eventually(is_done)
            await eventually(heartbeat.is_alive)
    await desk.mongo.close()
    await house.close()


async def test_a_worker_that_waits_for_indexes_ends_when_it_is_told_to(
    mongodb_url: str, fresh_database_name: str, redis_url: str
) -> None:
    with capture_logs() as logs:

        async def missed_them() -> bool:
            return any(each["event"] == "indexes_missing" for each in logs)

        async with worker_at_work(settings_of(mongodb_url, fresh_database_name, redis_url)):
            await eventually(missed_them)
