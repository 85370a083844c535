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
from infrastructure.queue import ArqJobQueue, drop_old_queue
from tests.serving import WAIT, eventually

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def queue(redis_url: str) -> AsyncIterator[ArqJobQueue]:
    queue = ArqJobQueue(redis_url, WAIT)
    yield queue
    await queue.close()


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


async def test_a_job_waits_once_and_runs_once_while_it_is_asked_for(
    queue: ArqJobQueue, redis_url: str, redis: Redis
) -> None:
    ran: list[str] = []

    async def work(context: Context, name: str) -> None:
        ran.append(name)
        assert await queue.enqueue("work", name), "while it runs"

    for asked in ("d1", "d1", "d2", "d1"):
        assert await queue.enqueue("work", asked)
    runner = JobRunner(redis_url, [Job("work", work, 1, MINUTE)], [], {})

    async def none_is_left() -> bool:
        return len(ran) >= 2 and not await redis.keys("arq:*")

    await _at_work([runner], none_is_left)
    assert ran == ["d1", "d2"]


async def test_an_idle_worker_waits_to_be_woken(queue: ArqJobQueue, redis_url: str, redis: Redis) -> None:
    ran: list[str] = []

    async def work(context: Context, name: str) -> None:
        ran.append(name)

    async def waits() -> bool:
        return any("b" in each["flags"] for each in await redis.client_list())

    async def woken_for_each() -> bool:
        if await waits() and len(ran) < 3:
            await queue.enqueue("work", f"d{len(ran)}")
        return len(ran) == 3

    runner = JobRunner(redis_url, [Job("work", work, 1, MINUTE)], [], {})
    await _at_work([runner], woken_for_each)
    assert ran == ["d0", "d1", "d2"]
    assert len(await redis.lrange("coleta:jobs:1:work:asked", 0, -1)) <= 1  # type: ignore[misc]  # the client's is either


async def test_names_that_killed_workers_left_in_progress_hold_no_fresh_job_up(
    queue: ArqJobQueue, redis_url: str, redis: Redis
) -> None:
    """Ten kills with thirty jobs each: what is asked for next runs next."""
    ran: list[Any] = []

    async def work(context: Context, name: str) -> None:
        ran.append(name)

    for number in range(300):
        await queue.enqueue("work", number)
        await redis.set(f"arq:in-progress:work:{number}", 1)
    await queue.enqueue("work", "the next")
    runner = JobRunner(redis_url, [Job("work", work, 1, MINUTE)], [], {})

    async def it_ran() -> bool:
        return bool(ran)

    await _at_work([runner], it_ran)
    assert ran == ["the next"]


async def test_what_an_earlier_version_pickled_is_dropped_and_a_planted_pickle_is_never_read(
    queue: ArqJobQueue, redis_url: str, redis: Redis, tmp_path: Path
) -> None:
    ran: list[str] = []

    async def work(context: Context, name: str) -> None:
        ran.append(name)

    planted = pickle.dumps({"t": 1, "f": "work", "a": (Planted(tmp_path / "made"),), "k": {}, "et": 1})
    odd = [planted, b"\xff", b"7", b"{}", b'{"t": null, "f": [], "a": [], "k": {}, "et": 1}']
    await redis.set("arq:job:old", planted)
    await redis.zadd("arq:queue", {"old": 1})
    for number, each in enumerate(odd):
        await redis.set(f"arq:job:odd{number}", each)
        await redis.zadd(
            "coleta:jobs:1:work", {f"odd{number}": number + 1}
        )  # ARQ takes a score of nothing for none
    await redis.zadd("coleta:jobs:1:work", {b"\xff": 1})
    await drop_old_queue(redis_url)
    assert await redis.exists("arq:queue", "arq:job:old") == 0
    assert await queue.enqueue("work", "d1")
    runner = JobRunner(redis_url, [Job("work", work, 1, MINUTE)], [], {})

    async def it_ran() -> bool:
        return bool(ran) and not await redis.keys("arq:job:*")

    await _at_work([runner], it_ran)
    assert ran == ["d1"]
    assert not (tmp_path / "made").exists()
    pickle.loads(planted)  # noqa: S301 - our own
    assert (tmp_path / "made").exists(), "else nothing was shown"


async def test_without_redis_a_job_is_refused_and_not_tried_again_at_once() -> None:
    queue = ArqJobQueue(f"redis://127.0.0.1:{free_port()}/0")
    assert not await queue.enqueue("process", "d1")
    assert not await queue.enqueue("process", "d2")
    await queue.close()


async def test_two_workers_carry_each_job_out_once_and_no_more_at_once_than_they_may(
    queue: ArqJobQueue, redis_url: str
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
    runners = [JobRunner(redis_url, [job], [], {"name": name}) for name in ran]

    async def all_ran() -> bool:
        return len(ran["one"]) + len(ran["other"]) == 60

    await _at_work(runners, all_ran)
    assert sorted([*ran["one"], *ran["other"]]) == list(range(60))
    assert most == {"one": 10, "other": 10}


async def test_a_sweep_waits_neither_for_jobs_nor_for_another_sweep(
    queue: ArqJobQueue, redis_url: str
) -> None:
    swept: list[None] = []

    async def hang(context: Context, *_arguments: Any) -> None:
        await asyncio.Event().wait()

    async def sweep(context: Context) -> None:
        swept.append(None)

    await queue.enqueue("work", 1)
    jobs = [Job("work", hang, at_once=1, within=MINUTE)]
    sweeps = [Sweep("hangs", hang, MINUTE), Sweep("sweep", sweep, timedelta(milliseconds=1))]
    runner = JobRunner(redis_url, jobs, sweeps, {})

    async def swept_thrice() -> bool:
        return len(swept) >= 3

    await _at_work([runner], swept_thrice, patience=0)


async def test_what_fails_ends_nothing_else_and_what_was_taken_is_known(
    queue: ArqJobQueue, redis_url: str
) -> None:
    ran: list[str] = []

    async def work(context: Context, name: str) -> bool:
        ran.append(name)
        if name == "fails":
            raise ValueError(name)
        return name == "takes"

    runner = JobRunner(redis_url, [Job(name, work, 1, MINUTE) for name in ("a", "b")], [], {})
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
    queue: ArqJobQueue, redis_url: str
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
    runner = JobRunner(redis_url, [Job("work", work, at_once=3, within=MINUTE)], [], {})
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
