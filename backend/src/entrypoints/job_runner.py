"""Carries out jobs and sweeps side by side until it is stopped."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import structlog

from application.error_place import place_of
from application.jobs import STOPPING, Context, Job, Sweep
from infrastructure.queue import ArqListener

_ARQ_ENDS_WITHIN = 0.5  # seconds beyond the patience: it looks every tenth of one whether its jobs have ended
_log = structlog.get_logger(__name__)


class JobRunner:
    """One for each worker process; `stopping` is set by `stop`. A sweep never waits for jobs, nor jobs of one name for those of
    another."""

    def __init__(
        self, redis_url: str, jobs: Sequence[Job], sweeps: Sequence[Sweep], context: Context
    ) -> None:
        self._listeners = [
            ArqListener(redis_url, job, partial(self._attempt, job.name, job.function)) for job in jobs
        ]
        self.stopping = asyncio.Event()
        self._sweeps, self._context = sweeps, {**context, STOPPING: self.stopping}
        self._under_way: set[asyncio.Task[None]] = set()
        self._taken: set[str] = set()

    def stop(self) -> None:
        """Take nothing more; `run` ends when what is under way has."""
        self.stopping.set()
        for listener in self._listeners:
            listener.stop()

    def taken(self) -> set[str]:
        """The kinds of work of which something was taken since the last time this was asked."""
        taken, self._taken = self._taken, set()
        return taken

    async def run(self, patience: float) -> None:
        """Work until `stop`, then for `patience` seconds more at what is under way; what is not done by then is cut off."""
        listening = [asyncio.create_task(each.run(patience)) for each in self._listeners]
        sweeping = [asyncio.create_task(self._repeat(sweep)) for sweep in self._sweeps]
        stopping = asyncio.create_task(self.stopping.wait())
        ended, _ = await asyncio.wait([stopping, *listening, *sweeping], return_when=asyncio.FIRST_COMPLETED)
        await _cut_off({stopping, *sweeping} - ended)
        under_way = {*listening, *self._under_way}
        if under_way:
            await asyncio.wait(under_way, timeout=patience + _ARQ_ENDS_WITHIN)
        await _cut_off(under_way)
        for each in ended:
            each.result()  # a loop ends by an error alone, and this process with it

    async def _repeat(self, sweep: Sweep) -> None:
        while True:
            task = self._begin(sweep)
            await asyncio.wait([task])  # which leaves the task alone where this loop is cancelled
            await asyncio.sleep(sweep.every.total_seconds())

    def _begin(self, sweep: Sweep) -> "asyncio.Task[None]":
        task = asyncio.create_task(self._attempt(sweep.kind, sweep.function))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _attempt(self, kind: str, function: Callable[..., Awaitable[object]], *arguments: Any) -> None:
        """What fails is logged by its place, and done again when the next sweep finds it due."""
        try:
            if await function(self._context, *arguments):
                self._taken.add(kind)
        except Exception as error:
            _log.warning("job_failed", job=kind, error=place_of(error))


async def _cut_off(tasks: "set[asyncio.Task[Any]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
