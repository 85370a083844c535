"""Questions of a second or a few: does this server answer now?"""

import urllib.error
import urllib.request
from collections.abc import Callable

from redis import Redis, RedisError

from infrastructure.replica_set import has_primary

TIMEOUT_SECONDS = 1.0
READY_SECONDS = 5.0  # `/health/ready` gives each part four, before it calls one missing

Probe = Callable[[], bool]


def http_ok(url: str, seconds: float = TIMEOUT_SECONDS) -> Probe:
    """A GET of `url` answers with a status below 400 within `seconds`."""

    def ask() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=seconds):  # noqa: S310 - our own http addresses
                return True
        except (urllib.error.URLError, OSError):
            return False

    return ask


def mongodb_ok(url: str) -> Probe:
    """The MongoDB at `url` has a primary; a fresh `mongod --replSet` is made a set of one first."""
    return lambda: has_primary(url, TIMEOUT_SECONDS)


def redis_ok(url: str) -> Probe:
    """The Redis at `url` answers PING (it does not while it loads its file)."""

    def ask() -> bool:
        try:
            with Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS) as redis:
                return bool(redis.ping())
        except (RedisError, OSError):
            return False

    return ask


def every(*probes: Probe) -> Probe:
    """All of the probes hold."""
    return lambda: all(probe() for probe in probes)
