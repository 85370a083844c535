"""The one-command stack: `python -m entrypoints.dev` starts everything and keeps it running until Ctrl-C.

`… worker` runs one more worker beside the running stack; `… seed` fills its database with a week to look at; `… calcom …`
is Cal.com's command line on it.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from entrypoints.stack.files import AlreadyRunning, sole_use
from entrypoints.stack.part import PartFailed, PortLost
from entrypoints.stack.plan import ROOT, WORKER_COMMAND, Plan, plan, worker_environment
from entrypoints.stack.ports import PortTaken
from entrypoints.stack.supervisor import STATE_FILE, Stack

_TRIES = 3
_CLI = (sys.executable, "-m", "entrypoints.cli")
_WELCOME = """
  {PUBLIC_URL}
      Sign in as gestor@demo.example.com, atendente@demo.example.com or logistica@demo.example.com;
      the password of all three is clinica-demo.
  {PUBLIC_URL}/docs
      The API.
  {CALCOM_BASE_URL}
      Cal.com{stand_in}. Book a visit there and watch the row appear in the appointments by itself;
      cancel it there, and the row turns Cancelado.

  Logs: {logs}    Stop everything: Ctrl-C
"""


def main() -> int:
    """Exit code 0 after a stop that was asked for, 1 when the stack could not start."""
    arguments = _parse()
    data: Path = arguments.data.resolve()
    if arguments.command == "worker":
        _become(WORKER_COMMAND, data)
    if arguments.command in ("seed", "calcom"):
        _become((*_CLI, arguments.command, *arguments.rest), data)
    try:
        with sole_use(data):
            run(data, partial(plan, data, os.environ, free_ports=arguments.ports == "free"))
        return 0
    except (PartFailed, PortTaken, AlreadyRunning) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m entrypoints.dev", description=__doc__, allow_abbrev=False
    )
    parser.add_argument("command", nargs="?", choices=("run", "worker", "seed", "calcom"), default="run")
    parser.add_argument("--data", type=Path, default=ROOT / ".data", help="where everything is kept")
    parser.add_argument("--ports", choices=("fixed", "free"), default="fixed")
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command != "calcom":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    return arguments


def run(data: Path, make_plan: Callable[[], Plan]) -> None:
    """Start what is planned and keep it running until a signal. A start that loses a port to another program is made anew
    with a new plan, a few times. Raises PartFailed, PortTaken."""
    for tries_left in reversed(range(_TRIES)):
        try:
            _run_once(data, make_plan())
            return
        except PortLost as lost:
            if not tries_left:
                raise
            _say(f"\n{lost}\nStarting everything again, on other ports.")


def _run_once(data: Path, planned: Plan) -> None:
    with Stack(data, planned.parts, planned.environment, _say) as stack:
        stop_on_signals(stack)
        _say("Starting, one after the other:")
        stack.start()
        if not stack.stopping:
            _welcome(data, planned)
        stack.keep()
        _say("Stopping everything.")


def stop_on_signals(stack: Stack) -> None:
    """Ctrl-C, `kill` and a closed terminal ask the stack to stop, in order."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stack.stopping = True

    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, stop)


def _welcome(data: Path, planned: Plan) -> None:
    stand_in = ", played by a stand-in" if any(part.name == "sandbox" for part in planned.parts) else ""
    _say(_WELCOME.format(**planned.environment, stand_in=stand_in, logs=data / "logs"))


def _become(command: Sequence[str], data: Path) -> NoReturn:
    state = data / STATE_FILE
    if not state.exists():
        sys.exit("No stack is running here. Start one with `make run`.")
    environment = json.loads(state.read_text())["environment"]
    os.execve(command[0], list(command), worker_environment(environment))  # noqa: S606 - our own module


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
