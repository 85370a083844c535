"""What a server looks like from another region: a relay before it whose connections carry nothing at first."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from ssl import SSLContext
from urllib.parse import urlsplit

from entrypoints.stack.ports import HOST

Seconds = Callable[[int], float]
"""How long the first bytes of the connection with this number (from 0) take; every later one is passed on at once."""


@asynccontextmanager
async def slow_link(url: str, seconds: Seconds, tls: SSLContext | None = None) -> AsyncIterator[str]:
    """The address, of the form of `url`, of a relay to it; ended with the block. With `tls` that is spoken on the near side."""
    there, connections = urlsplit(url), 0
    relays: set[asyncio.Task[None]] = set()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        task = asyncio.current_task()
        assert task is not None
        relays.add(task)
        with suppress(OSError, ExceptionGroup, asyncio.CancelledError), closing(writer.transport):
            await asyncio.sleep(seconds(connections - 1))
            await _joined(reader, writer, there.hostname or "", there.port or 0)

    server = await asyncio.start_server(relay, HOST, 0, ssl=tls)
    try:
        port = server.sockets[0].getsockname()[1]
        yield there._replace(netloc=f"{there.hostname}:{port}").geturl()
    finally:
        server.close()
        for task in relays:
            task.cancel()
        await asyncio.gather(*relays)
        await asyncio.sleep(0)  # transports let go of their sockets in the loop's next turn


async def _joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
    """Passes on both ways until either side ends."""
    far_reader, far_writer = await asyncio.open_connection(host, port)
    with closing(far_writer.transport):
        async with asyncio.TaskGroup() as ways:
            ways.create_task(_pass_on(reader, far_writer))
            ways.create_task(_pass_on(far_reader, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65536):
        writer.write(some)
        await writer.drain()
    writer.close()
