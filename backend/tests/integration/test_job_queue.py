"""The job queue, and the runner that takes from it, over a real Redis and without one."""

import asyncio
import os
import pickle
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from application.jobs import Context, Job, Sweep
from entrypoints.job_runner import JobRunner
from entrypoints.stack.ports import free_port
from infrastructure.queue import RedisJobQueue, RedisJobSource
from tests.serving import WAIT, eventually

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def queue(redis_url: str) -> AsyncIterator[RedisJobQueue]:
    queue = RedisJobQueue(redis_url, WAIT)
    yield queue
    await queue.close()


@pytest.fixture
async def source(redis_url: str) -> AsyncIterator[RedisJobSource]:
    source = RedisJobSource(redis_url, wait=0.05)
    yield source
    await source.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        yield redis


class Planted:
    """Unpickled, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.folder),)


async def test_a_job_waits_once_and_is_asked_for_anew_when_it_was_taken(
    queue: RedisJobQueue, source: RedisJobSource
) -> None:
    for asked in ("d1", "d1", "d2", "d1"):
        assert await queue.enqueue("process", asked)
    assert [await source.take("process") for _ in range(3)] == [["d1"], ["d2"], None]
    assert await queue.enqueue("process", "d1")
    assert await source.take("process") == ["d1"]


async def test_a_worker_that_dies_with_jobs_in_its_hands_leaves_nothing_behind(
    queue: RedisJobQueue, source: RedisJobSource, redis: Redis
) -> None:
    """Five kills with twenty jobs each: what is asked for next is taken next."""
    for number in range(100):
        await queue.enqueue("process", number)
        assert await source.take("process") == [number], "and its worker is killed"
    assert await redis.keys("*") == []
    assert await queue.enqueue("process", "the next")
    assert await source.take("process") == ["the next"]


async def test_what_an_earlier_version_pickled_is_dropped_and_a_planted_pickle_is_never_read(
    source: RedisJobSource, redis: Redis, tmp_path: Path
) -> None:
    planted = pickle.dumps({"t": 1, "f": "process_delivery", "a": (Planted(tmp_path / "made"),), "k": {}})
    await redis.set("arq:job:old", planted)
    await redis.zadd("arq:queue", {"old": 1})
    await redis.zadd("coleta:jobs:1:process", {planted: 1, b"\xff": 2, b"7": 3, b'["d1"]': 4})
    await source.drop_old()

    assert not await redis.exists("arq:queue")
    assert [await source.take("process") for _ in range(5)] == [None, None, None, ["d1"], None]
    assert not (tmp_path / "made").exists()
    pickle.loads(planted)  # noqa: S301 - our own
    assert (tmp_path / "made").exists(), "else nothing was shown"


async def test_without_redis_a_job_is_refused_and_not_tried_again_at_once() -> None:
    queue = RedisJobQueue(f"redis://127.0.0.1:{free_port()}/0")
    assert not await queue.enqueue("process", "d1")
    assert not await queue.enqueue("process", "d2")
    await queue.close()


async def test_two_workers_carry_each_job_out_once_and_no_more_at_once_than_they_may(
    queue: RedisJobQueue, source: RedisJobSource
) -> None:
    ran: dict[str, list[int]] = {"one": [], "other": []}
    under_way, most = Counter[str](), Counter[str]()
    both_are_full = asyncio.Event()

    async def work(context: Context, number: int) -> None:
        name = context["name"]
        under_way[name] += 1
        most[name] = max(most[name], under_way[name])
        if under_way["one"] >= 10 and under_way["other"] >= 10:
            both_are_full.set()
        await both_are_full.wait()  # whichever is slower to begin on a busy machine
        under_way[name] -= 1
        ran[name].append(number)

    for number in range(60):
        assert await queue.enqueue("work", number)
    job = Job("work", work, at_once=10, within=MINUTE)
    runners = [JobRunner(source, [job], [], {"name": name}) for name in ran]

    async def all_ran() -> bool:
        return len(ran["one"]) + len(ran["other"]) == 60

    await _at_work(runners, all_ran)
    assert sorted([*ran["one"], *ran["other"]]) == list(range(60))
    assert most == {"one": 10, "other": 10}


async def test_a_sweep_waits_neither_for_jobs_nor_for_another_sweep(
    queue: RedisJobQueue, source: RedisJobSource
) -> None:
    swept: list[None] = []

    async def hang(context: Context, *_arguments: Any) -> None:
        await asyncio.Event().wait()

    async def sweep(context: Context) -> None:
        swept.append(None)

    await queue.enqueue("work", 1)
    jobs = [Job("work", hang, at_once=1, within=MINUTE)]
    sweeps = [Sweep("hangs", hang, MINUTE), Sweep("sweep", sweep, timedelta(milliseconds=1))]
    runner = JobRunner(source, jobs, sweeps, {})

    async def swept_thrice() -> bool:
        return len(swept) >= 3

    await _at_work([runner], swept_thrice, patience=0)


async def test_what_fails_ends_nothing_else_and_what_was_taken_is_known(
    queue: RedisJobQueue, source: RedisJobSource
) -> None:
    ran: list[str] = []

    async def work(context: Context, name: str) -> bool:
        ran.append(name)
        if name == "fails":
            raise ValueError(name)
        return name == "takes"

    runner = JobRunner(source, [Job(name, work, 1, MINUTE) for name in ("a", "b")], [], {})
    await queue.enqueue("a", "fails")
    await queue.enqueue("a", "planted", "by", "somebody")
    await queue.enqueue("a", "takes")
    await queue.enqueue("b", "finds nothing")

    async def all_ran() -> bool:
        return len(ran) == 3

    await _at_work([runner], all_ran)
    assert sorted(ran) == ["fails", "finds nothing", "takes"]
    assert [runner.taken(), runner.taken()] == [{"a"}, set()]


async def test_a_runner_that_is_stopped_ends_what_it_began_and_cuts_off_what_takes_too_long(
    queue: RedisJobQueue, source: RedisJobSource
) -> None:
    began, ended = set[str](), list[str]()
    goes_on = asyncio.Event()

    async def work(context: Context, name: str) -> None:
        began.add(name)
        try:
            await (goes_on if name == "ends" else asyncio.Event()).wait()
        except asyncio.CancelledError:
            ended.append(f"{name} is cut off")
            raise
        ended.append(name)

    for name in ("ends", "hangs"):
        await queue.enqueue("work", name)
    runner = JobRunner(source, [Job("work", work, at_once=3, within=MINUTE)], [], {})
    running = asyncio.create_task(runner.run(patience=0.5))

    async def both_began() -> bool:
        return len(began) == 2

    await eventually(both_began)
    runner.stop()
    goes_on.set()
    await running
    assert ended == ["ends", "hangs is cut off"]


async def _at_work(runners: list[JobRunner], until: Callable[[], Any], patience: float = WAIT) -> None:
    running = [asyncio.create_task(runner.run(patience)) for runner in runners]
    await eventually(until)
    for runner in runners:
        runner.stop()
    await asyncio.gather(*running)
