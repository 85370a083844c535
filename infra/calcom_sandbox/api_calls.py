"""What API v2 was asked to change, and how it answered: a record to hold a caller's own account against."""

import json
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_RECORD_LENGTH = 10_000


@dataclass(frozen=True)
class Call:
    """One writing call. `done` is the status of the deed itself, None where the call never reached it; `status`
    is what the caller was told. They differ where a fault or the limit came between."""

    at: datetime
    method: str
    path: str
    body: dict[str, Any]
    done: int | None
    status: int


class CallRecord:
    """The latest writing calls, oldest first; lost with the process."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=_RECORD_LENGTH)

    def add(self, call: Call) -> None:
        """Note one call."""
        self._calls.append(call)

    def calls(self) -> list[Call]:
        """All of them."""
        return list(self._calls)

    def clear(self) -> None:
        """Forget them."""
        self._calls.clear()


def body_of(raw: bytes) -> dict[str, Any]:
    """A request's body; nothing where it is no JSON object."""
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
