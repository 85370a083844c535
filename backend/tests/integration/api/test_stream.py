"""The event stream over real sockets: two API processes' worth of servers that share one Redis."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sse_starlette.event import JSONServerSentEvent
from sse_starlette.sse import EventSourceResponse

from application.ports import Changed
from domain.errors import TooManyRequests, Unavailable
from domain.users import Role
from infrastructure.change_stream import StreamFeed
from presentation.api.app import create_app
from presentation.api.v1.events import MAX_STREAMS, EventStream
from tests.serving import WAIT, eventually

STREAM = "/api/v1/appointments/stream"
Event = dict[str, str]


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """The URL of `app` on a port of its own."""
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(WAIT):
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, url: str, last_id: str | None
) -> AsyncIterator[AsyncIterator[Event]]:
    headers = {"Last-Event-ID": last_id} if last_id else {}
    headers["Authorization"] = client.headers["Authorization"]
    async with (
        httpx.AsyncClient(base_url=url, timeout=WAIT) as browser,
        browser.stream("GET", STREAM, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer)


async def events(answer: httpx.Response) -> AsyncIterator[Event]:
    event: Event = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line and name:
            event[name] = value
        elif event:
            yield event
            event = {}


def data(event: Event) -> Any:
    return json.loads(event["data"])


@pytest.fixture
async def second(house: Any, redis_url: str) -> AsyncIterator[FastAPI]:
    """Another process's application, over the same database and Redis, with a feed of its own."""
    feed = StreamFeed(redis_url)
    app = create_app(replace(house.services, feed=feed), house.access)
    yield app
    await feed.close()


async def test_changes_resume_in_another_process_and_a_lost_stream_says_so(
    house: Any, second: FastAPI, sign_in: Any, redis: Any
) -> None:
    client = await sign_in(Role.ATENDENTE)
    async with serving(house.app) as one, serving(second) as other:
        async with listening(client, one, "0-0") as told:
            assert (await anext(told))["event"] == "resync"
            await house.publisher.publish(Changed("a1", 3, "entrega"))
            first = await anext(told)
        assert (first["event"], data(first)) == (
            "appointment.changed",
            {"id": "a1", "versao": 3, "cause": "entrega"},
        )
        await house.publisher.publish(Changed("a2", 1, "edicao"))
        async with listening(client, other, first["id"]) as told:
            assert data(await anext(told))["id"] == "a2"
            await house.publisher.publish(Changed("a3", 1, "edicao"))
            assert data(await anext(told))["id"] == "a3"
        await redis.flushall()
        async with listening(client, other, first["id"]) as told:
            assert (await anext(told))["event"] == "resync"


async def test_a_stream_greets_at_once_so_that_one_held_back_on_the_way_is_found_out(
    house: Any, sign_in: Any
) -> None:
    client = await sign_in(Role.ATENDENTE)
    async with serving(house.app) as url, httpx.AsyncClient(base_url=url, timeout=WAIT) as browser:
        headers = {"Authorization": client.headers["Authorization"]}
        async with browser.stream("GET", STREAM, headers=headers) as answer:
            lines = answer.aiter_lines()
            assert (await anext(lines)).startswith(":")
            told = [await anext(lines) for _ in range(4)]
    assert told[0] == ""
    assert "event: resync" in told


async def test_a_stream_ends_with_its_token(house: Any, sign_in: Any, clock: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    clock.advance(timedelta(minutes=14, seconds=59))
    async with serving(house.app) as url, listening(client, url, "0-0") as told:
        seen = [event["event"] async for event in told]
    assert seen == ["resync"]


async def test_a_stream_ends_when_its_process_stops(house: Any, sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    async with serving(house.app) as url, listening(client, url, "0-0") as told:
        assert (await anext(told))["event"] == "resync"
        await house.services.feed.close()
        assert [event async for event in told] == []


def body(response: EventSourceResponse) -> AsyncGenerator[Any, None]:
    assert isinstance(response.body_iterator, AsyncGenerator)
    return response.body_iterator


@pytest.mark.parametrize("how", ["signs out", "is deactivated", "gets a new password"])
async def test_a_stream_ends_with_its_user_s_sign_in(house: Any, sign_in: Any, how: str) -> None:
    client = await sign_in(Role.ATENDENTE)
    stream = EventStream(house.services.feed, house.services.auth, look_every=0.05)
    token = client.headers["Authorization"].removeprefix("Bearer ")
    events = body(stream.response("atendente", None, token))
    await anext(events)
    await house.publisher.publish(Changed("a1", 1, "edicao"))
    assert isinstance(await anext(events), JSONServerSentEvent)

    match how:
        case "signs out":
            assert (await client.post("/api/v1/auth/logout")).status_code == 204
        case "is deactivated":
            await house.services.users.change("atendente", {"active": False})
        case "gets a new password":
            await house.services.users.change("atendente", {"password": "uma-senha-nova"})

    async with asyncio.timeout(WAIT):
        assert [event async for event in events] == []


class NobodyKnows:
    """The sign-ins while their database is away; `asked` counts the looks."""

    asked = 0

    def seconds_left(self, access_token: str) -> float:
        return WAIT

    async def is_signed_in(self, access_token: str) -> bool:
        self.asked += 1
        raise Unavailable


async def test_a_stream_goes_on_while_the_sign_ins_cannot_be_asked(house: Any) -> None:
    away = NobodyKnows()
    events = body(EventStream(house.services.feed, away, look_every=0.01).response("atendente", None, ""))
    told: list[Any] = []

    async def read() -> None:
        async for event in events:
            told.append(event)  # noqa: PERF401 - while it goes on

    async def looked_often() -> bool:
        return away.asked > 3

    async def is_told() -> bool:
        return any('"a1"' in str(event.encode()) for event in told)

    reading = asyncio.create_task(read())
    await eventually(looked_often)
    await house.publisher.publish(Changed("a1", 1, "edicao"))
    await eventually(is_told)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def test_a_user_s_streams_are_bounded_and_an_ended_one_makes_room(house: Any, sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    token = client.headers["Authorization"].removeprefix("Bearer ")
    stream = EventStream(house.services.feed, house.services.auth)
    opened = [body(stream.response("atendente", None, token)) for _ in range(MAX_STREAMS)]
    for events in opened:
        await anext(events)

    with pytest.raises(TooManyRequests, match="telas demais"):
        stream.response("atendente", None, token)
    other = body(stream.response("gestor", None, token))
    await anext(other)
    await opened.pop().aclose()
    opened.append(body(stream.response("atendente", None, token)))
    await anext(opened[-1])
    for events in [*opened, other]:
        await events.aclose()


async def test_streams_that_begin_at_once_are_bounded_too(house: Any, sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    token = client.headers["Authorization"].removeprefix("Bearer ")
    stream = EventStream(house.services.feed, house.services.auth)
    at_once = [body(stream.response("atendente", None, token)) for _ in range(MAX_STREAMS + 3)]

    first = [await anext(events, None) for events in at_once]

    assert [event is None for event in first] == [False] * MAX_STREAMS + [True] * 3
    for events in at_once:
        await events.aclose()


async def test_too_many_streams_are_answered_in_words(house: Any, sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    async with serving(house.app) as url, AsyncExitStack() as screens:
        told = [await screens.enter_async_context(listening(client, url, "0-0")) for _ in range(MAX_STREAMS)]
        assert {(await anext(each))["event"] for each in told} == {"resync"}
        refused = await screens.enter_async_context(httpx.AsyncClient(base_url=url, headers=client.headers))
        answer = await refused.get(STREAM)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "telas demais" in answer.json()["detail"]
