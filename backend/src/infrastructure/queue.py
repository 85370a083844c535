"""The one door to the job queue, which is ARQ's: a queue for each job's name, its entries JSON (docs/decisions/0015).

A job is a hint: what is due stands in MongoDB and is found by the sweeps, so one that is lost or refused is done a little
later. ARQ keeps the name of a job whose worker died for the job's time-out and ten seconds; nothing waits for that.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from signal import SIGTERM
from typing import Any, cast

import structlog
from arq.connections import ArqRedis
from arq.constants import expires_extra_ms, in_progress_key_prefix, job_key_prefix
from arq.jobs import serialize_job
from arq.worker import Worker, func

from application.jobs import Job
from infrastructure.redis import LOST, PATIENCE, connect, connection_pool

_REST = 1.0  # seconds without a try after a failure
_WITHIN = 5.0  # seconds for a worker's connection or answer: TLS to another region takes more than one
_POLL_EVERY = 0.05  # seconds that a job may lie while others run: staff watch the row appear
_QUEUE = "coleta:jobs:1:"  # the number changes with the form of what is kept
# The queue of earlier versions: pickled, so it is never read. What it asked for is due in MongoDB.
_OLD = "arq:queue"
_READ = 1000  # names in a look at the queue: more than workers killed within a minute can leave in progress
_ASKED = ":asked"  # after the queue's name: the list that an idle worker waits at
_LOOK_EVERY = 1  # seconds: for what was asked for while the worker that was woken for it died
_AHEAD = (
    1000  # milliseconds that the clock of whoever asks may be ahead: ARQ takes no job whose time has not come
)
# What ARQ's own client does, at once: it watches the job's key, asks for it, writes and lets go, which is four exchanges and
# was a tenth of a webhook's cost (docs/performance.md). A job that waits or runs has both entries, and keeps them.
_ASK = """
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
if redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[4]) == 1 then
  redis.call('LPUSH', KEYS[3], 1)
  redis.call('LTRIM', KEYS[3], 0, 0)
end
"""
_log = structlog.get_logger(__name__)


class ArqJobQueue:
    """Asks workers for jobs. Never raises, and holds the caller up for `patience` seconds at most."""

    def __init__(self, redis_url: str, patience: float = PATIENCE) -> None:
        self._redis = connect(redis_url, patience)
        self._resting_until = 0.0

    async def enqueue(self, name: str, *args: Any) -> bool:
        """Ask for job `name`; one with the same arguments that waits or runs is enough. False where Redis did not take it."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._resting_until:
            return False
        try:
            await self._ask(name, args)
        except LOST:
            self._resting_until = loop.time() + _REST
            return False
        return True

    async def _ask(self, name: str, args: tuple[Any, ...]) -> None:
        job_id = ":".join([name, *map(str, args)])
        now = time.time_ns() // 1_000_000
        job = serialize_job(name, args, {}, None, now, serializer=_encoded)
        keys = (job_key_prefix + job_id, _QUEUE + name, _QUEUE + name + _ASKED)
        values: tuple[Any, ...] = (job, expires_extra_ms, now - _AHEAD, job_id)
        await cast(Awaitable[None], self._redis.eval(_ASK, len(keys), *keys, *values))

    async def close(self) -> None:
        await self._redis.aclose()


