"""A proxy before a MongoDB that loses, refuses and delays what it is told to: `with fault_proxy(url) as proxy`.

It runs in a thread of its own, so tests of any kind may stand behind it. The driver finds the one member of a replica set at
the proxy's address, for `hello` is answered with that address.
"""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pymongo import MongoClient

from entrypoints.stack.ports import HOST, free_port
from persistence.embedded_server import end_transactions
from tests.wire.faults import NOT_PRIMARY, CutAfter, CutBefore, Delay, Fault, Refuse, Rule
from tests.wire.frames import Document, Frame, answer, read_frame, rewritten

T = TypeVar("T")

# What the driver says for itself. A rule that names no commands leaves these alone.
HELLO = frozenset({"hello", "isMaster", "ismaster"})
# However it is lost, the server hears of it: MongoDB ends what is left open by its own time limit, the embedded server never
# (persistence/embedded_server.py, 3).
_ABORT = "abortTransaction"
_PATIENCE = 10.0  # seconds for the server to end them
_DRIVERS_OWN = HELLO | {"ping", "endSessions", "saslStart", "saslContinue"}


class FaultProxy:
    """`seen` counts the commands that came, by name. Every method may be called from any thread, at any moment."""

    def __init__(self, upstream: str, seed: int = 0) -> None:
        """`upstream` is the URL of a member of a replica set."""
        self._upstream = upstream
        there = urlsplit(upstream)
        self._host, self._port = there.hostname or HOST, there.port or 27017
        self._address = f"{HOST}:{free_port()}"
        self.url = f"mongodb://{self._address}/?replicaSet={_set_name(upstream)}"
        self.seen: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._rules: list[Rule] = []
        self._has_primary = True
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    def add(self, fault: Fault, *commands: str, times: int | None = None, chance: float = 1.0) -> Rule:
        """What is to become of these commands (of all, where none is named) from now on: `times` times, or until it is
        switched off (`rule.is_on = False`, `clear`). `chance` is the part of them that it hits. The first rule that hits
        decides."""
        rule = Rule(fault, frozenset(commands), times, chance)
        self._rules.append(rule)
        return rule

    def clear(self) -> None:
        """Pass everything on from now on. Connections that were cut stay so."""
        self._rules = []

    def go_away(self) -> None:
        """Cut every connection, and refuse new ones."""
        self._call(self._closed())

    def come_back(self) -> None:
        self._call(self._opened())

    def lose_primary(self) -> None:
        """As in an election: the server says it is a secondary, and refuses all but that. Connections stay, open transactions
        end."""
        self._has_primary = False
        end_transactions(self._upstream, _PATIENCE)

    def elect_primary(self) -> None:
        """A new primary knows of no transaction of the old one."""
        if not self._has_primary:
            end_transactions(self._upstream, _PATIENCE)
            self._has_primary = True

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _opened(self) -> None:
        if self._server is None:
            port = int(self._address.rpartition(":")[2])
            self._server = await asyncio.start_server(self._serve, HOST, port)

    async def _closed(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a driver, until either side or a fault ends it. Nothing that was written is lost before."""
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        with suppress(OSError, EOFError, asyncio.CancelledError), closing(writer):
            async with _connection(self._host, self._port) as (far_reader, far_writer):
                while await self._pass_one(reader, writer, far_reader, far_writer):
                    pass

    async def _pass_one(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> bool:
        """One command and its answer. False where the connection is to end."""
        request = await read_frame(reader)
        self.seen[request.command] += 1
        fault = self._fault_of(request)
        if fault and request.command == _ABORT:
            await _send(far_writer, request)
            await read_frame(far_reader)
            fault = fault if isinstance(fault, Refuse) else CutBefore()
        if isinstance(fault, CutBefore):
            return False
        if isinstance(fault, Refuse):
            await _send(writer, answer(request, fault.document(request)))
            return True
        if isinstance(fault, Delay):
            await asyncio.sleep(fault.seconds)
        await _send(far_writer, request)
        is_hello, awaited = request.command in HELLO, not request.more_to_come
        while awaited:
            reply = await read_frame(far_reader)
            if isinstance(fault, CutAfter):
                return False
            awaited = reply.more_to_come
            await _send(writer, rewritten(reply, self._hello) if is_hello else reply)
        return True

    def _fault_of(self, request: Frame) -> Fault | None:
        name = request.command
        if not self._has_primary and name not in _DRIVERS_OWN:
            return Refuse(NOT_PRIMARY)
        for rule in self._rules:
            is_named = name in rule.commands if rule.commands else name not in _DRIVERS_OWN
            if is_named and rule.hit(self._random):
                return rule.fault
        return None

    def _hello(self, said: Document) -> Document:
        """With the proxy's address in the place of the server's. Without `topologyVersion` the driver asks again where it is
        in doubt, instead of waiting to be told by the server, which knows nothing of our elections."""
        own = said.get("me")
        told = {name: value for name, value in said.items() if name != "topologyVersion"}
        told["hosts"] = [self._address if each == own else each for each in said.get("hosts", [])]
        told["me"] = self._address
        if said.get("primary") == own:
            told["primary"] = self._address
        if not self._has_primary:
            told.pop("primary", None)
            told |= {"isWritablePrimary": False, "ismaster": False, "secondary": True}
        return told

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until `stop`; the thread's whole work."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._opened())
        self._loop.call_soon(ready)
        self._loop.run_forever()
        self._loop.close()

    def stop(self) -> None:
        self.go_away()
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def fault_proxy(upstream: str, seed: int = 0) -> Iterator[FaultProxy]:
    """A proxy before the server at `upstream` that passes everything on until a rule says otherwise; ended with the block.
    `seed` decides which commands a rule with a chance hits."""
    proxy, ready = FaultProxy(upstream, seed), threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready.set,), name="fault proxy")
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()


def _set_name(url: str) -> str:
    with MongoClient[Document](url) as client:
        return str(client.admin.command("hello")["setName"])


@asynccontextmanager
async def _connection(
    host: str, port: int
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(host, port)
    with closing(writer):
        yield reader, writer


async def _send(writer: asyncio.StreamWriter, frame: Frame) -> None:
    writer.write(frame.data)
    await writer.drain()
