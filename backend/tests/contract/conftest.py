"""Doors to a fresh database, for the tests of what stands behind them; the fakes beside the real parts."""

from collections.abc import AsyncIterator

import pytest

from application.ports import AppointmentRepository as Repository
from application.ports import History
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from tests.fakes import FakeAppointmentRepository, FakeHistory
from tests.indexes import ensure_indexes

Store = tuple[Repository, History]


@pytest.fixture(params=["fake", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "fake":
        fake = FakeAppointmentRepository()
        yield fake, FakeHistory(fake)
        return
    mongo = Mongo(request.getfixturevalue("mongodb_url"), request.getfixturevalue("database_name"))
    history = HistoryRepository(mongo)
    repository = AppointmentRepository(mongo, history)
    await ensure_indexes(mongo.database, repository)
    await ensure_indexes(mongo.database, history)
    yield repository, history
    await mongo.close()


@pytest.fixture
def repository(store: Store) -> Repository:
    return store[0]


@pytest.fixture
def history(store: Store) -> History:
    return store[1]
