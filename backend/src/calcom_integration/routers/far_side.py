"""Cal.com's failures as problem documents, where somebody waits for the answer of a call to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from calcom_integration.client import CalComError, Final
from domain.errors import DomainError, Unavailable


class Refused(DomainError):
    status, code = 502, "calcom_recusou"


@contextmanager
def calcom_as_problems() -> Iterator[None]:
    """Raise Refused for what Cal.com said no to, Unavailable where it could not be asked."""
    try:
        yield
    except Final as error:
        raise Refused(error.detail) from None
    except CalComError as error:
        raise Unavailable(error.detail) from None
