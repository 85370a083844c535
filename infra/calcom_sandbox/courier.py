"""Posts deliveries to every subscriber: one attempt ever, no redirects, no time-out (CALCOM.md A8)."""

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress

import httpx

from calcom_sandbox.clock import Clock
from calcom_sandbox.deliveries import Delivery, DeliveryLog, Outcome, Subscription
from calcom_sandbox.faults import Faults, fates
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.signing import signature

Subscribers = Callable[[str, str | None], list[Subscription]]


class Courier:
    """The only part that talks to subscribers, and the place where faults happen.

    `subscribers` names those that want a trigger of a booking, by its uid; `version` is that of its webhooks, empty where
    this Cal.com says none (CALCOM.md A6).
    """

    def __init__(
        self, subscribers: Subscribers, http: httpx.AsyncClient, clock: Clock, version: str = ""
    ) -> None:
        self.log = DeliveryLog()
        self._subscribers = subscribers
        self._http = http
        self._clock = clock
        self._headers = {"content-type": "application/json", "user-agent": "node"}
        if version:
            self._headers["x-cal-webhook-version"] = version
        self._held: list[Delivery] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self.set_faults(Faults())

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self._faults

    def set_faults(self, faults: Faults) -> None:
        """Switch faults; deliveries already held or delayed keep their fate until `flush`."""
        self._faults = faults
        self._dice = random.Random(faults.seed)

    async def send(self, trigger: str, payload: Json) -> None:
        """Post one event in Cal.com's envelope. Returns once it is answered, unless a fault detains it."""
        now = self._clock()
        envelope = {"triggerEvent": trigger, "createdAt": with_millis(now), "payload": payload}
        await self.send_text(trigger, payload.get("uid") or payload.get("bookingUid"), dump(envelope))

    async def send_text(self, trigger: str, uid: str | None, text: str) -> None:
        """Post a body frozen earlier, signed with the secret valid now (CALCOM.md A7)."""
        body = text.encode()
        subscribers = self._subscribers(trigger, uid)
        copies = [copy for to in subscribers for copy in self._copies(to, trigger, uid, body)]
        for copy in copies:
            self._start(copy)
        detained = self.faults.shuffle or any(copy.delay for copy in copies)
        if self.faults.hold_booker or not detained:
            await asyncio.gather(*(copy.settled.wait() for copy in copies))

    async def flush(self) -> int:
        """Send everything held or delayed now; returns how many there were."""
        waiting = [delivery for delivery in self.log.entries() if delivery.outcome == "waiting"]
        for delivery in waiting:
            delivery.released.set()
        self._release()
        await asyncio.gather(*(delivery.settled.wait() for delivery in waiting))
        return len(waiting)

    async def stop(self) -> None:
        """End what is under way; it is lost, as it is when Cal.com stops."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _copies(self, to: Subscription, trigger: str, uid: str | None, body: bytes) -> list[Delivery]:
        now, copies = self._clock(), []
        for fate in fates(self.faults, self._dice):
            copy = self.log.add(to, trigger, uid, body, now)
            copy.wrong_signature, copy.delay = fate.wrong_signature, fate.delay
            copies.append(copy)
        if not copies:
            _settle(self.log.add(to, trigger, uid, body, now), "dropped")
        return copies

    def _start(self, delivery: Delivery) -> None:
        if not self.faults.shuffle:
            self._carry(delivery)
            return
        self._held.append(delivery)
        if len(self._held) >= self.faults.shuffle:
            self._release()

    def _release(self) -> None:
        held, self._held = self._held, []
        self._dice.shuffle(held)
        for delivery in held:
            self._carry(delivery)

    def _carry(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._post_when_due(delivery))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _post_when_due(self, delivery: Delivery) -> None:
        if delivery.delay:
            with suppress(TimeoutError):
                await asyncio.wait_for(delivery.released.wait(), delivery.delay)
        delivery.sent_at = self._clock()
        await self._post(delivery)

    async def _post(self, delivery: Delivery) -> None:
        secret = delivery.to.secret + ("-wrong" if delivery.wrong_signature else "")
        headers = {**self._headers, "x-cal-signature-256": signature(delivery.body, secret)}
        try:
            answer = await self._http.post(delivery.to.url, content=delivery.body, headers=headers)
        except httpx.HTTPError as error:
            delivery.error = type(error).__name__
            _settle(delivery, "failed")
        else:
            delivery.status = answer.status_code
            _settle(delivery, "sent")


def dump(body: Json) -> str:
    """JSON as Node writes it: no spaces, no escapes for letters outside ASCII."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _settle(delivery: Delivery, outcome: Outcome) -> None:
    delivery.outcome = outcome
    delivery.settled.set()
