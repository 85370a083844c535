"""Ends a process whose event loop stands still: whoever runs it starts it again (docs/decisions/0015)."""

import asyncio
import faulthandler
import os
import threading
import time
from collections.abc import Callable

import structlog

_log = structlog.get_logger(__name__)
EXIT_CODE = 70  # as sysexits.h has it: an error of the program's own
_LAST_CHANCE = 0.2  # of the patience: after it what may hold up this thread too is ended from outside Python


class Watchdog:
    """A thread beside the event loop, which asks the loop for a sign of life. Where none has come for `patience` seconds the
    process ends at once, without its cleaning up, of which nothing could be done. Code that holds the interpreter's lock
    (a regular expression that backtracks) holds up this thread as well: a little later `faulthandler` ends the process,
    with exit code 1, and says where it stood, without any value."""

    def __init__(self, patience: float = 60.0, end: Callable[[int], None] = os._exit) -> None:
        self._patience, self._end = patience, end
        self._over = threading.Event()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, from inside the running loop or before it runs."""
        threading.Thread(target=self._watch, args=(loop,), name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()
        faulthandler.cancel_dump_traceback_later()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._over.is_set():
            faulthandler.dump_traceback_later(self._patience * (1 + 2 * _LAST_CHANCE), exit=True)
            answered, asked_at = threading.Event(), time.monotonic()
            try:
                loop.call_soon_threadsafe(answered.set)
            except RuntimeError:  # the loop is closed
                break
            if not self._comes(answered) and not self._over.is_set():
                _log.critical("event_loop_stands_still", seconds=round(time.monotonic() - asked_at))
                self._end(EXIT_CODE)
            self._over.wait(self._patience / 10)
        faulthandler.cancel_dump_traceback_later()

    def _comes(self, answered: threading.Event) -> bool:
        """Whether the answer came. A process that was held still itself has a moment more."""
        return answered.wait(self._patience) or answered.wait(self._patience * _LAST_CHANCE)
