"""A stack in a process of its own, as a person runs it, watched through its state file and ended by signals."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Supervised:
    """A running supervisor; `data` is its data folder, which also gets what it says (`said.txt`)."""

    def __init__(self, command: Sequence[str | Path], data: Path, **environment: str) -> None:
        self.data = data
        with (data / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                command, env={**os.environ, **environment}, stdout=said, stderr=subprocess.STDOUT
            )

    def state(self) -> dict[str, Any]:
        """stack.json, or nothing before the first part is ready."""
        file = self.data / "stack.json"
        return json.loads(file.read_text()) if file.exists() else {}

    @property
    def environment(self) -> dict[str, str]:
        """What API and worker were told: addresses and secrets."""
        return dict(self.state()["environment"])

    def said(self) -> str:
        return (self.data / "said.txt").read_text()

    def pid(self, name: str) -> int:
        return int(self.state()["parts"][name]["pid"])

    def await_ready(self) -> None:
        """Returns when every part answers; fails when the supervisor ends instead."""
        wait_until(lambda: self.process.poll() is not None or self._all_ready())
        assert self.process.poll() is None, self.said()

    def kill(self, name: str) -> None:
        """`kill -9` of one part; returns when another process of it answers."""
        killed = self.pid(name)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: self.state()["parts"][name]["pid"] not in (None, killed))
        self.await_ready()

    def stop(self) -> int:
        """Ctrl-C; the supervisor's exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait()

    def _all_ready(self) -> bool:
        parts = self.state().get("parts", {}).values()
        return bool(parts) and all(part["ready"] for part in parts)


@contextmanager
def one_command_stack(data: Path, **environment: str) -> Iterator[Supervised]:
    """`make run` on free ports with its data in `data`, ready; stopped with the block."""
    command = (sys.executable, "-m", "entrypoints.dev", "--data", data, "--ports", "free")
    stack = Supervised(command, data, **environment)
    try:
        stack.await_ready()
        yield stack
    finally:
        stack.stop()


def wait_until(condition: Callable[[], bool]) -> None:
    """Returns when the condition holds; the test's own time-out ends a wait in vain."""
    while not condition():
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether a process still runs (a zombie does not). Linux."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
