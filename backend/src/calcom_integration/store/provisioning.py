"""The newest look at Cal.com's webhook and event types: the collection `calcom_provisioning`."""

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from calcom_integration.store.errors import translated

_NEWEST = "newest"


class ProvisioningStore:
    """One document, replaced by every look. Raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._looks = database["calcom_provisioning"]

    async def keep(self, look: dict[str, Any]) -> None:
        async with translated():
            await self._looks.replace_one({"_id": _NEWEST}, look, upsert=True)

    async def newest(self) -> dict[str, Any] | None:
        async with translated():
            return await self._looks.find_one({"_id": _NEWEST})
