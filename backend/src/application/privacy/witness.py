"""Who looked at whose data: noted at once where data leaves (nothing is answered unnoted), soon after where it is read."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from application.ports import Clock
from application.privacy.ports import AccessLog, Deed, Seen
from domain.errors import Unavailable
from domain.users import User

_HOUR = timedelta(hours=1)
_SOON = 1.0  # seconds that a look may stay in memory: a killed process loses those
_MOST = 10_000  # looks that wait for a database that is away; more are dropped, and that is told
_log = structlog.get_logger(__name__)


class Witness:
    """One for each process."""

    def __init__(self, log: AccessLog, clock: Clock) -> None:
        self._entries, self._clock = log, clock
        self._waiting: list[Seen] = []
        self._told: set[tuple[str, str]] = set()
        self._hour = clock.now()
        self._task: asyncio.Task[None] | None = None

    async def note(self, user: User, act: Deed, kind: str, subject: str) -> None:
        """Raises Unavailable: then the data must not be given away."""
        await self._entries.add([self._seen(user, act, kind, subject)])

    def saw(self, user: User, kind: str, *subjects: str) -> None:
        """Costs the request nothing: written together with others within a second. A list is looked at again and again: who
        saw whom is told once an hour."""
        if self._clock.now() - self._hour >= _HOUR:
            self._hour, self._told = self._clock.now(), set()
        if len(self._waiting) >= _MOST:
            _log.error("access_log_full")
            return
        fresh = [each for each in subjects if (user.id, each) not in self._told]
        self._told |= {(user.id, each) for each in fresh}
        self._waiting += [self._seen(user, Deed.SAW, kind, each) for each in fresh]
        if not self._waiting:
            return
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_soon())

    async def flush(self) -> None:
        """Write what waits."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            await self._entries.add(batch)
        except Unavailable:
            self._waiting = [*batch, *self._waiting]
            raise

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        with suppress(Unavailable):
            await self.flush()

    async def let_go(self, age: timedelta) -> int:
        """Delete what is older than `age`; how many."""
        return await self._entries.let_go(self._clock.now() - age)

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(_SOON)
            with suppress(Unavailable):
                await self.flush()

    def _seen(self, user: User, act: Deed, kind: str, subject: str) -> Seen:
        return Seen(self._clock.now(), user.id, act, kind, subject)
