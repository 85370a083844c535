"""What was backed up, and when: the collection `backups`, one document a backup that ended well."""

from datetime import datetime

from pymongo import DESCENDING

from infrastructure.mongo import Mongo
from persistence.driver_errors import driver_errors


class BackupRecords:
    """`_id` is the backup's instant as ISO text, `em` the same as a UTC instant. Every call may raise Unavailable."""

    def __init__(self, mongo: Mongo) -> None:
        self._backups = mongo.database["backups"]

    @driver_errors()
    async def newest(self) -> datetime | None:
        """When the newest backup was made; None before the first."""
        found = await self._backups.find_one({}, {"em": 1}, sort=[("_id", DESCENDING)])
        at: datetime | None = found["em"] if found else None
        return at
