"""A circuit breaker: a Cal.com that keeps failing is left alone, then tried with one call."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from calcom_integration.client.errors import CalComError, CircuitOpen, Retryable, UnknownOutcome

_PROBE_WAIT = 1.0  # seconds that others wait while the one call is under way


class Breaker:
    """Opens after `failures` in a row, for `rest` seconds; the first call after that decides. `clock` is monotonic."""

    def __init__(self, failures: int, rest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._rest, self._clock = failures, rest, clock
        self._failures = 0
        self._opened_at: float | None = None
        self._is_probing = False

    def check(self) -> None:
        """Raises CircuitOpen while no call may be made."""
        if self._opened_at is None:
            return
        left = self._opened_at + self._rest - self._clock()
        if left > 0 or self._is_probing:
            raise CircuitOpen(max(left, _PROBE_WAIT))

    @property
    def is_open(self) -> bool:
        """Whether Cal.com is left alone since it failed, and has not answered again."""
        return self._opened_at is not None

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Make one call in the body. An answer of any kind closes the circuit; only silence and 5xx are failures. A body
        that is cancelled decides nothing."""
        self.check()
        probing = self._opened_at is not None
        self._is_probing = self._is_probing or probing
        try:
            yield
        except (Retryable, UnknownOutcome):
            self._failed(probing)
            raise
        except CalComError:
            self._answered()
            raise
        else:
            self._answered()
        finally:
            if probing:
                self._is_probing = False

    def _failed(self, probing: bool) -> None:
        self._failures += 1
        if probing or self._failures >= self._limit:
            self._opened_at = self._clock()

    def _answered(self) -> None:
        self._failures, self._opened_at = 0, None
