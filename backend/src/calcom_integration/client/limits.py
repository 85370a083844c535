"""What an answer's headers say of Cal.com's rate limit (CALCOM.md D6, L)."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_BLOCK = 60.0  # seconds that Cal.com blocks a key which it does not say more of
_LONGEST = 600.0
_UNIX_TIMES = 1e9


def wait_after_refusal(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds to leave Cal.com alone after a 429: `Retry-After` if it comes, else the limit's own reset."""
    told = _retry_after(headers.get("retry-after"), now)
    return _bounded(_reset(headers, now) if told is None else told, _BLOCK)


def calls_left(headers: Mapping[str, str]) -> int | None:
    """How many calls Cal.com allows before its limit begins anew, where it says so."""
    remaining = _number(headers.get("x-ratelimit-remaining-default"))
    return None if remaining is None else int(remaining)


def wait_after_last(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the limit begins anew, where this answer used the last call it allows; else None."""
    remaining = calls_left(headers)
    if remaining is None or remaining > 0:
        return None
    return _bounded(_reset(headers, now), _BLOCK)


def _reset(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds left, as Cal.com's code says; some servers tell a Unix time instead."""
    told = _number(headers.get("x-ratelimit-reset-default"))
    return told - now.timestamp() if told is not None and told >= _UNIX_TIMES else told


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, or an HTTP date (RFC 9110, 10.2.3)."""
    seconds = _number(value)
    if value is None or seconds is not None:
        return seconds
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds()


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value is not None else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _bounded(seconds: float | None, otherwise: float) -> float:
    return otherwise if seconds is None else min(max(seconds, 1.0), _LONGEST)
