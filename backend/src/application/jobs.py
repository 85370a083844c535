"""What a worker process does: jobs, which somebody asks for by name, and sweeps, which its own timer begins.

Both are told by what they return whether they took anything (a count, a state): readiness asks for that.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """`function(context, *arguments)`, carried out `at_once` times side by side at most, and cut off `within` that time."""

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
