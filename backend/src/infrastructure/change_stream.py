"""Changes for whoever listens, over one Redis stream that every process writes and reads."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

from application.ports import Changed, FeedEvent
from infrastructure.redis import LOST, Redis, connect, one_exchange

_STREAM = "appointment_changes"
_KEPT = 10_000
_AT_ONCE = 200  # changes in an exchange: more might never be done within its time
_BLOCK_MS = 5_000
_TOGETHER = 0.05  # seconds that what follows a change may wait for more: nobody sees them
_PAUSE = 0.5  # seconds between tries to reach Redis again
_LAST_WORDS = 1.0  # seconds that the end of a process may wait for Redis
_BACKLOG = 1_000  # events that a slow reader may fall behind before it has to load everything again

Fields = dict[str, Any]


class StreamPublisher:
    """Implements the port ChangePublisher: what is published within some milliseconds is told in one exchange, again until
    Redis took it. Readers may hear a change twice, which costs them a look."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._untold: list[Changed] = []
        self._telling: asyncio.Task[None] | None = None

    async def publish(self, changed: Changed) -> None:
        """Never waits, never raises."""
        self._untold.append(changed)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_all())

    async def settled(self, within: float = _LAST_WORDS) -> None:
        """Returns once what was published is told, or lost because Redis is away for more than a moment (`within` seconds)."""
        if self._telling is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await self._telling

    async def _tell_all(self) -> None:
        while self._untold:
            changes, self._untold = self._untold[:_AT_ONCE], self._untold[_AT_ONCE:]
            try:
                await self._tell(changes)
            except LOST:  # a stall is enough: nobody would know that these were to be heard
                self._untold = [*changes, *self._untold][-_KEPT:]
                await asyncio.sleep(_PAUSE)
            else:
                await asyncio.sleep(_TOGETHER)

    async def _tell(self, changes: Sequence[Changed]) -> None:
        async with one_exchange(self._redis, "xadd") as pipeline:
            for each in changes:
                fields = {"id": each.id, "versao": each.versao, "cause": each.cause}
                pipeline.xadd(_STREAM, fields, maxlen=_KEPT, approximate=True)  # type: ignore[arg-type]  # invariant dict


class StreamFeed:
    """Implements the port ChangeFeed: one reader for the whole process hands each event to every listener."""

    def __init__(self, redis_url: str) -> None:
        self._reading = connect(redis_url, patience=_BLOCK_MS / 1000 + 5)
        self._asking = connect(redis_url, patience=2)
        self._listeners: set[_Listener] = set()
        self._positioned = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._is_open = True

    async def read(self, last_id: str | None) -> AsyncGenerator[FeedEvent, None]:
        """Events after `last_id` until the feed is closed; without an id, or with an unknown one, a resync comes first: what
        changes after it is told, so whoever loads everything then misses nothing."""
        self._reader = self._reader or asyncio.create_task(self._keep_reading())
        await self._positioned.wait()
        listener = _Listener()
        self._listeners.add(listener)
        try:
            reached = last_id
            for event in await self._missed(last_id or ""):
                reached = event.id
                yield event
            async for event in listener.events():
                if event.changed is None:
                    reached = None  # Redis was away: ids may have begun anew
                if reached is None or _order(event.id) > _order(reached):
                    yield event
        finally:
            self._listeners.discard(listener)

    async def close(self) -> None:
        """End every listener's events and let Redis go."""
        for listener in self._listeners:
            listener.end()
        self._is_open = False
        if self._reader is not None:
            self._reader.cancel()
            # The client may swallow the cancellation while it reads again after a loss: so take its connection too.
            await self._reading.connection_pool.disconnect()
            with suppress(asyncio.CancelledError):
                await self._reader
        await self._reading.aclose()
        await self._asking.aclose()

    async def _missed(self, last_id: str) -> list[FeedEvent]:
        """What came after `last_id`; a resync where the stream does not know it (trimmed, flushed, never ours)."""
        try:
            if _is_id(last_id) and await self._asking.xrange(_STREAM, last_id, last_id):
                return [_event(*entry) for entry in await self._asking.xrange(_STREAM, f"({last_id}")]
            return [FeedEvent(await _end(self._asking), None)]
        except LOST:
            return [FeedEvent("0-0", None)]

    async def _keep_reading(self) -> None:
        was_lost = False
        while self._is_open:
            try:
                position = await _end(self._reading)
                if was_lost:
                    self._hand_out(FeedEvent(position, None))
                self._positioned.set()
                await self._read_from(position)
            except LOST:
                was_lost = True
                self._positioned.set()
                await asyncio.sleep(_PAUSE)

    async def _read_from(self, position: str) -> None:
        while True:
            answer = await self._reading.xread({_STREAM: position}, block=_BLOCK_MS)
            for _, entries in answer:
                for entry_id, fields in entries:
                    position = entry_id
                    self._hand_out(_event(entry_id, fields))

    def _hand_out(self, event: FeedEvent) -> None:
        for listener in self._listeners:
            listener.tell(event)


class _Listener:
    """One reader's events, in order. None ends them."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[FeedEvent | None] = asyncio.Queue()

    def tell(self, event: FeedEvent) -> None:
        if self._waiting.qsize() >= _BACKLOG:
            self._clear()
            event = FeedEvent(event.id, None)
        self._waiting.put_nowait(event)

    def end(self) -> None:
        self._waiting.put_nowait(None)

    async def events(self) -> AsyncIterator[FeedEvent]:
        while (event := await self._waiting.get()) is not None:
            yield event

    def _clear(self) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()


async def _end(redis: Redis) -> str:
    """The id of the stream's last entry; `0-0` of an empty one."""
    last = await redis.xrevrange(_STREAM, count=1)
    return str(last[0][0]) if last else "0-0"


def _event(entry_id: str, fields: Fields) -> FeedEvent:
    return FeedEvent(entry_id, Changed(fields["id"], int(fields["versao"]), fields["cause"]))


def _is_id(text: str) -> bool:
    milliseconds, _, number = text.partition("-")
    return all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (milliseconds, number))


def _order(entry_id: str) -> tuple[int, int]:
    milliseconds, _, number = entry_id.partition("-")
    return int(milliseconds), int(number)
