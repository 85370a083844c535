"""The real stack as `make run` starts it, on data and ports of its own."""

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from tests.supervised import Supervised, one_command_stack

# Its own parts whatever this machine offers: what is measured is filled and emptied. The clock's runs are not measured.
_TOLD = {
    "MONGODB_URL": "",
    "REDIS_URL": "",
    "CALCOM_BASE_URL": "",
    "CALCOM_RECONCILE_MINUTES": "100000",
}


@contextmanager
def stack(data: Path, told: Mapping[str, str] = MappingProxyType({})) -> Iterator[Supervised]:
    """A running stack; its processes are ended and its data removed with the block. The logs stay where something failed."""
    folder = data / uuid4().hex[:8]
    folder.mkdir(parents=True)
    with one_command_stack(folder, **_TOLD, **told) as running:
        yield running
    shutil.rmtree(folder)


def url_of(running: Supervised, part: str) -> str:
    """Where a part answers, by number: a name would be looked up at each connection."""
    return str(running.state()["parts"][part]["url"]).replace("localhost", "127.0.0.1")


@contextmanager
def paused(running: Supervised, part: str) -> Iterator[None]:
    """A part that stands still for the block."""
    pid = running.pid(part)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
