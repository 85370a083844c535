"""The inbox: a verified delivery is stored durably before anything else happens to it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from uuid import uuid4

import structlog

from application.ports import Clock, JobQueue
from calcom_integration import metrics
from calcom_integration.delivery import Delivery
from calcom_integration.dto import peek
from calcom_integration.pace import Pace
from calcom_integration.redaction import storable
from calcom_integration.spool import PATIENCE, Spool
from calcom_integration.store import DeliveryStore
from calcom_integration.triggers import label
from domain.errors import Unavailable

PROCESS = "process_delivery"
# Enough to tell versions and senders apart; the signature is of no use once checked.
_KEPT_HEADERS = ("content-type", "user-agent", "x-cal-webhook-version")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    status: Literal["accepted", "duplicate"]
    delivery_id: str


class Inbox:
    def __init__(
        self,
        store: DeliveryStore,
        queue: JobQueue,
        clock: Clock,
        pace: Pace,
        spool: Spool | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """What the store has not taken within `patience` (seconds) goes to the `spool`; without one the store is waited for."""
        self._store, self._queue, self._clock, self._pace = store, queue, clock, pace
        self._spool, self._patience = spool, patience

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Receipt:
        """Keep a verified request's raw `body`, in MongoDB or on disk, and wake a worker. Headers in lower case.

        Raises Unavailable only where neither can keep it: Cal.com does not send again what we refuse.
        """
        delivery = self._delivery(body, headers)
        try:
            earlier = await self._stored(delivery)
        except Unavailable:
            if self._spool is None:
                raise
            earlier = await self._kept_on_disk(delivery, self._spool)
        else:
            if earlier is None and delivery.next_attempt_at == delivery.received_at:
                await ask(self._queue, delivery.id)
        metrics.received(label(delivery.trigger), is_duplicate=earlier is not None)
        return Receipt("accepted", delivery.id) if earlier is None else Receipt("duplicate", earlier)

    async def bring_in(self, delivery: Delivery) -> bool:
        """Store a delivery of the spool; whether a majority of the servers holds it now. A worker's sweep finds it.

        One whose first attempt was carried out after all, unanswered, is there already; the same bytes that came before
        under another id keep that one. Raises Unavailable.
        """
        due = replace(delivery, next_attempt_at=self._pace.turn(self._clock.now()))
        earlier = await self._store.add(due)
        return earlier is None or await self._store.is_held(delivery.digest)

    async def _stored(self, delivery: Delivery) -> str | None:
        """None, or the id of the same bytes' earlier delivery. Raises Unavailable where MongoDB does not take it in time."""
        if self._spool is None:
            return await self._store.add(delivery)
        if self._spool.is_store_away:
            raise Unavailable
        try:
            async with asyncio.timeout(self._patience):
                return await self._store.add(delivery)
        except TimeoutError:
            self._spool.is_store_away = True
            _log.warning("store_away")
        except Exception as error:  # whatever it was, what Cal.com signed is not lost for it
            _log.warning("delivery_not_stored", kind=type(error).__name__)
        raise Unavailable

    async def _kept_on_disk(self, delivery: Delivery, spool: Spool) -> str | None:
        """None, or the id of the same bytes' earlier delivery. Raises Unavailable where nothing can keep it."""
        try:
            return await spool.keep(delivery)
        except Unavailable:
            # Full, or not writable. So MongoDB is waited for after all: it may be slow, or back before a probe found it.
            earlier = await self._store.add(delivery)
            return None if earlier == delivery.id else earlier  # the first attempt may have been carried out

    def _delivery(self, body: bytes, headers: Mapping[str, str]) -> Delivery:
        now = self._clock.now()
        kept, envelope = storable(body)
        trigger, uid = peek(envelope)
        return Delivery(
            id=str(uuid4()),
            digest=sha256(body).hexdigest(),
            body=kept,
            headers={name: headers[name] for name in _KEPT_HEADERS if name in headers},
            received_at=now,
            trigger=trigger,
            uid=uid,
            next_attempt_at=self._pace.turn(now),
        )


async def ask(queue: JobQueue, delivery_id: str) -> bool:
    """Wake a worker for a delivery that is due; False where no queue is there to do it."""
    return await queue.enqueue(PROCESS, delivery_id)
