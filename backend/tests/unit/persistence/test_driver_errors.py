"""The driver's errors in the domain's words, without what the driver's text holds."""

from collections.abc import Iterator
from typing import Any

import gridfs.errors
import pymongo.errors
import pytest
from gridfs.errors import CorruptGridFile, FileExists, GridFSError, NoFile
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ClientBulkWriteException,
    CollectionInvalid,
    ConfigurationError,
    ConnectionFailure,
    CursorNotFound,
    DuplicateKeyError,
    EncryptedCollectionError,
    EncryptionError,
    ExecutionTimeout,
    InvalidName,
    InvalidOperation,
    InvalidURI,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ProtocolError,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WriteConcernError,
    WriteError,
    WTimeoutError,
)

from domain.errors import KeyTaken, StaleWrite, Unavailable
from persistence.driver_errors import driver_errors

TEXT = "dup key: { email: 'ana@example.com' }"
OURS = None
"""Our own fault: the driver's error stays."""
Expected = type[Exception] | None

WITHOUT_CODE: list[tuple[PyMongoError, Expected]] = [
    (PyMongoError(TEXT), Unavailable),
    (ConnectionFailure(TEXT), Unavailable),
    (AutoReconnect(TEXT), Unavailable),
    (NetworkTimeout(TEXT), Unavailable),
    (NotPrimaryError(TEXT), Unavailable),
    (ServerSelectionTimeoutError(TEXT), Unavailable),
    (WaitQueueTimeoutError(TEXT), Unavailable),
    (pymongo.errors._OperationCancelled(TEXT), Unavailable),
    (ProtocolError(TEXT), Unavailable),
    (OperationFailure(TEXT), Unavailable),
    (CursorNotFound(TEXT, 43), Unavailable),
    (ExecutionTimeout(TEXT, 50), Unavailable),
    (WriteConcernError(TEXT, 100), Unavailable),
    (WTimeoutError(TEXT, 64), Unavailable),
    (WriteError(TEXT, 14031), Unavailable),
    (WriteError(TEXT, 66), OURS),
    (ClientBulkWriteException({}, verbose=False), Unavailable),
    (DuplicateKeyError(TEXT, 11000), KeyTaken),
    (DuplicateKeyError(TEXT), KeyTaken),
    (BulkWriteError({"writeErrors": [{"code": 11000, "errmsg": TEXT}]}), KeyTaken),
    (BulkWriteError({"writeErrors": [{"code": 112}]}), StaleWrite),
    (BulkWriteError({"writeErrors": [{"code": 2}]}), OURS),
    (BulkWriteError({"writeErrors": [], "writeConcernErrors": [{"code": 64}]}), Unavailable),
    (BulkWriteError({}), Unavailable),
    (InvalidOperation(TEXT), OURS),
    (ConfigurationError(TEXT), OURS),
    (InvalidURI(TEXT), OURS),
    (InvalidName(TEXT), OURS),
    (CollectionInvalid(TEXT), OURS),
    (EncryptionError(ValueError(TEXT)), OURS),
    (EncryptedCollectionError(ValueError(TEXT), {}), OURS),
    (GridFSError(TEXT), Unavailable),
    (FileExists(TEXT), KeyTaken),
    (NoFile(TEXT), OURS),
    (CorruptGridFile(TEXT), OURS),
]

