"""Leaves a delivery in a running stack's database as workers leave it that are killed over it, each in turn until its
attempts are used up. It is due at once: the worker that takes it next gives it up.

`python -m tests.worn_out_delivery <body`, with MONGODB_URL and DATABASE_NAME of the stack.
"""

import asyncio
import os
import sys
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from calcom_integration.delivery import Delivery
from calcom_integration.dto import peek
from calcom_integration.redaction import storable
from calcom_integration.settings import CalComSettings
from calcom_integration.store import DeliveryStore
from infrastructure.clock import SystemClock
from infrastructure.mongo import Mongo

# Until the last claim no worker of the stack finds it due.
_FAR = timedelta(hours=1)


def _delivery(body: bytes, now: datetime) -> Delivery:
    kept, envelope = storable(body)
    trigger, uid = peek(envelope)
    return Delivery(
        id=str(uuid4()),
        digest=sha256(body).hexdigest(),
        body=kept,
        headers={"content-type": "application/json"},
        received_at=now,
        trigger=trigger,
        uid=uid,
        next_attempt_at=now + _FAR,
    )


async def wear_out(store: DeliveryStore, body: bytes, attempts: int) -> None:
    """Store `body` and claim it so many times, ending none of them."""
    now = SystemClock().now()
    delivery = _delivery(body, now)
    await store.add(delivery)
    for attempt in range(1, attempts + 1):
        lease = timedelta() if attempt < attempts else -_FAR
        if await store.claim(delivery.id, now + _FAR, lease) is None:
            raise RuntimeError("a worker of the stack was faster")


async def _main() -> None:
    database = Mongo(os.environ["MONGODB_URL"], os.environ["DATABASE_NAME"]).database
    store = DeliveryStore(database, timedelta(days=1))
    await wear_out(store, sys.stdin.buffer.read(), CalComSettings().calcom_max_attempts)


if __name__ == "__main__":
    asyncio.run(_main())
