"""A client of Cal.com's API over answers that a test lays out; nothing here opens a socket."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import respx

from calcom_integration.client.breaker import Breaker
from calcom_integration.client.budget import Budget
from calcom_integration.client.client import CalComClient
from calcom_integration.client.transport import Patience, Transport

API = "https://cal.clinica.test/v2"
PAYLOADS = Path(__file__).parent / "payloads"
RECORDED = sorted(path.stem for path in (PAYLOADS / "api_v2_recorded").glob("*.json"))
PUBLISHED = sorted(path.stem for path in (PAYLOADS / "api_v2").glob("*.json"))


def recorded(name: str, folder: str = "api_v2_recorded") -> httpx.Response:
    """The recorded answer, byte for byte."""
    kept = json.loads((PAYLOADS / folder / f"{name}.json").read_text())
    return httpx.Response(kept["status"], headers=kept["headers"], content=kept["body_raw"].encode())


def recorded_of_caldiy(name: str) -> httpx.Response:
    """The answer that Cal.diy 6.2.0 gave, byte for byte."""
    kept = json.loads((PAYLOADS / "caldiy_6_2_0" / f"api__{name}.json").read_text())
    return httpx.Response(kept["status"], headers=kept["headers"], content=kept["body_raw"].encode())


def published(name: str) -> httpx.Response:
    """The published answer."""
    kept = json.loads((PAYLOADS / "api_v2" / f"{name}.json").read_text())
    return httpx.Response(kept["httpStatus"], json=kept["body"])


def success(data: Any, **more: Any) -> httpx.Response:
    return httpx.Response(200, json={"status": "success", "data": data, **more})


def refusal(status: int, message: str) -> httpx.Response:
    """An error in the usual envelope (CALCOM.md D5)."""
    return httpx.Response(status, json={"status": "error", "error": {"code": "X", "message": message}})


@dataclass
class HeldTime:
    """A clock and a sleep that only move each other."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class FakeBucket:
    """A bucket that always has a turn but while paused."""

    time: HeldTime
    paused_until: float = 0.0
    taken: int = 0

    async def take(self, patience: float) -> float:
        wait = max(self.paused_until - self.time.now, 0.0)
        self.taken += wait <= patience
        return wait

    async def left(self) -> int:
        return int(self.paused_until <= self.time.now)

    async def pause(self, seconds: float) -> None:
        self.paused_until = max(self.paused_until, self.time.now + seconds)


@dataclass
class CalComDouble:
    """A client and what stands behind it: `routes` answers, `time` is its clock, `bucket` its budget."""

    failures: int = 3
    patience: Patience = field(default_factory=lambda: Patience(timeout=5.0, attempts=4, turn=65.0))
    routes: respx.MockRouter = field(
        default_factory=lambda: respx.MockRouter(base_url=API, assert_all_called=False)
    )
    time: HeldTime = field(default_factory=HeldTime)

    def __post_init__(self) -> None:
        self.bucket = FakeBucket(self.time)
        self.breaker = Breaker(self.failures, 30.0, self.time)
        http = httpx.AsyncClient(
            base_url=API,
            headers={"authorization": "Bearer cal_segredo"},
            transport=httpx.MockTransport(self.routes.async_handler),
        )
        budget = Budget(self.bucket, self.patience.turn, self.time.sleep)
        self.client = CalComClient(Transport(http, budget, self.breaker, self.patience, self.time.sleep))

    @property
    def requests(self) -> list[httpx.Request]:
        return [call.request for call in self.routes.calls]

    def answer(self, *answers: httpx.Response | Exception) -> None:
        """Answer requests by turns."""
        self.routes.route().mock(side_effect=list(answers))

    def answer_with(self, server: Callable[[httpx.Request], Any]) -> None:
        """Answer every request by `server`."""
        self.routes.route().mock(side_effect=server)
