"""Server-sent events: each change of an appointment, told to every open screen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

from sse_starlette.event import JSONServerSentEvent
from sse_starlette.sse import EventSourceResponse

from application.ports import ChangeFeed, FeedEvent

KEEP_ALIVE = 15  # seconds between comments, so that proxies keep a quiet stream open


class EventStream:
    def __init__(self, feed: ChangeFeed, seconds_left: Callable[[str], float]) -> None:
        """`seconds_left` tells how long an access token still is one: no stream outlives it."""
        self._feed, self._seconds_left = feed, seconds_left

    def response(self, last_event_id: str | None, access_token: str) -> EventSourceResponse:
        """Events after `last_event_id`. Ends with the token, at shutdown, and when the reader leaves."""
        events = self._events(last_event_id, self._seconds_left(access_token))
        return EventSourceResponse(events, ping=KEEP_ALIVE)

    async def _events(self, last_event_id: str | None, seconds: float) -> AsyncIterator[JSONServerSentEvent]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        async with aclosing(self._feed.read(last_event_id)) as feed:
            while True:
                try:
                    event = await asyncio.wait_for(anext(feed), deadline - loop.time())
                except (TimeoutError, StopAsyncIteration):
                    return
                yield _told(event)


def _told(event: FeedEvent) -> JSONServerSentEvent:
    """Data is `{id, versao, cause}`; of a `resync` nothing: load again."""
    if event.changed is None:
        return JSONServerSentEvent({}, event="resync", id=event.id)
    changed = event.changed
    data = {"id": changed.id, "versao": changed.versao, "cause": changed.cause}
    return JSONServerSentEvent(data, event="appointment.changed", id=event.id)