class ArqListener:
    """A worker process's listener for the jobs of one name: ARQ's worker, made anew where Redis was lost."""

    def __init__(self, redis_url: str, job: Job, work: Callable[..., Awaitable[object]]) -> None:
        """`work(*arguments)` carries the job out, and raises nothing."""
        self._url, self._job, self._work = redis_url, job, work
        self._stopping = asyncio.Event()
        self._worker: Worker | None = None

    def stop(self) -> None:
        """Take nothing more; `run` ends when what is under way has."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.handle_sig_wait_for_completion(SIGTERM)

    async def run(self, patience: float) -> None:
        """Listen until `stop`, then for `patience` seconds more for what is under way; what is not done by then is cut off."""
        while not self._stopping.is_set():
            self._worker = worker = self._made(patience)
            try:
                await worker.async_run()
            except asyncio.CancelledError:
                if not self._stopping.is_set():
                    raise
            except Exception as error:  # whatever ended ARQ's loop: its text may name a job
                _log.warning("queue_out_of_reach", error=type(error).__name__)
            finally:
                await _closed(worker)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _REST)

    def _made(self, patience: float) -> Worker:
        async def work(ctx: dict[Any, Any], *arguments: Any, **_none: Any) -> None:
            await self._work(*arguments)

        return PromptWorker(
            [func(work, name=self._job.name, keep_result=0, max_tries=1)],
            queue_name=_QUEUE + self._job.name,
            redis_pool=ArqRedis(connection_pool(self._url, _WITHIN)),
            handle_signals=False,
            job_completion_wait=patience,  # type: ignore[arg-type]  # it takes fractions as well
            max_jobs=self._job.at_once,
            job_timeout=self._job.within,
            keep_result=0,
            max_tries=1,
            poll_delay=_POLL_EVERY,
            queue_read_limit=_READ,
            job_serializer=_encoded,
            job_deserializer=_decoded,
        )


class PromptWorker(Worker):
    """ARQ's worker, but that it asks in one exchange which jobs no worker is at, and begins those side by side: one after the
    other, at four exchanges with Redis each, they began more slowly than they ended. While it has none it waits to be woken
    for the next one: looking twenty times a second cost more than all else that an idle worker does."""

    async def heart_beat(self) -> None:
        """ARQ calls it after each look at the queue. A cancellation that comes just when something was sent is swallowed by the
        client's `asyncio.wait_for` (see `application.cancellation`), and ARQ would go on for ever: it is raised here."""
        await super().heart_beat()
        if self.allow_pick_jobs and not self.tasks:
            await cast(Awaitable[Any], self.pool.blpop([self.queue_name + _ASKED], timeout=_LOOK_EVERY))
        if self.main_task is not None and self.main_task.cancelling():
            raise asyncio.CancelledError

    async def start_jobs(self, job_ids: list[bytes]) -> None:
        names = [job_id for job_id in job_ids if job_id.isascii()]  # ours are; ARQ would end at a planted one
        if not names:
            return
        held = await self.pool.mget([in_progress_key_prefix + name.decode() for name in names])
        todo = [name for name, is_held in zip(names, held, strict=True) if not is_held]
        begin = super().start_jobs
        while todo and (room := self.max_jobs - self.job_counter) > 0:
            await asyncio.gather(*(begin([name]) for name in todo[:room]))
            del todo[:room]  # some were another worker's


async def drop_old_queue(redis_url: str) -> None:
    """Drop what an earlier version's queue holds, unread. Raises one of LOST without Redis."""
    async with connect(redis_url, _WITHIN, is_text=False) as redis:
        names = await redis.zrange(_OLD, 0, -1)
        await redis.unlink(_OLD, *(job_key_prefix.encode() + name for name in names))


async def _closed(worker: Worker) -> None:
    """Its jobs have ended or been cut off. Jobs that Redis was lost under end first: what they do is for MongoDB."""
    try:
        await asyncio.gather(*worker.tasks.values(), return_exceptions=True)
    finally:
        await worker.pool.aclose(close_connection_pool=True)


def _encoded(job: dict[str, Any]) -> bytes:
    return json.dumps(job).encode()


def _decoded(data: bytes) -> dict[str, Any]:
    """ARQ's job. Raises ValueError at whatever it could not be: ARQ drops the job then, and goes on."""
    job = json.loads(data)
    kinds: dict[str, type] = {"t": type(None), "f": str, "a": list, "k": dict, "et": int}
    if not isinstance(job, dict) or any(not isinstance(job.get(key), kind) for key, kind in kinds.items()):
        raise ValueError
    return job
