"""A process whose libraries have much to say: `python -m tests.noisy MONGODB_URL REDIS_URL [plain]`.

A patient's words go through all of them, and through their failures. `plain` logs as Python does by itself.
"""

import asyncio
import gc
import logging
import sys
from contextlib import suppress
from typing import Any

import httpx
from arq.connections import RedisSettings, create_pool
from arq.worker import Worker, func

from entrypoints import logs
from entrypoints.stack.ports import free_port
from infrastructure.mongo import Mongo
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
    redis = await create_pool(RedisSettings.from_dsn(url))
    await redis.enqueue_job("fail", f"{NAME} {CPF}", _queue_name="noisy")
    worker = Worker(
        [func(fail, max_tries=1)], redis_pool=redis, queue_name="noisy", burst=True, handle_signals=False
    )
    await worker.async_run()
    await worker.close()
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
