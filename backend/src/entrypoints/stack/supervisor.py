"""Keeps the parts of a stack running, in order, and stops every one of them."""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from entrypoints.stack.files import write_private
from entrypoints.stack.keeper import Keeper
from entrypoints.stack.part import Part

TICK_SECONDS = 0.1
STATE_FILE = "stack.json"

Say = Callable[[str], None]


class Stack:
    """The parts, started one after the other (each ready before the next) and stopped in reverse.

    `data` holds `logs/NAME.log` and `stack.json`: {supervisor, environment, parts: {NAME: {pid, url, ready}}}.
    `environment` is what the parts were told (it holds secrets, so the file is for its owner alone).
    Leaving the `with` block stops the stack.
    """

    def __init__(self, data: Path, parts: Sequence[Part], environment: Mapping[str, str], say: Say) -> None:
        self._data = data
        self._environment = environment
        self._keepers = [Keeper(part, data / "logs" / f"{part.name}.log", say) for part in parts]
        self.stopping = False  # set by a signal handler; a lock there could wait for itself

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the parts one after the other; PartFailed when one ends or takes too long."""
        for keeper in self._keepers:
            while not keeper.first_answer():
                if self.stopping:
                    return
                time.sleep(TICK_SECONDS)
            self._write_state()

    def keep(self) -> None:
        """Restart what dies, until `stopping` is set."""
        while not self.stopping:
            changes = [keeper.tend() for keeper in self._keepers]
            if any(changes):
                self._write_state()
            time.sleep(TICK_SECONDS)

    def stop(self) -> None:
        """End every process that this stack started, the last started first."""
        for keeper in reversed(self._keepers):
            keeper.stop()
        (self._data / STATE_FILE).unlink(missing_ok=True)

    def _write_state(self) -> None:
        parts = {keeper.part.name: keeper.state() for keeper in self._keepers}
        state = {"supervisor": os.getpid(), "environment": dict(self._environment), "parts": parts}
        write_private(self._data / STATE_FILE, json.dumps(state, indent=2))
