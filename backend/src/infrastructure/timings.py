"""How long MongoDB and Redis take, by operation: whose fault slowness is. No collection, key or value is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Histogram
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 20)
_MONGODB = Histogram(
    "mongodb_operation_seconds", "How long MongoDB took for a command.", ["operation"], buckets=_BUCKETS
)
_REDIS = Histogram(
    "redis_operation_seconds",
    "How long Redis took for a command or a group of them, its connection included.",
    ["operation"],
    buckets=_BUCKETS,
)


class CommandTimings(CommandListener):
    """Measures every command that the driver sends. Its names are the driver's own: few, and never a document's."""

    def started(self, event: CommandStartedEvent) -> None:
        """Nothing is known yet."""

    def succeeded(self, event: CommandSucceededEvent) -> None:
        _MONGODB.labels(event.command_name).observe(event.duration_micros / 1e6)

    def failed(self, event: CommandFailedEvent) -> None:
        _MONGODB.labels(event.command_name).observe(event.duration_micros / 1e6)


@contextmanager
def timed_redis(operation: str) -> Iterator[None]:
    """Measure the block; `operation` is a name of ours or a command's, in small letters."""
    begun = perf_counter()
    try:
        yield
    finally:
        _REDIS.labels(operation).observe(perf_counter() - begun)
