"""Server-sent events: each change of an appointment, told to every open screen."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import anyio
from sse_starlette.event import JSONServerSentEvent, ServerSentEvent
from sse_starlette.sse import EventSourceResponse

from application.ports import ChangeFeed, FeedEvent

KEEP_ALIVE = 15  # seconds between comments, so that proxies keep a quiet stream open
_LAST_WORDS = 3.0  # seconds that a stream may take at shutdown to come to its end, instead of being torn
# Sent at once: by its coming the browser knows that nobody on the way holds the stream back.
_GREETING = ServerSentEvent(comment="aberto")


class EventStream:
    def __init__(self, feed: ChangeFeed, seconds_left: Callable[[str], float]) -> None:
        """`seconds_left` tells how long an access token still is one: no stream outlives it."""
        self._feed, self._seconds_left = feed, seconds_left

    def response(self, last_event_id: str | None, access_token: str) -> EventSourceResponse:
        """Events after `last_event_id`. Ends with the token, at shutdown, and when the reader leaves."""
        closing = anyio.Event()
        events = self._events(last_event_id, self._seconds_left(access_token), closing)
        return EventSourceResponse(
            events, ping=KEEP_ALIVE, shutdown_event=closing, shutdown_grace_period=_LAST_WORDS
        )

    async def _events(
        self, last_event_id: str | None, seconds: float, closing: anyio.Event
    ) -> AsyncIterator[ServerSentEvent]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        async with aclosing(self._feed.read(last_event_id)) as feed:
            yield _GREETING
            while event := await _next(feed, closing, deadline - loop.time()):
                yield _told(event)


async def _next(
    feed: AsyncGenerator[FeedEvent, None], closing: anyio.Event, seconds: float
) -> FeedEvent | None:
    """The next event; None where there is none any more, the time is over, or the process is `closing`."""
    told: asyncio.Future[FeedEvent | None] = asyncio.ensure_future(anext(feed, None))
    both: list[asyncio.Future[Any]] = [told, asyncio.ensure_future(closing.wait())]
    try:
        await asyncio.wait(both, timeout=max(seconds, 0), return_when=asyncio.FIRST_COMPLETED)
        return told.result() if told.done() else None
    finally:
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
