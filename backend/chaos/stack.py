"""The real stack as processes, and one more worker; two workers that can be killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.supervised import Supervised, one_command_stack

_OWN_PARTS = {"MONGODB_URL": "", "REDIS_URL": "", "CALCOM_BASE_URL": ""}
_GRACE_SECONDS = 12


class Machines:
    """A running stack with two workers; `urls` of its parts by name."""

    def __init__(self, supervised: Supervised, scaled: Mapping[str, str]) -> None:
        self._supervised, self._scaled = supervised, scaled
        self._second = self._start_second()
        self.environment: Mapping[str, str] = supervised.environment

    def url(self, part: str) -> str:
        """Where a part answers."""
        return str(self._supervised.state()["parts"][part]["url"])

    async def kill_worker(self) -> int:
        """`kill -9` of the first worker; returns its pid once another process stands in for it."""
        killed = self._supervised.pid("worker")
        os.kill(killed, signal.SIGKILL)
        while self._worker() in (None, killed):  # noqa: ASYNC110 - the supervisor is another process
            await asyncio.sleep(0.1)
        return killed

    async def kill_both_workers(self) -> list[int]:
        """`kill -9` of both at once; their pids. Another second one is started."""
        self._second.kill()
        self._second.wait()
        killed = [self._second.pid, await self.kill_worker()]
        self._second = self._start_second()
        return killed

    def stop_second(self) -> None:
        """End the worker that the supervisor does not know of."""
        self._second.terminate()
        try:
            self._second.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._second.kill()
            self._second.wait()

    def _worker(self) -> int | None:
        pid = self._supervised.state()["parts"]["worker"]["pid"]
        return int(pid) if pid else None

    def _start_second(self) -> subprocess.Popen[bytes]:
        """As `make worker` does."""
        data = self._supervised.data
        command = (sys.executable, "-m", "entrypoints.dev", "worker", "--data", str(data))
        (data / "logs").mkdir(exist_ok=True)
        with (data / "logs" / "second-worker.log").open("ab") as log:
            environment = {**os.environ, **self._scaled}
            return subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)


@contextmanager
def machines(data: Path, scaled: Mapping[str, str]) -> Iterator[Machines]:
    """The stack with its data in the new folder `data`, told `scaled`; every process of it is ended with the block."""
    data.mkdir(parents=True)
    with one_command_stack(data, **_OWN_PARTS, **scaled) as supervised:
        running = Machines(supervised, scaled)
        try:
            yield running
        finally:
            running.stop_second()
