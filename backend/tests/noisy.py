"""A process whose libraries have much to say: `python -m tests.noisy MONGODB_URL REDIS_URL [plain]`.

A patient's words go through all of them, and through their failures. `plain` logs as Python does by itself.
"""

import asyncio
import gc
import logging
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx

from application.jobs import Job
from entrypoints import logs
from entrypoints.job_runner import JobRunner
from entrypoints.stack.ports import free_port
from infrastructure.mongo import Mongo
from infrastructure.queue import ArqJobQueue
from infrastructure.redis import connect
from persistence.driver_errors import driver_errors

NAME, UID, CPF = "Berenice Quaresma Figueiroa", "ftHrFEraaRehbt1H6MMax5", "529.982.247-25"


async def fail(ctx: dict[str, Any], said: str) -> None:
    """A job of ours that nobody foresaw to fail."""
    raise ValueError(said)


async def database(url: str) -> None:
    mongo = Mongo(url, "noisy")
    rows = mongo.database["rows"]
    for _ in range(2):  # the second is a duplicate, which the server quotes
        with suppress(Exception):
            async with driver_errors():
                await rows.insert_one({"_id": UID, "nome": NAME, "cpf": CPF})
    await rows.delete_one({"_id": UID})
    await mongo.close()


async def queue(url: str) -> None:
    queue = ArqJobQueue(url)
    await queue.enqueue("fail", f"{NAME} {CPF}")
    runner = JobRunner(url, [Job("fail", fail, at_once=1, within=timedelta(seconds=9))], [], {})

    async def stop_when_taken() -> None:
        async with connect(url) as ours:
            while await ours.keys("arq:job:*"):  # noqa: ASYNC110 - it is another connection's doing
                await asyncio.sleep(0.01)
        runner.stop()

    await asyncio.gather(runner.run(patience=9), stop_when_taken())
    await queue.close()
    async with connect(url) as ours:
        await ours.set("noisy", NAME, ex=1)


async def call() -> None:
    async with httpx.AsyncClient() as client:
        with suppress(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:{free_port()}/bookings/{UID}", params={"q": NAME})


async def forgotten_task() -> None:
    """A task that failed and that nobody asked for its outcome; asyncio tells of it when it is collected."""
    task = asyncio.create_task(fail({}, NAME))
    await asyncio.wait([task])
    del task
    gc.collect()


async def main(mongodb_url: str, redis_url: str) -> None:
    await database(mongodb_url)
    await queue(redis_url)
    await call()
    await forgotten_task()


if __name__ == "__main__":
    mongodb_url, redis_url, *plain = sys.argv[1:]
    if plain:
        logging.basicConfig(level=logging.DEBUG)
    else:
        logs.configure("DEBUG")
    asyncio.run(main(mongodb_url, redis_url))