# Names are those of MongoDB's error_codes.yml.
PASSING = {
    "InternalError": 1,
    "HostUnreachable": 6,
    "HostNotFound": 7,
    "UnknownError": 8,
    "LockTimeout": 24,
    "RemoteChangeDetected": 36,
    "CursorNotFound": 43,
    "StaleConfig": 13388,
    "WriteConcernTimeout": 64,
    "NetworkTimeout": 89,
    "CallbackCanceled": 90,
    "ShutdownInProgress": 91,
    "OplogOperationUnsupported": 62,
    "UnsatisfiableWriteConcern": 100,
    "ReadConcernMajorityNotAvailableYet": 134,
    "StaleTerm": 135,
    "CappedPositionLost": 136,
    "PrimarySteppedDown": 189,
    "ExceededMemoryLimit": 146,
    "SnapshotTooOld": 239,
    "SnapshotUnavailable": 246,
    "NoSuchTransaction": 251,
    "TransactionTooOld": 225,
    "ExceededTimeLimit": 262,
    "TooManyFilesOpen": 264,
    "TransactionExceededLifetimeLimitSeconds": 290,
    "OutOfDiskSpace": 14031,
    "MaxTimeMSExpired": 50,
    "UserWritesBlocked": 371,
    "FailedToSatisfyReadPreference": 133,
    "ReauthenticationRequired": 391,
    "NotWritablePrimary": 10107,
    "InterruptedAtShutdown": 11600,
    "Interrupted": 11601,
    "InterruptedDueToReplStateChange": 11602,
    "NotPrimaryNoSecondaryOk": 13435,
    "NotPrimaryOrSecondary": 13436,
    "TemporarilyUnavailable": 365,
    "TransactionTooLargeForCache": 388,
    "AdmissionQueueOverflow": 433,
    "AtlasError": 8000,
    "of a version that is not made yet": 99999,
}
OUR_FAULT = {
    "BadValue": 2,
    "FailedToParse": 9,
    "Unauthorized": 13,
    "TypeMismatch": 14,
    "AuthenticationFailed": 18,
    "IllegalOperation": 20,
    "PathNotViable": 28,
    "ConflictingUpdateOperators": 40,
    "CommandNotFound": 59,
    "ImmutableField": 66,
    "InvalidOptions": 72,
    "UnknownReplWriteConcern": 79,
    "IndexOptionsConflict": 85,
    "DocumentValidationFailure": 121,
    "InvalidPipelineOperator": 168,
    "OperationNotSupportedInTransaction": 263,
    "BSONObjectTooLarge": 10334,
}
LABELS = ("TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError", "a new label")


def _with_codes() -> Iterator[tuple[PyMongoError, Expected]]:
    for code in PASSING.values():
        yield _failure(code), Unavailable
        yield from ((_failure(code, label), Unavailable) for label in LABELS)
    for code in OUR_FAULT.values():
        yield _failure(code), OURS
        yield _failure(code, "TransientTransactionError"), Unavailable
        yield _failure(code, "a new label"), OURS
    for label in (None, *LABELS):
        yield _failure(112, label), StaleWrite  # WriteConflict
        yield _failure(11000, label), KeyTaken  # DuplicateKey


def _failure(code: int, label: str | None = None) -> OperationFailure:
    return OperationFailure(TEXT, code, {"errorLabels": [label]} if label else None)


@pytest.mark.parametrize(("error", "expected"), [*WITHOUT_CODE, *_with_codes()])
async def test_translation(error: PyMongoError, expected: Expected) -> None:
    with pytest.raises(expected or type(error)) as caught:
        async with driver_errors():
            raise error
    if expected is OURS:
        assert caught.value is error
        return
    assert type(caught.value) is expected
    assert caught.value.__cause__ is None
    assert "ana@example.com" not in str(caught.value)
    assert caught.value.__notes__


def test_no_class_of_the_driver_is_left_out() -> None:
    kinds = {
        kind
        for module in (pymongo.errors, gridfs.errors)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, PyMongoError)
    }
    assert kinds - {type(error) for error, _ in WITHOUT_CODE} == set()


def test_of_both_kinds_of_codes_there_are_enough() -> None:
    assert len({*PASSING.values()}) == len(PASSING) >= 40
    assert not {*PASSING.values()} & {*OUR_FAULT.values()}


async def test_it_decorates_functions() -> None:
    @driver_errors()
    async def failing(**details: Any) -> None:
        raise OperationFailure(TEXT, 91, details)

    with pytest.raises(Unavailable):
        await failing(ok=0)
