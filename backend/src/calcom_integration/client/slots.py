"""Free slots of API v2, version 2024-09-04 (CALCOM.md D4)."""

from datetime import datetime

from calcom_integration.client import shapes
from calcom_integration.client.call import SLOTS, checked_id, get
from calcom_integration.client.errors import Final, Refusal
from calcom_integration.client.filters import spelled
from calcom_integration.client.transport import Transport
from calcom_integration.dto.catalogue import FreeSlot


class Slots:
    """Raises what `Transport.send` does."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def free(
        self, event_type_id: int, start: datetime, end: datetime, *, instead_of: str = ""
    ) -> tuple[FreeSlot, ...]:
        """Slots from `start` to `end` (aware UTC), in time order; `instead_of` is a booking about to be moved, whose own slot
        counts as free."""
        query: dict[str, str | int] = {
            "eventTypeId": event_type_id,
            "start": spelled(start),
            "end": spelled(end),
            "timeZone": "UTC",
            "format": "range",
        }
        if instead_of:
            query["bookingUidToReschedule"] = checked_id(instead_of)
        envelope = await self._transport.send(get("/slots", SLOTS, query))
        days = envelope["data"]
        if not isinstance(days, dict):
            raise Final(Refusal.WRONG_VERSION)
        found = [slot for day in days.values() for slot in shapes.many(FreeSlot, day)]
        return tuple(sorted(found, key=lambda slot: slot.start))
