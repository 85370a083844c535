"""What stands before API v2: the key, the rate limit and the faults (CALCOM.md D6, L)."""

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, PositiveInt

from calcom_sandbox.faults import Probability

Fault = Literal["refuse", "fail", "lose"]


class Limits(BaseModel):
    """Requests a window for one key or address, then a block; Cal.com's numbers by default (CALCOM.md D6)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: PositiveInt = 120
    ttl_ms: PositiveInt = 60_000
    block_ms: NonNegativeInt = 60_000


class ApiFaults(BaseModel):
    """What goes wrong with a request, each by its probability; the default is nothing.

    `refuse` answers 429 and `fail` 500 before anything is done; `lose` does what was asked and answers
    500 all the same. `delay_ms` comes before the answer. `for_seconds` of the sandbox's clock, or until changed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    refuse: Probability = 0
    fail: Probability = 0
    lose: Probability = 0
    delay_ms: NonNegativeInt = 0
    for_seconds: NonNegativeFloat | None = Field(default=None)
    seed: int | None = None


@dataclass(frozen=True)
class Visit:
    """What the limiter says to one request; `reset` in whole seconds left of the window or the block."""

    allowed: bool
    remaining: int
    reset: int


@dataclass
class _Window:
    ends: datetime
    hits: int = 0
    blocked: bool = False


class Gate:
    """Counts requests and rolls the dice. `api_key` is the one key that opens API v2; empty opens for none."""

    def __init__(self, api_key: str, limits: Limits) -> None:
        self.api_key = api_key
        self._first_limits = limits
        self.reset()

    def reset(self) -> None:
        """As at the start: the first limits, no faults, nothing counted."""
        self.set_limits(self._first_limits)
        self.faults, self._dice = ApiFaults(), random.Random()
        self._faults_end: datetime | None = None

    def set_limits(self, limits: Limits) -> None:
        """Other limits; counting begins anew."""
        self.limits = limits
        self._windows: dict[str, _Window] = {}

    def set_faults(self, faults: ApiFaults, now: datetime) -> None:
        """Replace all faults."""
        self.faults, self._dice = faults, random.Random(faults.seed)
        lasting = faults.for_seconds
        self._faults_end = None if lasting is None else now + timedelta(seconds=lasting)

    def visit(self, visitor: str, now: datetime) -> Visit:
        """Count one request of a key or an address."""
        window = self._windows.get(visitor)
        if window is None or window.ends <= now:
            window = self._windows[visitor] = _Window(now + timedelta(milliseconds=self.limits.ttl_ms))
        window.hits += 1
        if window.hits > self.limits.limit and not window.blocked:
            window.blocked = True
            window.ends = now + timedelta(milliseconds=self.limits.block_ms)
        left = math.ceil((window.ends - now).total_seconds())
        return Visit(not window.blocked, max(0, self.limits.limit - window.hits), left)

    def fault(self, now: datetime) -> Fault | None:
        """What goes wrong with one request, if anything."""
        if not self._faulty(now):
            return None
        chances: dict[Fault, float] = {
            "refuse": self.faults.refuse,
            "fail": self.faults.fail,
            "lose": self.faults.lose,
        }
        return next((fault for fault, chance in chances.items() if self._dice.random() < chance), None)

    def delay(self, now: datetime) -> float:
        """How long one answer is held back, in seconds."""
        return self.faults.delay_ms / 1000 if self._faulty(now) else 0

    def _faulty(self, now: datetime) -> bool:
        return self._faults_end is None or now < self._faults_end
