"""The one translation of MongoDB's and its driver's errors into the domain's."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from gridfs.errors import CorruptGridFile, FileExists, NoFile
from pymongo.errors import (
    BulkWriteError,
    CollectionInvalid,
    ConfigurationError,
    DuplicateKeyError,
    EncryptionError,
    InvalidName,
    InvalidOperation,
    OperationFailure,
    PyMongoError,
)

from application.cancellation import cancellation_kept
from domain.errors import KeyTaken, StaleWrite, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

_DUPLICATE_KEYS = frozenset({11000, 11001, 12582})
_WRITE_CONFLICT = 112
# The driver refuses what we asked, before any server hears of it; or a file is not what our code takes it for.
_OUR_MISTAKES = (
    CollectionInvalid,
    ConfigurationError,
    CorruptGridFile,
    EncryptionError,
    InvalidName,
    InvalidOperation,
    NoFile,
)
# The server's codes (names as in its error_codes.yml) for what is wrong with what was asked, and would be wrong again. Every
# other code, also one that no version had yet when this was written, is the server's own trouble.
_OUR_FAULT = frozenset(
    {
        2,  # BadValue
        4,  # NoSuchKey
        9,  # FailedToParse
        10,  # CannotMutateObject
        11,  # UserNotFound
        13,  # Unauthorized
        14,  # TypeMismatch
        15,  # Overflow
        16,  # InvalidLength
        18,  # AuthenticationFailed
        19,  # CannotReuseObject
        20,  # IllegalOperation
        21,  # EmptyArrayOperation
        22,  # InvalidBSON
        26,  # NamespaceNotFound
        27,  # IndexNotFound
        28,  # PathNotViable
        29,  # NonExistentPath
        30,  # InvalidPath
        31,  # RoleNotFound
        33,  # PrivilegeNotFound
        34,  # CannotBackfillArray
        40,  # ConflictingUpdateOperators
        48,  # NamespaceExists
        52,  # DollarPrefixedFieldName
        53,  # InvalidIdField
        54,  # NotSingleValueField
        55,  # InvalidDBRef
        56,  # EmptyFieldName
        57,  # DottedFieldName
        59,  # CommandNotFound
        66,  # ImmutableField
        67,  # CannotCreateIndex
        72,  # InvalidOptions
        73,  # InvalidNamespace
        79,  # UnknownReplWriteConcern
        85,  # IndexOptionsConflict
        86,  # IndexKeySpecsConflict
        115,  # CommandNotSupported
        121,  # DocumentValidationFailure
        165,  # ViewDepthLimitExceeded
        166,  # CommandNotSupportedOnView
        167,  # OptionNotSupportedOnView
        168,  # InvalidPipelineOperator
        171,  # CannotIndexParallelArrays
        197,  # InvalidIndexSpecificationOption
        263,  # OperationNotSupportedInTransaction
        10334,  # BSONObjectTooLarge
    }
)


class driver_errors:  # a word of the `with` statement, spelled as contextlib's own are
    """Translate the driver's errors to the domain's; also a decorator for async functions.

    KeyTaken: another document has a unique value. StaleWrite: another writer was faster. Unavailable: the server's or the
    network's passing trouble, what no code is known for included; the same may well succeed later. Only what is our own fault
    (a bad query, missing rights) stays as it is.

    The driver's own error is dropped, for its text holds values of documents; its kind and code stay as a note. Not to be
    used inside the body of a transaction, which must see the driver's errors to begin again.
    """

    def __call__(self, function: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
        @wraps(function)
        async def translating(*args: P.args, **kwargs: P.kwargs) -> T:
            async with driver_errors():
                return await function(*args, **kwargs)

        return translating

    async def __aenter__(self) -> None:
        self._cancellation = cancellation_kept()
        self._cancellation.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._cancellation.__exit__(kind, error, place)
        if isinstance(error, PyMongoError) and (known := translated(error)):
            known.add_note(f"{type(error).__name__} code={_code(error)}")
            raise known from None


def translated(error: PyMongoError) -> Unavailable | None:
    """The domain's error for one of the driver's; None where it is our own fault."""
    code = _code(error)
    if code in _DUPLICATE_KEYS or isinstance(error, DuplicateKeyError | FileExists):
        return KeyTaken()
    if code == _WRITE_CONFLICT:
        return StaleWrite()
    is_ours = isinstance(error, _OUR_MISTAKES) or (
        isinstance(error, OperationFailure) and code in _OUR_FAULT and not _is_passing(error)
    )
    return None if is_ours else Unavailable()


def _is_passing(error: PyMongoError) -> bool:
    """Whether the server or the driver says that the same may be tried again."""
    return any(
        map(error.has_error_label, ("TransientTransactionError", "RetryableWriteError", "RetryableError"))
    )


def _code(error: PyMongoError) -> int | None:
    """The server's code; of a batch that of the first write, else write concern, that failed."""
    details = (error.details or {}) if isinstance(error, BulkWriteError) else {}
    failed = [*(details.get("writeErrors") or ()), *(details.get("writeConcernErrors") or ())]
    return failed[0].get("code") if failed else getattr(error, "code", None)
