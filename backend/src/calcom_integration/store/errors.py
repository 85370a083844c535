"""The driver's errors, translated."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pymongo.errors import DuplicateKeyError, PyMongoError

from application.cancellation import cancellation_kept
from domain.errors import Unavailable


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Raise Unavailable for what the driver raises, without its text; a duplicate key goes through."""
    with cancellation_kept():
        try:
            yield
        except DuplicateKeyError:
            raise
        except PyMongoError as error:
            known = Unavailable()
            known.add_note(f"{type(error).__name__} code={getattr(error, 'code', None)}")
            raise known from None
