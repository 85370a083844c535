"""Server-sent events: each change of an appointment, told to every open screen."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, Protocol

import anyio
from sse_starlette.event import JSONServerSentEvent, ServerSentEvent
from sse_starlette.sse import EventSourceResponse

from application.ports import ChangeFeed, FeedEvent
from domain.errors import TooManyRequests, Unavailable

KEEP_ALIVE = 15  # seconds between comments, so that proxies keep a quiet stream open
_LAST_WORDS = 3.0  # seconds that a stream may take at shutdown to come to its end, instead of being torn
_LOOK_EVERY = 5.0  # seconds
MAX_STREAMS = 20  # of one user in one process: a screen has one
_RETRY_AFTER = 30  # seconds
_TOO_MANY = "Há telas demais abertas com este usuário; feche algumas."
# Sent at once: by its coming the browser knows that nobody on the way holds the stream back.
_GREETING = ServerSentEvent(comment="aberto")


class Sessions(Protocol):
    """What a stream asks of the sign-in that opened it."""

    def seconds_left(self, access_token: str) -> float: ...

    async def is_signed_in(self, access_token: str) -> bool: ...


class EventStream:
    def __init__(self, feed: ChangeFeed, sessions: Sessions, look_every: float = _LOOK_EVERY) -> None:
        """No stream outlives its access token; every `look_every` seconds it is asked whether its user is still signed in."""
        self._feed, self._sessions, self._look_every = feed, sessions, look_every
        self._open: Counter[str] = Counter()

    def response(self, user_id: str, last_event_id: str | None, access_token: str) -> EventSourceResponse:
        """Events after `last_event_id`. Ends with the token, with the sign-in, at shutdown, and when the reader leaves.
        Raises TooManyRequests where the user has MAX_STREAMS in this process."""
        if self._open[user_id] >= MAX_STREAMS:
            raise TooManyRequests(_RETRY_AFTER, _TOO_MANY)
        closing = anyio.Event()
        events = self._counted(user_id, self._events(last_event_id, access_token, closing))
        return EventSourceResponse(
            events, ping=KEEP_ALIVE, shutdown_event=closing, shutdown_grace_period=_LAST_WORDS
        )

    async def _counted(
        self, user_id: str, events: AsyncGenerator[ServerSentEvent, None]
    ) -> AsyncIterator[ServerSentEvent]:
        """The events, while the stream counts as one of the user's; none where others began in the meantime."""
        self._open[user_id] += 1
        try:
            async with aclosing(events):
                if self._open[user_id] <= MAX_STREAMS:
                    async for event in events:
                        yield event
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]

    async def _events(
        self, last_event_id: str | None, access_token: str, closing: anyio.Event
    ) -> AsyncGenerator[ServerSentEvent, None]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._sessions.seconds_left(access_token)
        async with aclosing(self._feed.read(last_event_id)) as feed:
            yield _GREETING
            watch = _Watch(feed, closing)
            look_at = loop.time() + self._look_every
            try:
                while loop.time() < deadline:
                    event = await watch.next(min(look_at, deadline) - loop.time())
                    if watch.is_over:
                        return
                    if loop.time() >= look_at:
                        if not await self._is_signed_in(access_token):
                            return
                        look_at = loop.time() + self._look_every
                    if event:
                        yield _told(event)
            finally:
                await watch.close()

    async def _is_signed_in(self, access_token: str) -> bool:
        """Where nobody can say, the stream goes on until the next look."""
        try:
            return await self._sessions.is_signed_in(access_token)
        except Unavailable:
            return True


class _Watch:
    """Waits for a feed's next event, in pieces: a wait in vain does not disturb the feed."""

    def __init__(self, feed: AsyncGenerator[FeedEvent, None], closing: anyio.Event) -> None:
        self._feed = feed
        self._closing: asyncio.Future[Any] = asyncio.ensure_future(closing.wait())
        self._next: asyncio.Future[FeedEvent | None] | None = None
        self.is_over = False

    async def next(self, seconds: float) -> FeedEvent | None:
        """The next event, or None where none came within `seconds`. `is_over` says then that none will come: the feed has
        ended, or the process is closing."""
        self._next = self._next or asyncio.ensure_future(anext(self._feed, None))
        await asyncio.wait(
            [self._next, self._closing], timeout=max(seconds, 0), return_when=asyncio.FIRST_COMPLETED
        )
        if not self._next.done():
            self.is_over = self._closing.done()
            return None
        told, self._next = self._next.result(), None
        self.is_over = told is None
        return told

    async def close(self) -> None:
        both = [each for each in (self._next, self._closing) if each is not None]
        for each in both:
            each.cancel()
        await asyncio.gather(*both, return_exceptions=True)


def _told(event: FeedEvent) -> JSONServerSentEvent:
    """Data is `{id, versao, cause}`; of a `resync` nothing: load again."""
    if event.changed is None:
        return JSONServerSentEvent({}, event="resync", id=event.id)
    changed = event.changed
    data = {"id": changed.id, "versao": changed.versao, "cause": changed.cause}
    return JSONServerSentEvent(data, event="appointment.changed", id=event.id)
