"""An integration, as the rest of the house sees it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter

from application.jobs import Backlog, Context, Job, Sweep
from application.ports import BookingLinks, ChangePublisher
from application.privacy.ports import Papers
from presentation.api.v1.dependencies import Access


@dataclass(frozen=True, kw_only=True)
class Room:
    """`faults` make a production start impossible. `context` is what its jobs find in the worker's context, `backlogs` what
    readiness asks of them. `listener` is
    told of every change of an appointment; `papers` are what it keeps of patients;
    `measure` reads its gauges anew; `close` lets go of its connections."""

    faults: Sequence[str]
    prepare: Callable[[], Awaitable[None]]
    routers: Callable[[Access], Sequence[APIRouter]]
    jobs: Sequence[Job] = ()
    sweeps: Sequence[Sweep] = ()
    backlogs: Sequence[Backlog] = ()
    context: Context = field(default_factory=dict)
    links: BookingLinks | None = None
    origin: str | None = None
    listener: ChangePublisher | None = None
    papers: Papers | None = None
    measure: Callable[[], Awaitable[None]] | None = None
    close: Callable[[], Awaitable[None]] | None = None
