"""Tombstones: hashed keys of deleted or erased appointments, so that news of them brings nothing back (rule 13)."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from infrastructure.mongo import Mongo, Session
from persistence.driver_errors import driver_errors
from persistence.indexes import Declared

TOMBSTONES = Declared("appointment_tombstones")


class Tombstones:
    def __init__(self, mongo: Mongo) -> None:
        self._tombstones = mongo.database[TOMBSTONES.name]

    @driver_errors()
    async def has_any(self, keys: Sequence[str], told_at: datetime | None = None) -> bool:
        """Whether any of the booking keys was buried; not before `told_at` (UTC), where that is given."""
        hashed = [hashed_key(key) for key in keys]
        found = [each["at"] async for each in self._tombstones.find({"_id": {"$in": hashed}})]
        return any(told_at is None or at >= told_at for at in found)

    async def add(self, keys: Sequence[str], at: datetime, session: Session) -> None:
        """Bury the keys, in the session's transaction."""
        for key in keys:
            await self._tombstones.update_one(
                {"_id": hashed_key(key)}, {"$setOnInsert": {"at": at}}, upsert=True, session=session
            )


def hashed_key(key: str) -> str:
    """The key as it is kept: recognisable, not readable."""
    return sha256(key.encode()).hexdigest()
