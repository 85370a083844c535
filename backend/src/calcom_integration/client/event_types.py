"""Event types of API v2, version 2024-06-14 (CALCOM.md D4)."""

from collections.abc import Mapping
from typing import Any

from calcom_integration.client import shapes
from calcom_integration.client.call import EVENT_TYPES, get, patch, post
from calcom_integration.client.transport import Transport
from calcom_integration.dto.catalogue import EventTypeRow


class EventTypes:
    """Every method raises what `Transport.send` does."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def of(self, username: str) -> tuple[EventTypeRow, ...]:
        """The user's event types. Without a user Cal.com answers 404 (recorded, 5.4.15)."""
        envelope = await self._transport.send(get("/event-types", EVENT_TYPES, {"username": username}))
        return shapes.many(EventTypeRow, envelope["data"])

    async def get(self, event_type_id: int) -> EventTypeRow:
        envelope = await self._transport.send(get("/event-types/{id}", EVENT_TYPES, id=event_type_id))
        return shapes.one(EventTypeRow, envelope["data"])

    async def create(self, body: Mapping[str, Any]) -> EventTypeRow:
        """`body` in Cal.com's words; `lengthInMinutes`, `title` and `slug` are required."""
        call = post("/event-types", EVENT_TYPES, body)
        envelope = await self._transport.send(call)
        return shapes.written(call, lambda: shapes.one(EventTypeRow, envelope["data"]))

    async def patch(self, event_type_id: int, body: Mapping[str, Any]) -> EventTypeRow:
        """`bookingFields` in `body` replace the whole list."""
        envelope = await self._transport.send(patch("/event-types/{id}", EVENT_TYPES, body, id=event_type_id))
        return shapes.one(EventTypeRow, envelope["data"])
