"""A delivery, and the log of those made."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Literal

Outcome = Literal["waiting", "sent", "failed", "dropped"]
_LOG_LENGTH = 10_000


@dataclass(frozen=True)
class Subscription:
    """Where deliveries go; an empty `secret` sends the literal `no-secret-provided`."""

    url: str
    secret: str


@dataclass(eq=False)
class Delivery:
    """One copy of one body on its way. `status` is the subscriber's answer, if one came."""

    id: int
    to: Subscription
    trigger: str
    uid: str | None
    body: bytes
    made_at: datetime
    wrong_signature: bool = False
    delay: float = 0
    outcome: Outcome = "waiting"
    status: int | None = None
    error: str | None = None
    sent_at: datetime | None = None
    released: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def facts(self) -> dict[str, Any]:
        """What the control API tells about it."""
        return {
            "id": self.id,
            "url": self.to.url,
            "trigger": self.trigger,
            "uid": self.uid,
            "outcome": self.outcome,
            "status": self.status,
            "error": self.error,
            "wrong_signature": self.wrong_signature,
            "made_at": self.made_at,
            "sent_at": self.sent_at,
            "body": self.body.decode(),
        }


class DeliveryLog:
    """The latest deliveries, oldest first; lost with the process, as Cal.com keeps none (CALCOM.md A8)."""

    def __init__(self) -> None:
        self._entries: deque[Delivery] = deque(maxlen=_LOG_LENGTH)
        self._ids = count(1)

    def add(
        self, to: Subscription, trigger: str, uid: str | None, body: bytes, made_at: datetime
    ) -> Delivery:
        """Log one copy."""
        delivery = Delivery(next(self._ids), to, trigger, uid, body, made_at)
        self._entries.append(delivery)
        return delivery

    def entries(self) -> list[Delivery]:
        """All of them."""
        return list(self._entries)

    def clear(self) -> None:
        """Forget them."""
        self._entries.clear()
