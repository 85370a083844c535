"""The change feed over a real Redis: several processes, resuming, and Redis lost."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from application.ports import Changed, FeedEvent
from entrypoints.stack import servers
from entrypoints.stack.ports import free_port
from infrastructure.change_stream import StreamFeed, StreamPublisher
from infrastructure.redis import UNHURRIED, connect
from tests.embedded import running
from tests.serving import WAIT, eventually


def change(number: int) -> Changed:
    return Changed(f"a{number}", number, "entrega")


async def tell(publisher: StreamPublisher, number: int) -> None:
    await publisher.publish(change(number))
    await publisher.settled()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connect(redis_url, WAIT) as redis:
        yield redis


@pytest.fixture
async def publisher(redis: Redis) -> AsyncIterator[StreamPublisher]:
    publisher = StreamPublisher(redis)
    yield publisher
    await publisher.settled()


@pytest.fixture
async def feeds(redis_url: str) -> AsyncIterator[tuple[StreamFeed, StreamFeed]]:
    """Two processes' feeds."""
    one, other = StreamFeed(redis_url), StreamFeed(redis_url)
    yield one, other
    await one.close()
    await other.close()


async def listening(feed: StreamFeed) -> tuple[AsyncIterator[FeedEvent], asyncio.Task[FeedEvent]]:
    """A reader from now on, and its first event to come."""
    events = feed.read(None)
    assert (await _next(events)).changed is None
    return events, asyncio.create_task(_next(events))


async def _next(events: AsyncIterator[FeedEvent]) -> FeedEvent:
    return await asyncio.wait_for(anext(events), WAIT)


async def test_every_process_hears_what_any_publishes(
    feeds: tuple[StreamFeed, StreamFeed], publisher: StreamPublisher
) -> None:
    await tell(publisher, 0)
    readers = [await listening(feed) for feed in (*feeds, feeds[0])]
    await publisher.publish(change(1))
    await publisher.publish(change(2))
    for events, first in readers:
        assert (await first).changed == change(1)
        assert (await _next(events)).changed == change(2)


async def test_a_reader_resumes_in_another_process_where_it_was(
    feeds: tuple[StreamFeed, StreamFeed], publisher: StreamPublisher
) -> None:
    _, first = await listening(feeds[0])
    for number in (1, 2, 3):
        await publisher.publish(change(number))
    reached = (await first).id
    events = feeds[1].read(reached)
    assert [(await _next(events)).changed for _ in (2, 3)] == [change(2), change(3)]
    await publisher.publish(change(4))
    assert (await _next(events)).changed == change(4)


@pytest.mark.parametrize("unknown", ["1-0", "0-0", "lixo", "1-0-0", "-", "9" * 30 + "-1"])
async def test_an_unknown_id_gets_a_resync_and_then_what_comes(
    feeds: tuple[StreamFeed, StreamFeed], publisher: StreamPublisher, unknown: str
) -> None:
    await tell(publisher, 1)
    events = feeds[0].read(unknown)
    resync = await _next(events)
    assert resync.changed is None
    await publisher.publish(change(2))
    assert (await _next(events)).changed == change(2)
    resumed = feeds[1].read(resync.id)
    assert (await _next(resumed)).changed == change(2)


async def test_after_a_flush_an_old_id_gets_a_resync(
    feeds: tuple[StreamFeed, StreamFeed], publisher: StreamPublisher, redis: Redis
) -> None:
    events, first = await listening(feeds[0])
    await publisher.publish(change(1))
    old = (await first).id
    await redis.flushall()
    await asyncio.sleep(0.01)  # ids are milliseconds: in the same one they would begin with the old id
    await publisher.publish(change(2))
    assert (await _next(events)).changed == change(2)
    assert (await _next(feeds[1].read(old))).changed is None


async def test_when_redis_comes_back_every_reader_loads_again(tmp_path: Path) -> None:
    server = servers.redis(free_port(), tmp_path)
    feed = StreamFeed(server.url)
    async with connect(server.url) as redis:
        publisher = StreamPublisher(redis)
        with running(server, tmp_path / "1.log"):
            events, first = await listening(feed)
            await publisher.publish(change(1))
            assert (await first).changed == change(1)
        await tell(publisher, 2)  # it is kept, for a while
        with running(server, tmp_path / "2.log"):
            assert (await _next(events)).changed is None
            await tell(publisher, 3)
            heard = [(await _next(events)).changed]
            if heard == [change(2)]:  # or it was told before the reader looked again
                heard = [(await _next(events)).changed]
            assert heard == [change(3)]
            await feed.close()


async def test_a_change_that_a_stall_kept_from_redis_is_told_after_it(
    feeds: tuple[StreamFeed, StreamFeed], redis: Redis
) -> None:
    _, first = await listening(feeds[0])
    publisher = StreamPublisher(redis)
    await publisher.publish(change(1))
    await asyncio.sleep(0)  # it connects now
    time.sleep(2 * UNHURRIED)  # noqa: ASYNC251  # and the whole process stands still
    assert (await first).changed == change(1)
    await publisher.settled()


async def test_a_slow_reader_loads_again_instead_of_filling_the_memory(
    feeds: tuple[StreamFeed, StreamFeed], publisher: StreamPublisher
) -> None:
    slow, first = await listening(feeds[0])
    await tell(publisher, 0)
    await first
    for number in range(1_100):
        await publisher.publish(change(number))
    fast = feeds[0].read((await first).id)
    async with asyncio.timeout(WAIT):
        while (await anext(fast)).changed != change(1_099):
            pass
    async with asyncio.timeout(WAIT):
        while (await anext(slow)).changed is not None:
            pass


async def test_changes_that_come_together_are_told_in_their_order(
    feeds: tuple[StreamFeed, StreamFeed], publisher: StreamPublisher
) -> None:
    events, first = await listening(feeds[0])
    for number in range(20):
        await publisher.publish(change(number))
        await asyncio.sleep(0.003)
    heard = [await first] + [await _next(events) for _ in range(19)]
    assert [event.changed for event in heard] == [change(number) for number in range(20)]
    assert len({event.id for event in heard}) == 20


async def test_what_was_published_is_told_once_it_has_settled(
    publisher: StreamPublisher, redis: Redis
) -> None:
    await publisher.settled()
    for number in range(3):
        await publisher.publish(change(number))
    await publisher.settled(WAIT)
    newest = await redis.xrevrange("appointment_changes", count=3)
    assert [fields["id"] for _, fields in newest] == ["a2", "a1", "a0"]


async def test_a_closed_feed_ends_its_readers(redis_url: str) -> None:
    feed = StreamFeed(redis_url)
    _, first = await listening(feed)
    await feed.close()
    with pytest.raises(StopAsyncIteration):
        await first


async def test_however_much_was_kept_while_redis_was_away_is_told_once_it_is_back(tmp_path: Path) -> None:
    server = servers.redis(free_port(), tmp_path)
    async with connect(server.url) as client:
        publisher = StreamPublisher(client)
        for number in range(9_000):
            await publisher.publish(change(number))
        await asyncio.sleep(0.1)  # it is told in vain

        async def is_all_told() -> bool:
            told: int = await client.xlen("appointment_changes")
            return told >= 9_000

        with running(server, tmp_path / "1.log"):
            await eventually(is_all_told)
            await publisher.settled()
