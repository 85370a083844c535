"""What a running stack holds, read behind its back."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calcom_integration.spool import SpoolFolder
from domain.appointment import Appointment
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository

_UNFINISHED = {"state": {"$in": ["received", "processing"]}}


@dataclass(frozen=True)
class Clinic:
    """The database of a stack, and the folder of its spool: on a busy machine a delivery may lie there for a moment."""

    mongo: Mongo
    spool: Path | None = None

    async def unfinished(self) -> int:
        """How many deliveries wait for work."""
        on_disk = (
            len(SpoolFolder(self.spool, 1).waiting()) if self.spool else 0
        )  # first: what leaves it is in MongoDB by then
        return on_disk + await self.mongo.database["calcom_deliveries"].count_documents(_UNFINISHED)

    async def is_finished(self) -> bool:
        return await self.unfinished() == 0

    async def is_at_work(self) -> bool:
        """Whether some delivery is in a worker's hands."""
        return bool(await self.mongo.database["calcom_deliveries"].count_documents({"state": "processing"}))

    async def deliveries(self) -> dict[str, dict[str, Any]]:
        """All deliveries by id, without their bodies."""
        cursor = self.mongo.database["calcom_deliveries"].find({}, {"body": 0})
        return {each["_id"]: each async for each in cursor}

    async def appointments(self) -> list[Appointment]:
        repository = AppointmentRepository(self.mongo, HistoryRepository(self.mongo))
        found = self.mongo.database["appointments"].find({}, {"_id": 1})
        loaded = [await repository.get(each["_id"]) async for each in found]
        return [each for each in loaded if each]

    async def has(self, uid: str) -> bool:
        """Whether an appointment knows the booking of that uid."""
        return await self.mongo.database["appointments"].count_documents({"calcom.uids": uid}) > 0

    async def of(self, uid: str) -> Appointment:
        """The one appointment that knows it."""
        [found] = [each for each in await self.appointments() if uid in each.side.chain.uids]
        return found

    async def is_settled(self) -> bool:
        """Whether nothing is left to be done of what was received and written."""
        follow_ups = await self.mongo.database["appointments"].count_documents(
            {"a_fazer_desde": {"$exists": True}}
        )
        return await self.is_finished() and follow_ups == 0

    async def forget(self) -> None:
        """Everything that was received, and what came of it."""
        for name in ("appointments", "appointment_history", "calcom_deliveries"):
            await self.mongo.database[name].delete_many({})


@asynccontextmanager
async def clinic_of(environment: Mapping[str, str]) -> AsyncIterator[Clinic]:
    """The clinic whose stack was told `environment`."""
    mongo = Mongo(environment["MONGODB_URL"], environment["DATABASE_NAME"])
    try:
        yield Clinic(mongo, Path(environment["SPOOL_DIR"]))
    finally:
        await mongo.close()
