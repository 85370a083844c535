"""Ends a process whose event loop stands still: whoever runs it starts it again (docs/decisions/0013)."""

import asyncio
import os
import threading
import time
from collections.abc import Callable

import structlog

_log = structlog.get_logger(__name__)
EXIT_CODE = 70  # as sysexits.h has it: an error of the program's own


class Watchdog:
    """A thread beside the event loop, which asks the loop for a sign of life. Where none has come for `patience` seconds the
    process ends at once, without its cleaning up, of which nothing could be done."""

    def __init__(self, patience: float = 60.0, end: Callable[[int], None] = os._exit) -> None:
        self._patience, self._end = patience, end
        self._over = threading.Event()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, from inside the running loop or before it runs."""
        threading.Thread(target=self._watch, args=(loop,), name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._over.wait(self._patience / 10):
            answered = threading.Event()
            asked_at = time.monotonic()
            try:
                loop.call_soon_threadsafe(answered.set)
            except RuntimeError:  # the loop is closed
                return
            if not answered.wait(self._patience) and not self._over.is_set():
                _log.critical("event_loop_stands_still", seconds=round(time.monotonic() - asked_at))
                self._end(EXIT_CODE)
