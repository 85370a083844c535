"""The one way out to Cal.com: budget, breaker, time-out, retries, and no word of any patient in logs or errors."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ssl import SSLCertVerificationError
from time import perf_counter

import httpx
import structlog
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)

from calcom_integration import metrics
from calcom_integration.client import answer, limits
from calcom_integration.client.answer import Envelope
from calcom_integration.client.breaker import Breaker
from calcom_integration.client.budget import Budget, Sleep
from calcom_integration.client.call import Call
from calcom_integration.client.errors import CalComError, CircuitOpen, RateLimited, Retryable, Untrusted

log = structlog.get_logger(__name__)

# Cal.com cannot have seen a request that failed so; any other failure leaves a write's outcome unknown.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Patience:
    """`timeout`: seconds for one attempt, whatever it hangs on. `attempts`: how often a call is made at most. `turn`: how
    many seconds a call waits for the rate limit before it gives up."""

    timeout: float
    attempts: int
    turn: float


class Transport:
    """Makes calls. `http` knows the address and the key; `sleep` waits between attempts. `calls_left` is what Cal.com's
    latest answer said of its limit."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        budget: Budget,
        breaker: Breaker,
        patience: Patience,
        sleep: Sleep = asyncio.sleep,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`now` (UTC) dates an answer that bears no date of its own."""
        self._http, self._budget, self._breaker = http, budget, breaker
        self._patience, self._sleep, self._now = patience, sleep, now
        self.calls_left: int | None = None
        self._backoff = wait_random_exponential(multiplier=0.5, max=10)

    @property
    def is_resting(self) -> bool:
        """Whether the circuit is open."""
        return self._breaker.is_open

    async def wait(self) -> float:
        """Seconds until the budget of all workers has a call left."""
        return await self._budget.wait()

    async def left(self) -> int:
        """How many calls the budget of all workers would let go at once."""
        return await self._budget.left()

    async def send(self, call: Call) -> Envelope:
        """The answer's envelope, which has `data`. Raises Retryable, RateLimited, UnknownOutcome or Final."""
        target = call.target
        attempts = AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(self._patience.attempts),
            wait=self._pause_before_next,
            retry=retry_if_exception(self._may_repeat),
            reraise=True,
        )
        return await attempts(self._attempt, call, target)

    async def _attempt(self, call: Call, target: str) -> Envelope:
        self._breaker.check()
        await self._budget.turn()
        started, result = perf_counter(), "ok"
        try:
            with self._breaker.watch():
                return await self._exchange(call, target)
        except CalComError as error:
            result = type(error).__name__
            log.warning("calcom_call_failed", call=call.label, result=result, reason=str(error))
            raise
        finally:
            metrics.called(call.label, result, perf_counter() - started)

    async def _exchange(self, call: Call, target: str) -> Envelope:
        # Raised outside the handler: an httpx error in a chain would carry the request, and so the uid.
        got = await self._response(call, target)
        if isinstance(got, CalComError):
            raise got
        now = datetime.now(UTC)
        self.calls_left = limits.calls_left(got.headers)
        if got.status_code == httpx.codes.TOO_MANY_REQUESTS:
            wait = limits.wait_after_refusal(got.headers, now)
            await self._budget.pause(wait)
            raise RateLimited(wait)
        wait_for_more = limits.wait_after_last(got.headers, now)
        if wait_for_more is not None:
            await self._budget.pause(wait_for_more)
        content = answer.read(call, got.status_code, got.content)
        return Envelope(content, answer.dated(got.headers.get("date")) or self._now().replace(microsecond=0))

    async def _response(self, call: Call, target: str) -> httpx.Response | CalComError:
        headers = {"cal-api-version": call.version} if call.version else {}
        try:
            async with asyncio.timeout(self._patience.timeout):
                return await self._http.request(
                    call.method, target, params=call.query or None, json=call.body, headers=headers
                )
        except _NEVER_SENT as error:
            return _unsent(error)
        except (httpx.HTTPError, TimeoutError) as error:
            return answer.failed(call, type(error).__name__)

    def _may_repeat(self, error: BaseException) -> bool:
        """Whether the call was surely not carried out, or may be carried out twice, and it is soon worth another try: a
        certificate is not renewed within seconds."""
        if isinstance(error, RateLimited):
            return error.seconds <= self._patience.turn
        return isinstance(error, Retryable) and not isinstance(error, CircuitOpen | Untrusted)

    def _pause_before_next(self, state: RetryCallState) -> float:
        """After a 429 the wait it named (the bucket is paused as long), else a random, growing one."""
        error = state.outcome.exception() if state.outcome else None
        jitter = self._backoff(state)
        return error.seconds + min(jitter, 1.0) if isinstance(error, RateLimited) else jitter


def _unsent(error: httpx.HTTPError) -> Retryable:
    """Why nothing was sent: a certificate that does not hold good lies under httpx's own words."""
    is_untrusted = any(isinstance(cause, SSLCertVerificationError) for cause in _causes(error))
    return Untrusted() if is_untrusted else Retryable(type(error).__name__)


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it came from, the nearest first. Causes may lead round in a circle."""
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and not any(cause is each for each in found):
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
