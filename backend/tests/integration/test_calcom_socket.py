"""The client over real sockets: what it sends, and what a broken connection means for a read and for a write."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from calcom_integration.client import CalComClient, Retryable, UnknownOutcome, open_client
from calcom_integration.settings import CalComSettings
from entrypoints.stack.ports import free_port
from infrastructure.token_bucket import OwnTokenBucket

UID = "4DuGFQAGBRnTQuGLjEhPyW"
ANSWER = json.dumps({"status": "success", "data": {"uid": UID, "status": "accepted"}}).encode()
Serve = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Keeps the head of each request, then does with the connection what `serve` says."""

    def __init__(self, serve: Serve) -> None:
        self.heads: list[str] = []
        self._serve = serve

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        await self._serve(writer)
        writer.close()


@asynccontextmanager
async def calling(port: int, attempts: int = 1, seconds: float = 10.0) -> AsyncIterator[CalComClient]:
    settings = CalComSettings(
        calcom_api_url=f"http://127.0.0.1:{port}/v2",
        calcom_api_token=SecretStr("cal_segredo"),
        calcom_call_attempts=attempts,
        calcom_timeout_seconds=seconds,
    )
    async with open_client(settings, OwnTokenBucket(100)) as client:
        yield client


@asynccontextmanager
async def served(serve: Serve, seconds: float = 10.0) -> AsyncIterator[tuple[Server, CalComClient]]:
    server = Server(serve)
    async with (
        await asyncio.start_server(server, "127.0.0.1", 0) as listening,
        calling(listening.sockets[0].getsockname()[1], seconds=seconds) as client,
    ):
        yield server, client


async def answer(writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(ANSWER), ANSWER)
    )
    await writer.drain()


async def close(_: asyncio.StreamWriter) -> None:
    """Say nothing."""


async def half(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{")
    await writer.drain()


async def test_the_key_the_version_and_the_address_arrive() -> None:
    async with served(answer) as (server, client):
        await client.bookings.get(UID)
        await client.bookings.confirm(UID)
    assert server.heads[0].startswith(f"GET /v2/bookings/{UID} HTTP/1.1")
    assert server.heads[1].startswith(f"POST /v2/bookings/{UID}/confirm HTTP/1.1")
    assert "authorization: bearer cal_segredo" in server.heads[0].lower()
    assert "cal-api-version: 2024-08-13" in server.heads[0].lower()


@pytest.mark.parametrize("serve", [close, half])
async def test_a_broken_connection_leaves_a_write_unknown(serve: Serve) -> None:
    async with served(serve) as (server, client):
        with pytest.raises(Retryable):
            await client.bookings.get(UID)
        with pytest.raises(UnknownOutcome):
            await client.bookings.confirm(UID)
    assert len(server.heads) == 2


async def test_a_silent_server_leaves_a_write_unknown() -> None:
    done = asyncio.Event()

    async def hold(_: asyncio.StreamWriter) -> None:
        await done.wait()

    async with served(hold, seconds=0.2) as (_, client):
        with pytest.raises(UnknownOutcome):
            await client.bookings.confirm(UID)
        done.set()


async def test_a_server_that_is_not_there_saw_no_write() -> None:
    async with calling(free_port(), attempts=2) as client:
        with pytest.raises(Retryable) as failed:
            await client.bookings.confirm(UID)
    assert failed.value.reason == "ConnectError"
