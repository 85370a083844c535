"""The inbox: a verified delivery is stored durably before anything else happens to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import uuid4

from application.ports import Clock, JobQueue
from calcom_integration import metrics
from calcom_integration.delivery import Delivery
from calcom_integration.dto import peek
from calcom_integration.pace import Pace
from calcom_integration.redaction import storable
from calcom_integration.store import DeliveryStore
from calcom_integration.triggers import label

PROCESS = "process_delivery"
# Enough to tell versions and senders apart; the signature is of no use once checked.
_KEPT_HEADERS = ("content-type", "user-agent", "x-cal-webhook-version")


@dataclass(frozen=True, slots=True)
class Receipt:
    status: Literal["accepted", "duplicate"]
    delivery_id: str


class Inbox:
    def __init__(self, store: DeliveryStore, queue: JobQueue, clock: Clock, pace: Pace) -> None:
        self._store, self._queue, self._clock, self._pace = store, queue, clock, pace

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Receipt:
        """Store a verified request's raw `body` and wake a worker. Headers in lower case.

        Raises Unavailable only where MongoDB cannot store it: Cal.com does not send again what we refuse.
        """
        now = self._clock.now()
        kept, envelope = storable(body)
        trigger, uid = peek(envelope)
        delivery = Delivery(
            id=str(uuid4()),
            digest=sha256(body).hexdigest(),
            body=kept,
            headers={name: headers[name] for name in _KEPT_HEADERS if name in headers},
            received_at=now,
            trigger=trigger,
            uid=uid,
            next_attempt_at=self._pace.turn(now),
        )
        earlier = await self._store.add(delivery)
        metrics.received(label(trigger), is_duplicate=earlier is not None)
        if earlier is not None:
            return Receipt("duplicate", earlier)
        if delivery.next_attempt_at == now:
            await ask(self._queue, delivery.id)
        return Receipt("accepted", delivery.id)


async def ask(queue: JobQueue, delivery_id: str) -> bool:
    """Wake a worker for a delivery that is due; False where no queue is there to do it."""
    return await queue.enqueue(PROCESS, delivery_id)
