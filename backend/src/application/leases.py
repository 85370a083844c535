"""A lease that is renewed while the work under it goes on: short, so that what a killed worker held is free within seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from types import TracebackType

from domain.errors import Unavailable

_PARTS = 3  # a renewal may fail twice before the lease is over


class LeaseLost(Exception):
    """Another worker has taken over. Whatever this one still writes is refused by the guards of the store."""


class renewed:  # a word of the `with` statement, spelled as contextlib's own are
    """Renew a lease of length `lease` by `renew` for the time of the block. Where `renew` says False the lease is
    somebody else's: the block is cut off, and LeaseLost raised. A store that is away is asked again. A renewal that is under
    way at the end of the block is waited for, never cut off: a driver that is cancelled while it connects may not recover."""

    def __init__(self, renew: Callable[[], Awaitable[bool]], lease: timedelta) -> None:
        self._renew, self._every = renew, lease.total_seconds() / _PARTS
        self._is_lost, self._is_over = False, asyncio.Event()

    async def __aenter__(self) -> None:
        self._body = asyncio.current_task()
        self._keeper = asyncio.create_task(self._keep())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._is_over.set()
        try:
            await asyncio.wait([self._keeper])
        except asyncio.CancelledError as late:  # as the block ended
            error = error or late
        if self._is_lost and self._body is not None and not self._body.uncancel():
            raise LeaseLost from error
        if isinstance(error, asyncio.CancelledError):
            raise error

    async def _keep(self) -> None:
        while not self._is_lost:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_over.wait(), self._every)
            if self._is_over.is_set():
                return
            is_held = True
            with suppress(Unavailable):
                is_held = await self._renew()
            if self._is_over.is_set():  # what the work wrote at its end is no loss
                return
            self._is_lost = not is_held
        if self._body is not None:
            self._body.cancel()
