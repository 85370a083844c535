"""One part kept running: start, notice that it answers, notice its death, start again."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from entrypoints.stack.part import Part, PartFailed
from entrypoints.stack.process import Process, end, fail_if_over, fail_if_port_lost, how_it_ended, spawn, tail


class Keeper:
    """Holds at most one process of `part`; every method returns within some seconds, except `stop`."""

    def __init__(self, part: Part, log: Path, say: Callable[[str], None]) -> None:
        self.part = part
        self._log = log
        self._say = say
        self._process: Process | None = None
        self._preparation: Process | None = None
        self._started_at = 0.0  # monotonic seconds, as `_due`
        self._due = 0.0
        self._deaths = 0
        self._ready = False

    def first_answer(self) -> bool:
        """Start the part if need be; whether it answers by now. PartFailed when it ended or took too long, PortLost when
        another program listens in its place (whose answer would be taken for the part's own)."""
        if not self._is_prepared():
            return False
        if self._process is None:
            fail_if_port_lost(self.part, self._log)
        process = self._process or self._start()
        fail_if_over(process, self.part, self._log, self._started_at + self.part.patience)
        return self._answers()

    def tend(self) -> bool:
        """One look at the process: restart it when that is due. True when something changed."""
        if self._process is None:
            return self._restart_when_due()
        code = self._process.poll()
        if code is not None:
            self._bury(code)
            return True
        return not self._ready and self._answers()

    def stop(self) -> None:
        """End the process, if there is one; returns when it is gone."""
        if self._preparation is not None:
            end(self._preparation, self.part.grace)
        if self._process is not None:
            end(self._process, self.part.grace)
            self._process = None
            self._ready = False

    def state(self) -> dict[str, str | int | bool | None]:
        """What stack.json says of this part: pid (None while it rests), url, ready."""
        pid = self._process.pid if self._process else None
        return {"pid": pid, "url": self.part.url, "ready": self._ready}

    def _is_prepared(self) -> bool:
        """Whether the command that comes before has ended well; the first call starts it. PartFailed where it failed."""
        if not self.part.before:
            return True
        log = self._log.with_name(f"{self.part.name}-before.log")
        if self._preparation is None:
            self._preparation = spawn(replace(self.part, command=self.part.before), log)
        code = self._preparation.poll()
        if code:
            raise PartFailed(f"What comes before {self.part.name} {how_it_ended(code)}.\n{tail(log)}")
        return code == 0

    def _start(self) -> Process:
        self._process = spawn(self.part, self._log)
        self._started_at = time.monotonic()
        return self._process

    def _answers(self) -> bool:
        self._ready = self.part.ready()
        if self._ready:
            seconds = time.monotonic() - self._started_at
            self._say(f"{self.part.name:<10} ready at {self.part.url} ({seconds:.1f} s)")
        return self._ready

    def _restart_when_due(self) -> bool:
        if time.monotonic() < self._due:
            return False
        self.part.clear_up()
        self._start()
        return True

    def _bury(self, code: int) -> None:
        backoff = self.part.backoff
        lived = time.monotonic() - self._started_at
        self._deaths = 1 if lived > backoff.forgotten_after else self._deaths + 1
        rest = backoff.delay(self._deaths)
        self._due = time.monotonic() + rest
        self._process = None
        self._ready = False
        self._say(
            f"{self.part.name:<10} {how_it_ended(code)}; starting it again in {rest:.1f} s ({self._log})"
        )
