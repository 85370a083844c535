"""Tests behind a proxy that loses, refuses and delays what the driver sends."""

from collections.abc import AsyncIterator, Iterator

import pytest

from infrastructure.mongo import Mongo
from tests.wire.proxy import FaultProxy, fault_proxy


@pytest.fixture(scope="session")
def session_proxy(mongodb_url: str) -> Iterator[FaultProxy]:
    with fault_proxy(mongodb_url) as proxy:
        yield proxy


@pytest.fixture
def proxy(session_proxy: FaultProxy) -> Iterator[FaultProxy]:
    """A proxy before the tests' MongoDB that passes everything on, until the test says otherwise."""
    yield session_proxy
    session_proxy.clear()
    session_proxy.elect_primary()
    session_proxy.come_back()


@pytest.fixture
async def mongo(proxy: FaultProxy, database_name: str) -> AsyncIterator[Mongo]:
    """A connection through the proxy to a database without any document."""
    mongo = Mongo(proxy.url, database_name)
    yield mongo
    await mongo.close()
