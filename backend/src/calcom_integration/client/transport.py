"""The one way out to Cal.com: budget, breaker, time-out, retries, and no word of any patient in logs or errors."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

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
from calcom_integration.client.breaker import Breaker
from calcom_integration.client.budget import Budget, Sleep
from calcom_integration.client.call import Call
from calcom_integration.client.errors import CalComError, CircuitOpen, RateLimited, Retryable

log = structlog.get_logger(__name__)

# Cal.com cannot have seen a request that failed so; any other failure leaves a write's outcome unknown.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Patience:
    """`timeout`: seconds for one attempt, whatever it hangs on. `attempts`: how often a call is made at most. `turn`: how
    many seconds a call waits for the rate limit before it gives up."""

    timeout: float
    attempts: int
    turn: float


class Transport:
    """Makes calls. `http` knows the address and the key; `sleep` waits between attempts."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        budget: Budget,
        breaker: Breaker,
        patience: Patience,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._http, self._budget, self._breaker = http, budget, breaker
        self._patience, self._sleep = patience, sleep
        self._backoff = wait_random_exponential(multiplier=0.5, max=10)

    async def send(self, call: Call) -> Mapping[str, Any]:
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

    async def _attempt(self, call: Call, target: str) -> Mapping[str, Any]:
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

    async def _exchange(self, call: Call, target: str) -> Mapping[str, Any]:
        # Raised outside the handler: an httpx error in a chain would carry the request, and so the uid.
        got = await self._response(call, target)
        if isinstance(got, CalComError):
            raise got
        now = datetime.now(UTC)
        if got.status_code == httpx.codes.TOO_MANY_REQUESTS:
            wait = limits.wait_after_refusal(got.headers, now)
            await self._budget.pause(wait)
            raise RateLimited(wait)
        wait_for_more = limits.wait_after_last(got.headers, now)
        if wait_for_more is not None:
            await self._budget.pause(wait_for_more)
        return answer.read(call, got.status_code, got.content)

    async def _response(self, call: Call, target: str) -> httpx.Response | CalComError:
        headers = {"cal-api-version": call.version} if call.version else {}
        try:
            async with asyncio.timeout(self._patience.timeout):
                return await self._http.request(
                    call.method, target, params=call.query or None, json=call.body, headers=headers
                )
        except _NEVER_SENT as error:
            return Retryable(type(error).__name__)
        except (httpx.HTTPError, TimeoutError) as error:
            return answer.failed(call, type(error).__name__)

    def _may_repeat(self, error: BaseException) -> bool:
        """Whether the call was surely not carried out, or may be carried out twice, and its turn comes soon enough."""
        if isinstance(error, RateLimited):
            return error.seconds <= self._patience.turn
        return isinstance(error, Retryable) and not isinstance(error, CircuitOpen)

    def _pause_before_next(self, state: RetryCallState) -> float:
        """After a 429 the wait it named (the bucket is paused as long), else a random, growing one."""
        error = state.outcome.exception() if state.outcome else None
        jitter = self._backoff(state)
        return error.seconds + min(jitter, 1.0) if isinstance(error, RateLimited) else jitter
