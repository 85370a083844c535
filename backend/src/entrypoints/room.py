"""An integration, as the rest of the house sees it."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from fastapi import APIRouter

from application.jobs import Backlog, Context, Job, Sweep
from application.ports import BookingLinks, ChangePublisher
from application.privacy.ports import Papers
from infrastructure.migration import Declared
from presentation.api.v1.dependencies import Access


@dataclass(frozen=True, kw_only=True)
class Room:
    """`faults` make a production start impossible. `context` is what its jobs find in the worker's context, `backlogs` what
    readiness asks of them. `listener` is told of every change of an appointment; `collections` are what it stores in;
    `papers` are what it keeps of patients; `measure` reads its gauges anew; `serving` is what the API does beside answering,
    for the time of the block; `close` lets go of its connections."""

    faults: Sequence[str]
    prepare: Callable[[], Awaitable[None]]
    routers: Callable[[Access], Sequence[APIRouter]]
    collections: Sequence[Declared] = ()
    jobs: Sequence[Job] = ()
    sweeps: Sequence[Sweep] = ()
    backlogs: Sequence[Backlog] = ()
    context: Context = field(default_factory=dict)
    links: BookingLinks | None = None
    origin: str | None = None
    listener: ChangePublisher | None = None
    papers: Papers | None = None
    measure: Callable[[], Awaitable[None]] | None = None
    serving: Callable[[], AbstractAsyncContextManager[None]] | None = None
    close: Callable[[], Awaitable[None]] | None = None
