"""A transaction is tried again whole, and its commit is, by the driver's own rules; what it stores it stores once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.errors import StaleWrite, Unavailable
from infrastructure.mongo import Mongo, Session
from tests.wire.faults import CutAfter, CutBefore, Fault, Refuse
from tests.wire.proxy import FaultProxy

SNAPSHOT_UNAVAILABLE, WRITE_CONFLICT, NO_SUCH_TRANSACTION, PRIMARY_STEPPED_DOWN = 246, 112, 251, 189
WRITE_CONCERN_TIMEOUT, UNKNOWN = 64, 99_999
LOST: list[Fault] = [CutBefore(), CutAfter()]


class Writer:
    """Two documents in one transaction. `runs` counts how often the body began."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self.runs = mongo, 0

    async def write(self) -> int:
        return await self._mongo.transaction(self._body)

    async def _body(self, session: Session) -> int:
        self.runs += 1
        rows = self._mongo.database["rows"]
        await rows.update_one({"_id": "n"}, {"$inc": {"n": 1}}, upsert=True, session=session)
        await rows.insert_one({"_id": "new"}, session=session)
        return self.runs

    async def stored(self) -> list[dict[str, object]]:
        return [dict(each) async for each in self._mongo.database["rows"].find().sort("_id")]


BOTH = [{"_id": "n", "n": 1}, {"_id": "new"}]


@pytest.fixture
def writer(mongo: Mongo) -> Writer:
    return Writer(mongo)


@pytest.mark.parametrize("times", [0, 1, 2, 3])
@pytest.mark.parametrize("fault", LOST)
async def test_a_commit_whose_answer_is_lost_is_asked_for_again(
    writer: Writer, proxy: FaultProxy, fault: Fault, times: int
) -> None:
    rule = proxy.add(fault, "commitTransaction", times=times)

    assert await writer.write() == 1

    assert rule.hits == times
    assert await writer.stored() == BOTH


@pytest.mark.parametrize("code", [PRIMARY_STEPPED_DOWN, WRITE_CONCERN_TIMEOUT])
async def test_a_commit_whose_outcome_is_unknown_is_asked_for_again(
    writer: Writer, proxy: FaultProxy, code: int
) -> None:
    proxy.add(Refuse(code), "commitTransaction", times=3)

    assert await writer.write() == 1

    assert await writer.stored() == BOTH


@pytest.mark.parametrize("statement", ["update", "insert"])
@pytest.mark.parametrize(
    "fault", [*LOST, Refuse(WRITE_CONFLICT), Refuse(SNAPSHOT_UNAVAILABLE), Refuse(PRIMARY_STEPPED_DOWN)]
)
async def test_a_transaction_that_a_passing_trouble_ended_begins_again(
    writer: Writer, proxy: FaultProxy, fault: Fault, statement: str
) -> None:
    proxy.add(fault, statement, times=2)

    assert await writer.write() == 3

    assert await writer.stored() == BOTH


async def test_a_transaction_that_the_server_has_forgotten_begins_again(
    writer: Writer, proxy: FaultProxy
) -> None:
    proxy.add(Refuse(NO_SUCH_TRANSACTION), "commitTransaction", times=1)

    assert await writer.write() == 2

    assert await writer.stored() == BOTH


async def test_an_election_is_waited_for(mongo: Mongo, writer: Writer, proxy: FaultProxy) -> None:
    assert await mongo.ping()
    proxy.seen.clear()
    proxy.lose_primary()
    begun = asyncio.create_task(writer.write())
    while not proxy.seen["update"] and not begun.done():  # noqa: ASYNC110 - another thread counts
        await asyncio.sleep(0.01)
    proxy.elect_primary()

    await begun

    assert await writer.stored() == BOTH


async def test_what_is_no_passing_trouble_is_not_tried_again(writer: Writer, proxy: FaultProxy) -> None:
    proxy.add(Refuse(UNKNOWN), "insert", times=1)

    with pytest.raises(Unavailable):
        await writer.write()

    assert writer.runs == 1
    assert await writer.stored() == []


async def test_a_lost_race_is_for_the_caller_to_redo(mongo: Mongo) -> None:
    runs = 0

    async def body(session: Session) -> None:
        nonlocal runs
        runs += 1
        await mongo.database["rows"].insert_one({"_id": "new"}, session=session)
        raise StaleWrite

    with pytest.raises(StaleWrite):
        await mongo.transaction(body)

    assert runs == 1
    assert await mongo.database["rows"].find_one() is None


@pytest.fixture
async def hasty(proxy: FaultProxy, database_name: str) -> AsyncIterator[Writer]:
    mongo = Mongo(proxy.url, database_name, transaction_limit=timedelta(seconds=1))
    yield Writer(mongo)
    await mongo.close()


@pytest.mark.parametrize(
    ("command", "code"), [("insert", WRITE_CONFLICT), ("commitTransaction", WRITE_CONCERN_TIMEOUT)]
)
async def test_a_trouble_that_stays_is_given_up(
    hasty: Writer, proxy: FaultProxy, command: str, code: int
) -> None:
    rule = proxy.add(Refuse(code), command)

    with pytest.raises(Unavailable):
        await hasty.write()

    assert rule.hits > 2


async def test_a_server_that_is_away_is_not_waited_for_longer(hasty: Writer, proxy: FaultProxy) -> None:
    proxy.go_away()

    with pytest.raises(Unavailable):
        await hasty.write()
