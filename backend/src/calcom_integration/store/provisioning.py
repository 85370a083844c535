"""The newest look at Cal.com's webhook and event types: the collection `calcom_provisioning`."""

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from persistence.driver_errors import driver_errors

_NEWEST = "newest"


class ProvisioningStore:
    """One document, replaced by every look. Raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._looks = database["calcom_provisioning"]

    async def keep(self, look: dict[str, Any]) -> None:
        async with driver_errors():
            await self._looks.replace_one({"_id": _NEWEST}, look, upsert=True)

    async def seen(self, server: str) -> dict[str, int]:
        """The ids of the event types by slug, as they were when `server` was last looked at; none where another was."""
        look = await self.newest()
        is_there = look is not None and look.get("server") == server
        return {each["slug"]: each["id"] for each in look["event_types"]} if look and is_there else {}

    async def newest(self) -> dict[str, Any] | None:
        async with driver_errors():
            return await self._looks.find_one({"_id": _NEWEST})
