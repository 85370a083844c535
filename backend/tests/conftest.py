"""Fixtures of every test: real servers, fresh databases, the tools of this machine."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
import structlog
from hypothesis import HealthCheck, settings
from pymongo import MongoClient
from pymongo.database import Database
from redis import Redis

from entrypoints.stack import servers
from infrastructure.mongo import Mongo
from tests.embedded import empty_database, fresh_database, given_or_embedded, require_tool
from tests.indexes import make_indexes
from tests.profile import NIGHTLY, examples

# Nothing times a test: a busy machine takes what it takes, to find examples too.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("sized", _UNHURRIED, max_examples=examples(100))
# For a run inside a test, where what is looked for is that everything still works at all.
settings.register_profile("quick", _UNHURRIED, max_examples=5)
settings.load_profile("sized")

LAST_REDIS_DATABASE = 15


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """By day the proofs marked `nightly` are left out, unless a test is asked for by its name."""
    if NIGHTLY or any("::" in argument for argument in config.args):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    config.hook.pytest_deselected(items=nightly)
    items[:] = [item for item in items if item not in nightly]


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """Send our logs where pytest keeps the standard library's: `--log-level=INFO` shows them beside a failure."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


@pytest.fixture(scope="session")
def mongodb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A MongoDB replica set: MONGODB_URL's if that is set, else an embedded one for this test process."""
    yield from given_or_embedded("MONGODB_URL", servers.mongodb, tmp_path_factory.mktemp("mongodb"))


@pytest.fixture(scope="session")
def prepared_database(mongodb_url: str) -> Iterator[Database[dict[str, object]]]:
    """The database that the tests of this process share one after the other: its collections and indexes stay."""
    with fresh_database(mongodb_url) as name, MongoClient[dict[str, object]](mongodb_url) as client:
        make_indexes(mongodb_url, name)
        yield client[name]


@pytest.fixture
def database_name(prepared_database: Database[dict[str, object]]) -> str:
    """The name of a database without any document, with all indexes."""
    empty_database(prepared_database)
    return prepared_database.name


@pytest.fixture
def fresh_database_name(mongodb_url: str) -> Iterator[str]:
    """The name of a database that does not exist yet, for tests of indexes and of start-up; dropped after the test."""
    with fresh_database(mongodb_url) as name:
        yield name


@pytest.fixture
async def mongo(mongodb_url: str, database_name: str) -> AsyncIterator[Mongo]:
    """A connection to a database without any document."""
    mongo = Mongo(mongodb_url, database_name)
    yield mongo
    await mongo.close()


@pytest.fixture(scope="session")
def redis_database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A Redis database of this test process alone: at REDIS_URL's server (15, 14, … of it) or an embedded one."""
    number = LAST_REDIS_DATABASE - int(worker_id.removeprefix("gw") if worker_id != "master" else 0)
    for url in given_or_embedded("REDIS_URL", servers.redis, tmp_path_factory.mktemp("redis")):
        yield urlsplit(url)._replace(path=f"/{number}").geturl()


@pytest.fixture
def redis_url(redis_database_url: str) -> str:
    """A Redis whose selected database is empty."""
    with Redis.from_url(redis_database_url) as redis:
        redis.flushdb()
    return redis_database_url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the test is skipped, or fails if REQUIRE_TOOLS=1."""
    return require_tool("chromium")
