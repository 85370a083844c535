"""Every stored body under the current key, so that the previous one can be thrown away: the collection
`calcom_deliveries`."""

from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from application.sealing import UnknownKey
from calcom_integration.store.bodies import BODY_FIELDS, Bodies
from persistence.driver_errors import driver_errors

_SHOWN = dict.fromkeys((*BODY_FIELDS, "state", "claims"), 1)


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many bodies are under the current key now that were not, and how many neither key at hand opens."""

    done: int
    locked: int


class Resealing:
    """Every call raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], bodies: Bodies) -> None:
        self._deliveries, self._bodies = database["calcom_deliveries"], bodies

    async def run(self) -> Resealed:
        """Seal anew what is not under the current key, which there must be. Safe to stop, to repeat, and beside running
        workers: a delivery that somebody writes meanwhile is taken up again."""
        total = 0
        while True:
            outcomes = [await self._outcome(delivery_id) for delivery_id in await self._others()]
            total += outcomes.count("done")
            if "done" not in outcomes and "lost" not in outcomes:
                return Resealed(total, outcomes.count("locked"))

    async def opens_all(self) -> bool:
        """Whether the keys at hand open a body of each key that any was sealed with."""
        async with driver_errors():
            for key_id in await self._deliveries.distinct("sealed_with"):
                found = await self._deliveries.find_one({"sealed_with": key_id}, _SHOWN)
                try:
                    self._bodies.read(found or {})
                except UnknownKey:
                    return False
        return True

    async def _others(self) -> list[str]:
        """Ids only: there may be many, and bodies are long."""
        async with driver_errors():
            found = self._deliveries.find({}, {"sealed_with": 1, "body_gone_at": 1})
            return [
                each["_id"]
                async for each in found
                if "body_gone_at" not in each and each.get("sealed_with") != self._bodies.key_id
            ]

    async def _outcome(self, delivery_id: str) -> str:
        """`done`, `lost` to somebody who wrote it meanwhile, `gone`, or `locked`. Whoever takes a body away counts `claims`
        on, so that the guard does not bring it back."""
        async with driver_errors():
            found = await self._deliveries.find_one({"_id": delivery_id}, _SHOWN)
            try:
                body = self._bodies.read(found) if found else None
            except UnknownKey:
                return "locked"
            if found is None or body is None:
                return "gone"
            guard = {name: found[name] for name in ("_id", "state", "claims")}
            change = {"$set": self._bodies.stored(body), "$unset": {"body": ""}}
            result = await self._deliveries.update_one(guard, change)
        return "done" if result.matched_count else "lost"
