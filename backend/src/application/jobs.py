"""What a worker process does: jobs, which somebody asks for by name, and sweeps, which its own timer begins.

Both are told by what they return whether they took anything (a count, a state): readiness asks for that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Context = dict[str, Any]
STOPPING = "stopping"  # where the context has the event that the worker is told to stop


@dataclass(frozen=True, slots=True)
class Job:
    """`function(context, *arguments)`, by ARQ `at_once` times side by side at most, and cut off `within` that time: a minute at
    most, for ARQ keeps the name of a job whose worker died for ten seconds longer."""

    name: str
    function: Callable[..., Awaitable[object]]
    at_once: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Sweep:
    """`function(context)`, begun again `every` so often after its end; one that takes long holds no other up. `kind` names
    what it takes, as the job's name does."""

    kind: str
    function: Callable[[Context], Awaitable[object]]
    every: timedelta


@dataclass(frozen=True, slots=True)
class Backlog:
    """Work of one `kind`: `is_overdue(patience)` says whether some of it has been due for longer than `patience`."""

    kind: str
    is_overdue: Callable[[timedelta], Awaitable[bool]]
    patience: timedelta = timedelta(minutes=1)


async def side_by_side(
    context: Context, work: Callable[[str], Awaitable[object]], ids: Sequence[str], at_once: int
) -> int:
    """`work(id)` for all of them, `at_once` at a time at most; none is begun once the worker is told to stop
    (the event `context[STOPPING]`). How many took something. One that fails ends none of the
    others; the first failure is raised when all have ended."""
    room = asyncio.Semaphore(at_once)

    async def within_room(each: str) -> object:
        async with room:
            return None if context[STOPPING].is_set() else await work(each)

    results = await asyncio.gather(*(within_room(each) for each in ids), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return sum(bool(result) for result in results)
