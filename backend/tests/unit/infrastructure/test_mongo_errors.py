"""The driver's errors in the domain's words, without what the driver's text holds."""

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from domain.errors import StaleWrite, Unavailable
from infrastructure.mongo import driver_errors


def transient() -> PyMongoError:
    return OperationFailure("x", 1, {"errorLabels": ["TransientTransactionError"]})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (AutoReconnect("x"), Unavailable),
        (NetworkTimeout("x"), Unavailable),
        (NotPrimaryError("x"), Unavailable),
        (ServerSelectionTimeoutError("x"), Unavailable),
        (OperationFailure("disk full", 14031), Unavailable),
        (OperationFailure("write conflict", 112), StaleWrite),
        (transient(), StaleWrite),
        (DuplicateKeyError("dup key: { email: 'ana@example.com' }", 11000), StaleWrite),
    ],
)
async def test_translation(error: PyMongoError, expected: type[Exception]) -> None:
    with pytest.raises(expected) as caught:
        async with driver_errors():
            raise error
    assert caught.value.__cause__ is None
    assert "ana@example.com" not in str(caught.value)
    assert caught.value.__notes__


async def test_a_mistake_of_ours_stays_what_it_is() -> None:
    with pytest.raises(OperationFailure):
        async with driver_errors():
            raise OperationFailure("unknown operator", 2)
