"""A cancelled call to the database ends the task, at whatever step of the driver it comes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from calcom_integration.store import DeliveryStore
from infrastructure.mongo import Mongo
from infrastructure.repositories.import_repository import ImportRepository

Call = Callable[[], Awaitable[object]]
_STEPS = 60  # of the event loop: several calls' worth
_PATIENCE = 60  # seconds: only a hang takes so long


@pytest.fixture(params=["the clinic's door", "the integration's door"])
def call(request: pytest.FixtureRequest, mongo: Mongo) -> Call:
    if request.param == "the clinic's door":
        return lambda: ImportRepository(mongo).get("x")
    return DeliveryStore(mongo.database, timedelta(days=1)).counts


async def test_it_ends_at_every_step(call: Call) -> None:
    async def again_and_again() -> None:
        while True:
            await call()

    await call()  # connected
    for steps in range(_STEPS):
        task = asyncio.create_task(again_and_again())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=_PATIENCE)
        assert task.cancelled(), f"lost after {steps} steps"
