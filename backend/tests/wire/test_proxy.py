"""The fault proxy does what it is told, and nothing else."""

from collections.abc import Iterator

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import AutoReconnect, NotPrimaryError, OperationFailure, ServerSelectionTimeoutError

from tests.wire.faults import CutAfter, CutBefore, Delay, Refuse
from tests.wire.frames import Document
from tests.wire.proxy import FaultProxy

MARKED = "TransientTransactionError"


@pytest.fixture
def rows(proxy: FaultProxy, database_name: str) -> Iterator[Collection[Document]]:
    """A collection through the proxy, by a driver that retries nothing."""
    patience = 1_500  # ms: a server that is away is told of soon
    with MongoClient[Document](
        proxy.url, retryWrites=False, retryReads=False, serverSelectionTimeoutMS=patience
    ) as client:
        yield client[database_name]["rows"]


def test_without_rules_everything_passes(rows: Collection[Document], proxy: FaultProxy) -> None:
    many = [{"_id": n, "text": "x" * 1_000} for n in range(2_000)]
    rows.insert_many(many)

    assert list(rows.find().sort("_id")) == many
    host, port = rows.database.client.primary or ("", 0)
    assert f"//{host}:{port}/" in proxy.url
    assert proxy.seen["insert"] >= 1


def test_a_command_is_lost_before_it_is_carried_out(rows: Collection[Document], proxy: FaultProxy) -> None:
    rule = proxy.add(CutBefore(), "insert", times=1)

    with pytest.raises(AutoReconnect):
        rows.insert_one({"_id": 1})

    assert rule.hits == 1
    assert rows.find_one() is None
    rows.insert_one({"_id": 1})


def test_a_command_is_carried_out_and_its_answer_lost(rows: Collection[Document], proxy: FaultProxy) -> None:
    proxy.add(CutAfter(), "insert", times=2)

    for number in (1, 2):
        with pytest.raises(AutoReconnect):
            rows.insert_one({"_id": number})

    assert [each["_id"] for each in rows.find().sort("_id")] == [1, 2]
    rows.insert_one({"_id": 3})


@pytest.mark.parametrize("code", [91, 99_999])
def test_a_command_is_refused(rows: Collection[Document], proxy: FaultProxy, code: int) -> None:
    rule = proxy.add(Refuse(code, labels=(MARKED,)), "insert")

    with pytest.raises((OperationFailure, NotPrimaryError)) as refused:
        rows.insert_one({"_id": 1})

    assert refused.value.has_error_label(MARKED)
    rule.is_on = False
    rows.insert_one({"_id": 1})


def test_labels_are_those_of_the_server(rows: Collection[Document], proxy: FaultProxy) -> None:
    proxy.add(Refuse(112), "insert", "commitTransaction", times=1)
    with rows.database.client.start_session() as session, session.start_transaction():
        with pytest.raises(OperationFailure) as refused:
            rows.insert_one({"_id": 1}, session=session)
        session.abort_transaction()

    assert refused.value.has_error_label(MARKED)
    proxy.add(Refuse(112), "insert", times=1)
    with pytest.raises(OperationFailure) as refused:
        rows.insert_one({"_id": 1})
    assert not refused.value.has_error_label(MARKED)


def test_a_command_waits(rows: Collection[Document], proxy: FaultProxy) -> None:
    rule = proxy.add(Delay(0.01), "find", "insert")

    rows.insert_one({"_id": 1})

    assert rows.find_one() == {"_id": 1}
    assert rule.hits == 2


def test_a_chance_hits_that_part_of_the_commands(rows: Collection[Document], proxy: FaultProxy) -> None:
    rule = proxy.add(Refuse(99_999), chance=0.15)
    refused = 0
    for number in range(300):
        try:
            rows.insert_one({"_id": number})
        except OperationFailure:
            refused += 1

    assert rule.hits == refused
    assert 20 <= refused <= 75


def test_a_server_that_is_away_refuses_connections(rows: Collection[Document], proxy: FaultProxy) -> None:
    rows.insert_one({"_id": 1})
    proxy.go_away()

    with pytest.raises(AutoReconnect):
        rows.find_one()
    with pytest.raises(ServerSelectionTimeoutError):
        rows.find_one()
    proxy.come_back()
    assert rows.find_one() == {"_id": 1}


def test_without_a_primary_nothing_is_read_or_written(rows: Collection[Document], proxy: FaultProxy) -> None:
    rows.insert_one({"_id": 1})
    proxy.lose_primary()

    with pytest.raises(NotPrimaryError):
        rows.insert_one({"_id": 2})
    with pytest.raises(ServerSelectionTimeoutError):
        rows.find_one()
    proxy.elect_primary()
    assert rows.find_one() == {"_id": 1}
