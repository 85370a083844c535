"""Requests at a server on this machine: as many as it takes, or so many a second. A client that costs little, for it shares the
processor with what it measures."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from calcom_integration.signature import sign

_END_OF_HEAD = b"\r\n\r\n"
_OK = b"HTTP/1.1 200"


@dataclass(frozen=True, slots=True)
class Load:
    """When it began by the clock of `time.perf_counter`, how long everything took, and each request's own time. Seconds."""

    begun: float
    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where signed deliveries are posted to."""

    url: str
    secret: str

    def request(self, body: bytes) -> bytes:
        """A whole request, ready to be sent."""
        parts = urlsplit(self.url)
        lines = (
            f"POST {parts.path} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Content-Type: application/json",
            f"X-Cal-Signature-256: {sign(body, self.secret)}",
            f"Content-Length: {len(body)}",
        )
        return "\r\n".join(lines).encode() + _END_OF_HEAD + body


async def saturate(endpoint: Endpoint, bodies: Sequence[bytes], at_once: int) -> Load:
    """Every body posted over `at_once` connections, each of them always busy. Raises RuntimeError at the first refusal."""
    requests, times = iter([endpoint.request(body) for body in bodies]), list[float]()
    connections = [await _Connection.open(endpoint.url) for _ in range(at_once)]
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for connection in connections:
            group.create_task(_post_all(connection, requests, times))
    seconds = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    return Load(begun, seconds, times)


async def pace(endpoint: Endpoint, bodies: Sequence[bytes], per_second: float, at_once: int = 32) -> Load:
    """Every body posted at its time; a request's own time counts from when it was due, so that a server that stalls is not
    spared those that it kept waiting."""
    due = [number / per_second for number in range(len(bodies))]
    requests, times = iter(list(zip(due, map(endpoint.request, bodies), strict=True))), list[float]()
    connections = [await _Connection.open(endpoint.url) for _ in range(at_once)]
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for connection in connections:
            group.create_task(_post_in_time(connection, requests, begun, times))
    seconds = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    return Load(begun, seconds, times)


async def _post_all(connection: "_Connection", requests: Iterator[bytes], times: list[float]) -> None:
    for request in requests:
        begun = time.perf_counter()
        await connection.post(request)
        times.append(time.perf_counter() - begun)


async def _post_in_time(
    connection: "_Connection", requests: Iterator[tuple[float, bytes]], begun: float, times: list[float]
) -> None:
    for due, request in requests:
        await asyncio.sleep(max(0.0, begun + due - time.perf_counter()))
        await connection.post(request)
        times.append(time.perf_counter() - begun - due)


@dataclass
class _Connection:
    """One connection that is kept alive; one request at a time."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, url: str) -> "_Connection":
        parts = urlsplit(url)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port))

    async def post(self, request: bytes) -> None:
        self.writer.write(request)
        head = await self.reader.readuntil(_END_OF_HEAD)
        await self.reader.readexactly(_length(head))
        if not head.startswith(_OK):
            raise RuntimeError(f"Refused: {head.splitlines()[0]!r}")

    def close(self) -> None:
        self.writer.close()


def _length(head: bytes) -> int:
    return int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
