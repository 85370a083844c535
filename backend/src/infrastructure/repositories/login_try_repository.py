"""The collection `login_tries`: tries to sign in since the last success, by account. Kept here, not in Redis, whose loss
would unlock every account. MongoDB forgets an account that has been left alone for a day."""

import math
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, IndexModel

from domain.errors import StaleWrite
from infrastructure.mongo import Mongo
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to
from persistence.indexes import Declared

_INDEXES = [
    IndexModel([("last_at", ASCENDING)], expireAfterSeconds=int(timedelta(days=1).total_seconds())),
    IndexModel([("_id", ASCENDING), ("tries", ASCENDING)]),
    IndexModel([("_id", ASCENDING), ("last_at", ASCENDING)]),
]
# The account's first tries may race each other.
_ROUNDS = 3


class LoginTryRepository:
    """Implements the port LoginTries on MongoDB. Each step is one atomic statement: tries at once are all counted."""

    collections = (Declared("login_tries", _INDEXES),)

    def __init__(self, mongo: Mongo) -> None:
        self._tries = mongo.database["login_tries"]

    async def begin(self, account: str, limit: int, lock: timedelta, now: datetime) -> int | None:
        """Seconds to wait where the account is locked, else None, and the try is counted."""
        for _ in range(_ROUNDS):
            if await self._counts({"_id": account, "tries": {"$lt": limit}}, {"$inc": {"tries": 1}}, now):
                return None
            if await self._counts(
                {"_id": account, "last_at": up_to(now - lock)}, {"$set": {"tries": 1}}, now
            ):
                return None
            try:
                await self._insert(account, now)
            except StaleWrite:
                locked_at = await self._locked_at(account, limit)
                if locked_at:
                    return max(1, math.ceil((locked_at + lock - now).total_seconds()))
            else:
                return None
        return math.ceil(lock.total_seconds())

    @driver_errors()
    async def forget(self, account: str) -> None:
        await self._tries.delete_one({"_id": account})

    @driver_errors()
    async def _counts(self, guard: dict[str, Any], change: dict[str, Any], now: datetime) -> bool:
        counted = {**change, "$set": {**change.get("$set", {}), "last_at": now}}
        return (await self._tries.update_one(guard, counted)).matched_count == 1

    @driver_errors()
    async def _insert(self, account: str, now: datetime) -> None:
        await self._tries.insert_one({"_id": account, "tries": 1, "last_at": now})

    @driver_errors()
    async def _locked_at(self, account: str, limit: int) -> datetime | None:
        found = await self._tries.find_one({"_id": account, "tries": {"$gte": limit}})
        return found["last_at"] if found else None
