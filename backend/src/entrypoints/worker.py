"""The worker process: `python -m entrypoints.worker`. Jobs and sweeps over the same house as the API, with metrics of its own.

It ends by a signal, where the database is no replica set, and where its event loop stands still: whoever runs it starts it
again. Where MongoDB is away or lacks its indexes it waits, takes nothing and gives no sign of life.
"""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress

import structlog
import uvloop
from prometheus_client import start_http_server

from application.jobs import Context, Job, Sweep
from domain.errors import Unavailable
from entrypoints import chores, heap, logs
from entrypoints.bootstrap import House, build_house
from entrypoints.job_runner import JobRunner
from entrypoints.settings import Settings
from entrypoints.watchdog import Watchdog
from infrastructure.queue import drop_old_queue
from infrastructure.redis import LOST, Heartbeat

_log = structlog.get_logger(__name__)
_BEAT_EVERY = 5.0  # seconds
_END_WITHIN = 8.0  # seconds that a job may go on after the signal to stop; supervisors kill after ten


class Worker:
    """One for each process. Building one opens no connection; raises UnfitSettings in production."""

    def __init__(self, settings: Settings) -> None:
        self._house = house = build_house(settings)
        self._redis_url = settings.redis_url.get_secret_value()
        self._runner = JobRunner(self._redis_url, *_work_of(house))

    def stop(self) -> None:
        """Take nothing more; `run` ends soon."""
        self._runner.stop()

    async def run(self) -> None:
        """Work until `stop`, once the database is as it must be. Raises what `House.prepared` does."""
        try:
            async with self._house.prepared() as ready:
                await _first_of(ready, self._runner.stopping)
                if not self._runner.stopping.is_set():
                    await self._work()
        finally:
            await self._house.close()

    async def _work(self) -> None:
        with suppress(*LOST):
            await drop_old_queue(self._redis_url)
        async with self._house.measuring():
            heartbeat = asyncio.create_task(self._beat())
            try:
                await self._runner.run(_END_WITHIN)
            finally:
                heartbeat.cancel()

    async def _beat(self) -> None:
        heartbeat = Heartbeat(self._house.core.redis)
        while True:
            with suppress(Unavailable):
                await heartbeat.beat(self._runner.taken())
            await asyncio.sleep(_BEAT_EVERY)


def _work_of(house: House) -> tuple[Sequence[Job], Sequence[Sweep], Context]:
    jobs = [job for room in house.rooms for job in room.jobs]
    sweeps = [*chores.SWEEPS, *(sweep for room in house.rooms for sweep in room.sweeps)]
    context: Context = {"chores": chores.chores_of(house.core, house.privacy)}
    for room in house.rooms:
        context |= room.context
    return jobs, sweeps, context


async def _first_of(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waiting = [asyncio.create_task(each.wait()) for each in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()


async def _until_told(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, worker.stop)
    watchdog = Watchdog()
    watchdog.watch(loop)
    heap.settle()
    try:
        await worker.run()
    finally:
        watchdog.stop()


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    server, _ = start_http_server(settings.worker_metrics_port, settings.host)
    _log.info("metrics_served", port=server.server_port)
    uvloop.install()  # as the API's server does: a sixth of what a booking costs (docs/performance.md)
    asyncio.run(_until_told(Worker(settings)))


if __name__ == "__main__":
    main()
