"""A door to a fresh database, for the tests of what stands behind it."""

from collections.abc import AsyncIterator

import pytest

from infrastructure.mongo import Mongo


@pytest.fixture
async def mongo(mongodb_url: str, database_name: str) -> AsyncIterator[Mongo]:
    mongo = Mongo(mongodb_url, database_name)
    yield mongo
    mongo.close()
