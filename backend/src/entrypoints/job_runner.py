"""Carries out jobs and sweeps side by side until it is stopped."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, Protocol

import structlog

from application.error_place import place_of
from application.jobs import Context, Job, Sweep
from infrastructure.redis import LOST

_REST = 1.0  # seconds without a try where Redis is away
_log = structlog.get_logger(__name__)


class JobSource(Protocol):
    async def take(self, name: str) -> list[Any] | None: ...

    async def leave(self) -> None: ...


class JobRunner:
    """One for each worker process. A sweep never waits for jobs, nor jobs of one name for those of another."""

    def __init__(
        self, source: JobSource, jobs: Sequence[Job], sweeps: Sequence[Sweep], context: Context
    ) -> None:
        self._source, self._jobs, self._sweeps, self._context = source, jobs, sweeps, context
        self._stopping = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._taken: set[str] = set()

    def stop(self) -> None:
        """Take nothing more; `run` ends when what is under way has."""
        self._stopping.set()

    def taken(self) -> set[str]:
        """The kinds of work of which something was taken since the last time this was asked."""
        taken, self._taken = self._taken, set()
        return taken

    async def run(self, patience: float) -> None:
        """Work until `stop`, then for `patience` seconds more at what is under way; what is not done by then is cut off."""
        loops = [
            *(asyncio.create_task(self._serve(job)) for job in self._jobs),
            *(asyncio.create_task(self._repeat(sweep)) for sweep in self._sweeps),
        ]
        stopping = asyncio.create_task(self._stopping.wait())
        ended, _ = await asyncio.wait([stopping, *loops], return_when=asyncio.FIRST_COMPLETED)
        await _cut_off({stopping, *loops} - ended)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=patience)
        await _cut_off(self._under_way)
        for each in ended:
            each.result()  # a loop ends by an error alone, and this process with it

    async def _serve(self, job: Job) -> None:
        room = asyncio.Semaphore(job.at_once)
        while True:
            await room.acquire()
            arguments = await self._next(job.name)
            if arguments is None:
                room.release()
                continue
            work = self._within(job, arguments)
            self._begin(job.name, work).add_done_callback(lambda _: room.release())

    async def _next(self, name: str) -> list[Any] | None:
        try:
            return await self._source.take(name)
        except LOST as error:
            _log.warning("queue_out_of_reach", error=type(error).__name__)
            await self._source.leave()
            await asyncio.sleep(_REST)
            return None

    async def _repeat(self, sweep: Sweep) -> None:
        while True:
            task = self._begin(sweep.kind, sweep.function(self._context))
            await asyncio.wait([task])  # which leaves the task alone where this loop is cancelled
            await asyncio.sleep(sweep.every.total_seconds())

    async def _within(self, job: Job, arguments: list[Any]) -> object:
        async with asyncio.timeout(job.within.total_seconds()):
            return await job.function(self._context, *arguments)

    def _begin(self, kind: str, work: Awaitable[object]) -> "asyncio.Task[None]":
        task = asyncio.create_task(self._attempt(kind, work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _attempt(self, kind: str, work: Awaitable[object]) -> None:
        """What fails is logged by its place, and done again when the next sweep finds it due."""
        try:
            if await work:
                self._taken.add(kind)
        except Exception as error:
            _log.warning("job_failed", job=kind, error=place_of(error))


async def _cut_off(tasks: "set[asyncio.Task[Any]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
