"""Operating-system processes: started so that none outlives us, ended politely and then surely."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from entrypoints.stack.part import Part, PartFailed, PortLost
from entrypoints.stack.ports import is_free

POLL_SECONDS = 0.05
LOG_TAIL_LINES = 12
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Process = subprocess.Popen[bytes]


def spawn(part: Part, log: Path) -> Process:
    """Start `part` in a session of its own, its output appended to `log`.

    Own session: Ctrl-C at the terminal reaches the supervisor alone, which then stops the parts in order.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - the command comes from our own code
            part.command,
            env={**os.environ, **part.env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )


def await_ready(process: Process, part: Part, log: Path) -> None:
    """Wait until `part` answers; PartFailed, with the end of its log, when it ends or `patience` runs out."""
    deadline = time.monotonic() + part.patience
    while not part.ready():
        fail_if_over(process, part, log, deadline)
        time.sleep(POLL_SECONDS)
    fail_if_over(process, part, log, deadline)


def fail_if_port_lost(part: Part, log: Path) -> None:
    """PortLost when another program listens on the port of `part`, which does not run."""
    if part.port and not is_free(part.port):
        raise PortLost(f"{part.name} cannot start: another program took port {part.port}.\n{tail(log)}")


def fail_if_over(process: Process, part: Part, log: Path, deadline: float) -> None:
    """PartFailed when the process has ended (PortLost when its port was), or when `deadline` (monotonic seconds) has passed."""
    code = process.poll()
    if code is not None:
        fail_if_port_lost(part, log)
        raise PartFailed(f"{part.name} {how_it_ended(code)}.\n{tail(log)}")
    if time.monotonic() > deadline:
        raise PartFailed(f"{part.name} did not answer within {part.patience:.0f} s.\n{tail(log)}")


def end(process: Process, grace: float) -> None:
    """SIGTERM, then SIGKILL after `grace` seconds; whatever it left in its session is killed too."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def how_it_ended(code: int) -> str:
    """A return code of `subprocess` in words."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def _die_with(parent: int) -> Callable[[], None] | None:
    """Code for the child, between fork and exec: be killed when `parent` dies, even of `kill -9` (Linux)."""
    libc = _LIBC
    if libc is None:
        return None

    def bind() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the call above
            os._exit(1)

    return bind


def tail(log: Path) -> str:
    """The last lines of a log, for the person at the terminal; empty where there is none."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]
    return "\n".join([f"The end of {log}:", *(f"    {line}" for line in lines)])
