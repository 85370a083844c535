"""A whole house on servers that the test itself takes away and brings back, and a signed-in gestor who watches."""

import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from entrypoints.settings import DEMO_PASSWORD
from entrypoints.stack.part import Part
from entrypoints.stack.plan import plan
from entrypoints.stack.process import Process, await_ready, end, spawn
from tests.gateway import Gateway, gateway_to
from tests.supervised import Supervised, wait_until
from tests.wire.proxy import FaultProxy, fault_proxy

_NO_MORE = 1  # byte: no file may grow beyond it


class Server:
    """One part, on one port with one folder, that stays away until it is started again."""

    def __init__(self, part: Part, log: Path) -> None:
        # A process that may not write is told so (EFBIG), as of a full disk, instead of being killed.
        unharmed = ("sh", "-c", 'trap "" XFSZ; exec "$@"', "sh", *part.command)
        self.part, self._log = replace(part, command=unharmed), log
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers."""
        if self._process is None:
            self._process = spawn(self.part, self._log)
            await_ready(self._process, self.part, self._log)

    def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def terminate(self) -> int:
        """SIGTERM, as at every deploy; the exit code once it has ended by itself."""
        assert self._process is not None
        self._process.terminate()
        code, self._process = self._process.wait(), None
        return code

    def fill_its_disk(self) -> None:
        """Nothing that it writes to a file is taken from now on, until it is started anew."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (_NO_MORE, resource.RLIM_INFINITY))

    def stop(self) -> None:
        if self._process is not None:
            end(self._process, self.part.grace)


@dataclass(frozen=True)
class House:
    """API and worker under their supervisor; `gateway` stands between them and Cal.com's API, `wire` between them and
    MongoDB. `environment` tells the ways past both."""

    stack: Supervised
    mongodb: Server
    redis: Server
    gateway: Gateway
    environment: Mapping[str, str]
    wire: FaultProxy | None = None

    @property
    def url(self) -> str:
        return str(self.stack.state()["parts"]["api"]["url"])

    @property
    def calcom(self) -> str:
        """The stand-in's own address, past the gateway."""
        return self.environment["CALCOM_BASE_URL"]


def open_house(data: Path, **told: str) -> AbstractContextManager[House]:
    """The house with everything in `data`, ready; `told` are more settings of API and worker."""
    return _house(data, told, is_wired=False)


def open_wired_house(data: Path, **told: str) -> AbstractContextManager[House]:
    """The same with a fault proxy before MongoDB."""
    return _house(data, told, is_wired=True)


@contextmanager
def _house(data: Path, told: dict[str, str], *, is_wired: bool) -> Iterator[House]:
    planned = plan(data, {}, free_ports=True)
    parts = {part.name: part for part in planned.parts}
    servers = {name: Server(parts[name], data / f"{name}.log") for name in ("mongodb", "redis", "sandbox")}
    with ExitStack() as open_ones:
        for server in servers.values():
            open_ones.callback(server.stop)
            server.start()
        gateway = open_ones.enter_context(gateway_to(parts["sandbox"].url, data))
        environment = planned.environment | {"CALCOM_API_URL": f"{gateway.url}/v2"} | told
        own = {"SSL_CERT_FILE": str(gateway.authority)}
        wire = None
        if is_wired:
            wire = open_ones.enter_context(fault_proxy(environment["MONGODB_URL"]))
            own["MONGODB_URL"] = wire.url
        stack = Supervised((*_COMMAND, data), data, **environment | own)
        open_ones.callback(stack.stop)
        stack.await_ready()
        yield House(stack, servers["mongodb"], servers["redis"], gateway, environment, wire)


_COMMAND: tuple[str | Path, ...] = (sys.executable, "-m", "entrypoints.dev", "--ports", "fixed", "--data")


class Gestor:
    """Somebody at a screen of the running house."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def read(self, path: str) -> Any:
        """What a page shows; fails where it shows a problem."""
        answer = await self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def health(self) -> dict[str, Any]:
        """The integration's health page."""
        found: dict[str, Any] = await self.read("/api/v1/calcom/health")
        return found

    async def missing(self) -> set[str]:
        """The parts that `/health/ready` misses; a ready service misses none."""
        answer = await self.http.get("/health/ready")
        told = answer.json()
        assert answer.status_code == (503 if told["missing"] else 200)
        return set(told["missing"])

    async def is_ready(self) -> bool:
        return await self.missing() == set()

    async def watch(self, lines: list[str]) -> None:
        """Add the live changes to `lines` until they end. Raises httpx.RemoteProtocolError where the stream is torn."""
        async with self.http.stream("GET", "/api/v1/appointments/stream") as answer:
            async for line in answer.aiter_lines():
                lines += [line]


@asynccontextmanager
async def gestor_at(url: str) -> AsyncIterator[Gestor]:
    """The demonstration's gestor, signed in."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        login = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
        answer = (await http.post("/api/v1/auth/login", json=login)).raise_for_status()
        http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield Gestor(http)


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and words of a problem document (RFC 9457)."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert told["status"] == answer.status_code
    return told["status"], told["detail"]


async def problem_at(gestor: Gestor, path: str) -> tuple[int, str]:
    """What a page says that cannot be shown."""
    return problem_of(await gestor.http.get(path))


def await_end(stack: Supervised, name: str, pid: int) -> None:
    """Returns when the part's process is gone, whether or not another one has begun."""
    wait_until(lambda: stack.state()["parts"][name]["pid"] != pid)
