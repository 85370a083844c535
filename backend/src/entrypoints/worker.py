"""The worker process: `python -m entrypoints.worker`. ARQ's worker over the same house, with metrics of its own.

ARQ gives up when Redis goes away: whoever runs this process starts it again (PARTS.md).
"""

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import Any

import structlog
import uvloop
from arq.connections import RedisSettings
from arq.worker import Worker
from prometheus_client import start_http_server

from domain.errors import Unavailable
from entrypoints import chores, heap, logs
from entrypoints.bootstrap import House, build_house
from entrypoints.settings import Settings
from infrastructure.redis import Heartbeat

_log = structlog.get_logger(__name__)
_BEAT_EVERY = 5.0  # seconds
_CONNECT_WITHIN = 5  # seconds
_END_WITHIN = 8  # seconds that a job may go on after the signal to stop; supervisors kill after ten
_POLL_EVERY = 0.05  # seconds that a queued job may lie: staff watch the row appear


class PromptWorker(Worker):
    """ARQ's worker, but that it begins the jobs of a look at the queue side by side, and does not ask again about those that it
    is at: one after the other, at four exchanges with Redis each, they began more slowly than they ended."""

    async def start_jobs(self, job_ids: list[bytes]) -> None:
        begin = super().start_jobs
        todo = [job_id for job_id in job_ids if job_id.decode() not in self.tasks]
        while todo and (room := self.max_jobs - self.job_counter) > 0:
            await asyncio.gather(*(begin([job_id]) for job_id in todo[:room]))
            del todo[:room]  # some were another worker's


def build_worker(settings: Settings) -> Worker:
    """Raises UnfitSettings in production. Must be called inside a running event loop or before one starts."""
    house = build_house(settings)

    async def startup(ctx: dict[str, Any]) -> None:
        ctx["alive"] = AsyncExitStack()
        await house.prepare()
        ctx |= chores.chores_of(house.core, house.privacy)
        for room in house.rooms:
            ctx |= room.context
        await ctx["alive"].enter_async_context(house.measuring())
        ctx["heartbeat"] = asyncio.create_task(_beat(house))

    async def shutdown(ctx: dict[str, Any]) -> None:
        if "heartbeat" in ctx:
            ctx["heartbeat"].cancel()
        await ctx["alive"].aclose()
        await house.close()

    return PromptWorker(
        functions=[*chores.FUNCTIONS, *(job for room in house.rooms for job in room.jobs)],
        cron_jobs=[*chores.CRONS, *(cron for room in house.rooms for cron in room.crons)],
        redis_settings=redis_settings(settings),
        on_startup=startup,
        on_shutdown=shutdown,
        poll_delay=_POLL_EVERY,
        max_jobs=20,
        job_timeout=60,
        job_completion_wait=_END_WITHIN,
        keep_result=0,
    )


def redis_settings(settings: Settings) -> RedisSettings:
    """ARQ tries five times more; the second that it gives each connection is little for TLS to another region."""
    found = RedisSettings.from_dsn(settings.redis_url.get_secret_value())
    return replace(found, conn_timeout=_CONNECT_WITHIN)


async def _beat(house: House) -> None:
    heartbeat = Heartbeat(house.core.redis)
    while True:
        with suppress(Unavailable):
            await heartbeat.beat()
        await asyncio.sleep(_BEAT_EVERY)


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    server, _ = start_http_server(settings.worker_metrics_port, settings.host)
    _log.info("metrics_served", port=server.server_port)
    uvloop.install()  # as the API's server does: a sixth of what a booking costs (docs/performance.md)
    worker = build_worker(settings)
    heap.settle()
    worker.run()


if __name__ == "__main__":
    main()
