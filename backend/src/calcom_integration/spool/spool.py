"""The spool as the inbox uses it: off the event loop, and knowing whether MongoDB is away."""

import asyncio
from datetime import timedelta
from pathlib import Path

import structlog

from application.ports import Clock
from application.sealing import Seal
from calcom_integration import metrics
from calcom_integration.delivery import Delivery
from calcom_integration.settings import CalComSettings
from calcom_integration.spool.file import UnreadableFile, pack, unpack
from calcom_integration.spool.folder import SpoolFolder, SpoolFull, SpoolState
from domain.errors import Unavailable

# How long a delivery's answer waits for MongoDB: the patient's page at Cal.com waits as long.
PATIENCE = 2.0  # seconds
_log = structlog.get_logger(__name__)


class Spool:
    """`is_store_away`: MongoDB did not answer in time, and no probe has found it back since. `is_writable`: what the last
    attempt to write found."""

    def __init__(self, folder: SpoolFolder, seal: Seal, clock: Clock) -> None:
        self.folder, self.seal, self.clock = folder, seal, clock
        self.is_store_away, self.is_writable = False, True

    @classmethod
    def of(cls, settings: CalComSettings, seal: Seal, clock: Clock) -> "Spool | None":
        """The spool of these settings; None where they name no folder."""
        if not settings.spool_dir:
            return None
        return cls(SpoolFolder(Path(settings.spool_dir), settings.spool_max_mb * 2**20), seal, clock)

    async def prepare(self) -> None:
        """Make the folder. One that cannot be written stops nothing: MongoDB alone is needed as long as it is there."""
        try:
            await asyncio.to_thread(self.folder.prepare, self.clock.now())
        except OSError as error:
            self.is_writable = False
            _log.warning("spool_not_writable", kind=type(error).__name__, errno=error.errno)

    async def keep(self, delivery: Delivery) -> str | None:
        """Write a delivery durably. None, or the id of the same bytes' earlier delivery, which waits here.

        Raises Unavailable where the spool is full or cannot be written.
        """
        try:
            earlier = await asyncio.to_thread(self._keep, delivery)
        except SpoolFull:
            metrics.spooled("full")
            raise Unavailable from None
        except OSError as error:
            self.is_writable = False
            metrics.spooled("failed")
            _log.warning("spool_not_written", kind=type(error).__name__, errno=error.errno)
            raise Unavailable from None
        self.is_writable = True
        metrics.spooled("kept" if earlier is None else "duplicate")
        return earlier

    async def state(self) -> SpoolState:
        """What lies there; nothing where it cannot be read."""
        try:
            return await asyncio.to_thread(self.folder.state)
        except OSError:
            return SpoolState()

    def waited(self, state: SpoolState) -> timedelta:
        """For how long the oldest delivery has waited here; nothing where none does."""
        return max(self.clock.now() - state.oldest_at, timedelta()) if state.oldest_at else timedelta()

    def _keep(self, delivery: Delivery) -> str | None:
        content = pack(delivery, self.seal)
        while not self.folder.put(delivery.digest, content, delivery.received_at):
            earlier = self.folder.read(delivery.digest)
            if earlier is None:  # it went into MongoDB meanwhile; stored there again, it is one all the same
                continue
            try:
                return unpack(earlier, self.seal).id
            except UnreadableFile:
                if self.folder.set_aside(self.folder.path / delivery.digest):
                    metrics.spooled("unreadable")
        return None
