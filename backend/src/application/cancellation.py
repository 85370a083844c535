"""Cancellations that must not be lost on their way through a library."""

import asyncio
from types import TracebackType


class cancellation_kept:  # a word of the `with` statement, spelled as contextlib's own are
    """Raise a cancellation of the current task that came during the block and that the block swallowed.

    PyMongo sends by `asyncio.wait_for`, which before Python 3.12 swallows one that comes just when the sending is done
    (python/cpython 86296): whoever waited for the end of the task, or for a time-out inside it, would wait for ever.
    No generator, for every call of the database passes through here.
    """

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        self._before = self._task.cancelling() if self._task else 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        is_kept = error is not None and not isinstance(error, Exception)
        if self._task and self._task.cancelling() > self._before and not is_kept:
            raise asyncio.CancelledError from None
