"""When deliveries came and ended: the collection `calcom_deliveries`, read for what is counted over a day."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from calcom_integration.delivery import Arrival, State
from persistence.driver_errors import driver_errors

_FIELDS = {"_id": 0, "received_at": 1, "processed_at": 1, "state": 1}


class ArrivalStore:
    """Every call raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._deliveries = database["calcom_deliveries"]

    async def since(self, at: datetime) -> AsyncIterator[Arrival]:
        """Deliveries that came since `at` (UTC), the newest first; one at a time, for a day may have many."""
        async with driver_errors():
            found = self._deliveries.find({"received_at": {"$gte": at}}, _FIELDS).sort("received_at", -1)
            async for each in found:
                yield Arrival(each["received_at"], each.get("processed_at"), State(each["state"]))

    async def newest(self) -> datetime | None:
        """When the last delivery came."""
        async with driver_errors():
            found = await self._deliveries.find_one({}, _FIELDS, sort=[("received_at", -1)])
        at: datetime | None = found["received_at"] if found else None
        return at
