"""A worker whose event loop stands still ends itself; one that only waits does not."""

import json
import subprocess
import sys

from entrypoints.watchdog import EXIT_CODE

_PROCESS = """
import asyncio, time
from entrypoints import logs
from entrypoints.watchdog import Watchdog

async def main():
    Watchdog(patience=0.5).watch(asyncio.get_running_loop())
    {doing}

logs.configure()
asyncio.run(main())
"""


def process(doing: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", _PROCESS.format(doing=doing)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_loop_that_stands_still_ends_its_process_with_a_line() -> None:
    ended = process("time.sleep(600)")
    assert ended.returncode == EXIT_CODE
    [line] = [json.loads(each) for each in ended.stdout.splitlines()]
    assert (line["event"], line["level"]) == ("event_loop_stands_still", "critical")


def test_code_that_holds_up_every_thread_of_the_process_ends_it_too() -> None:
    ended = process('import re; re.match("(a+)+$", "a" * 60 + "b")')
    assert ended.returncode == 1
    assert ended.stderr.startswith("Timeout (")


def test_a_loop_that_waits_lives_on() -> None:
    ended = process("await asyncio.sleep(2)")
    assert (ended.returncode, ended.stdout) == (0, "")
