"""What the gestor decided about the booking widget: the collection `calcom_embed`, a history apart from the mapping's."""

from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from persistence.driver_errors import driver_errors

_SETTINGS = "settings"


class EmbedStore:
    """One document. Raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._embed = database["calcom_embed"]

    async def prefilled(self) -> frozenset[str] | None:
        """The fields of the patient that the widget is given; None where nobody decided yet."""
        async with driver_errors():
            found = await self._embed.find_one({"_id": _SETTINGS})
        return frozenset(found["prefilled"]) if found else None

    async def keep(self, prefilled: frozenset[str], by: str, at: datetime) -> None:
        """Decide anew; `at` is UTC."""
        document = {"prefilled": sorted(prefilled), "by": by, "at": at}
        async with driver_errors():
            await self._embed.replace_one({"_id": _SETTINGS}, document, upsert=True)
