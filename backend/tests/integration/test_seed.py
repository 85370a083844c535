"""The demonstration's week."""

import asyncio
from collections import Counter

import pytest

from domain.slots import projection
from entrypoints.core import build_core
from entrypoints.seed import NotForProduction, seed_week
from infrastructure.clock import SystemClock
from infrastructure.mongo import Mongo
from tests.serving import settings_of


async def test_a_week_of_all_origins_and_a_second_run_adds_nothing(
    mongodb_url: str, database_name: str, redis_url: str
) -> None:
    settings = settings_of(mongodb_url, database_name, redis_url)
    day = projection(SystemClock().now(), "UTC")[0]
    assert await seed_week(settings) > 400
    again = await seed_week(settings)
    mongo = Mongo(mongodb_url, database_name)
    stored = [each async for each in mongo.database["appointments"].find()]
    await mongo.close()
    if projection(SystemClock().now(), "UTC")[0] == day:
        assert again == 0
        assert Counter(each["origem"] for each in stored) == {"manual": 180, "planilha": 120, "calcom": 100}
    assert len({(each["nome_marca"], each["nome_unidade"]) for each in stored}) == 6
    assert len({each["fuso"] for each in stored}) == 3
    assert len({each["status"] for each in stored}) >= 8
    assert any(each["collector_id"] for each in stored)
    assert {True, False} == {bool(each["pendencias"]) for each in stored}


async def test_production_is_refused(mongodb_url: str, database_name: str, redis_url: str) -> None:
    with pytest.raises(NotForProduction):
        await seed_week(settings_of(mongodb_url, database_name, redis_url, environment="production"))


async def test_processes_that_start_at_once_on_a_fresh_database_all_do(
    mongodb_url: str, database_name: str, redis_url: str
) -> None:
    settings = settings_of(mongodb_url, database_name, redis_url, demo_accounts=True)
    cores = [build_core(settings) for _ in range(3)]
    await asyncio.gather(*(core.prepare() for core in cores))
    emails = [each.email for each in await cores[0].users.all()]
    assert (len(emails), len({*emails})) == (3, 3)
    for core in cores:
        await core.close()
