"""Cancellations that must not be lost on their way through a library."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cancellation_kept() -> Iterator[None]:
    """Raise a cancellation of the current task that came during the block and that the block swallowed.

    PyMongo sends by `asyncio.wait_for`, which before Python 3.12 swallows one that comes just when the sending is done
    (python/cpython 86296): whoever waited for the end of the task, or for a time-out inside it, would wait for ever.
    """
    before = _cancellations()
    try:
        yield
    except Exception:
        if _cancellations() > before:
            raise asyncio.CancelledError from None
        raise
    if _cancellations() > before:
        raise asyncio.CancelledError


def _cancellations() -> int:
    """How often somebody asked the current task to end and did not take it back."""
    task = asyncio.current_task()
    return task.cancelling() if task else 0
