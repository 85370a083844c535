"""Webhook subscriptions of API v2, which have no version (CALCOM.md A2, D2)."""

from collections.abc import Mapping
from typing import Any

from calcom_integration.client import shapes
from calcom_integration.client.call import Call, get, patch, post
from calcom_integration.client.errors import Final, Refusal
from calcom_integration.client.paging import TAKE
from calcom_integration.client.transport import Transport
from calcom_integration.dto.catalogue import Subscription


class Webhooks:
    """Every method raises what `Transport.send` does. Bodies are in Cal.com's words: `active`, `subscriberUrl`, `triggers`,
    `secret`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def all(self) -> tuple[Subscription, ...]:
        """The user's own subscriptions, at most 250."""
        envelope = await self._transport.send(get("/webhooks", None, {"take": TAKE}))
        return shapes.many(Subscription, envelope["data"])

    async def of_event_type(self, event_type_id: int) -> tuple[Subscription, ...]:
        """An event type's own subscriptions, at most 250: they are served beside the user's (CALCOM.md A1)."""
        call = get("/event-types/{id}/webhooks", None, {"take": TAKE}, id=event_type_id)
        envelope = await self._transport.send(call)
        return shapes.many(Subscription, envelope["data"])

    async def create(self, body: Mapping[str, Any]) -> Subscription:
        """Raises Final(EXISTS) where the user has one with this URL."""
        call = post("/webhooks", None, body)
        envelope = await self._transport.send(call)
        return shapes.written(call, lambda: shapes.one(Subscription, envelope["data"]))

    async def patch(self, webhook_id: str, body: Mapping[str, Any]) -> Subscription:
        envelope = await self._transport.send(patch("/webhooks/{id}", None, body, id=webhook_id))
        return shapes.one(Subscription, envelope["data"])

    async def delete(self, webhook_id: str) -> None:
        """Of no effect where it is gone already."""
        call = Call(method="DELETE", path="/webhooks/{id}", parts={"id": webhook_id}, repeatable=True)
        try:
            await self._transport.send(call)
        except Final as error:
            if error.code is not Refusal.NOT_FOUND:
                raise
