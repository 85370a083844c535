"""Brings what lies in the spool into MongoDB, and finds out when MongoDB is back."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from calcom_integration import gauges, metrics
from calcom_integration.delivery import Delivery
from calcom_integration.spool.file import UnreadableFile, unpack
from calcom_integration.spool.folder import ClaimedFile
from calcom_integration.spool.spool import PATIENCE, Spool
from domain.errors import Unavailable

Store = Callable[[Delivery], Awaitable[bool]]
"""Stores a delivery; whether a majority of the servers holds it now. Raises Unavailable."""
Probe = Callable[[], Awaitable[bool]]
"""Whether MongoDB stores a write."""

_EVERY = 1.0  # seconds between two looks
# No answer of ours waits for MongoDB here: longer than it waits for a slow majority (`wtimeout`).
_STORE_WITHIN = 15.0  # seconds
_AT_ONCE = 1_000  # files of one look: the gauges must not grow old meanwhile
_END_WITHIN = 5.0  # seconds for what lies there, after the signal to stop
_log = structlog.get_logger(__name__)


@asynccontextmanager
async def draining(spool: Spool | None, store: Store, probe: Probe) -> AsyncIterator[None]:
    """Bring in what lies in the spool, for the time of the block."""
    if spool is None:
        _log.warning("spool_off")  # what MongoDB does not take is refused
        yield
        return
    async with Drainer(spool, store, probe).at_work():
        yield


@dataclass
class Drainer:
    """Within `patience` seconds MongoDB must answer a probe, or deliveries go on to disk without asking it."""

    spool: Spool
    store: Store
    probe: Probe
    patience: float = PATIENCE

    def __post_init__(self) -> None:
        self._stopping, self._is_late = asyncio.Event(), False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Drain for the time of the block, and once more at its end: a deploy may take the disk away with the process."""
        await self.spool.prepare()
        task = asyncio.create_task(self._keep_draining())
        try:
            yield
        finally:
            self._stopping.set()
            await asyncio.wait({task}, timeout=_END_WITHIN)
            self._is_late = True  # not cancelled: a file in hand is brought to its end
            await task

    async def _keep_draining(self) -> None:
        # Keys and formats change with a process alone, so each start tries once more what was set aside.
        await self._guarded(also_unreadable=True)
        is_over = False
        while not is_over:
            try:
                await asyncio.wait_for(self._stopping.wait(), _EVERY)
                is_over = True
            except TimeoutError:
                pass
            await self._guarded()

    async def _guarded(self, *, also_unreadable: bool = False) -> None:
        try:
            await self.drain(also_unreadable=also_unreadable)
        except Exception as error:  # nothing may end the draining
            _log.warning("spool_not_drained", kind=type(error).__name__)

    async def drain(self, *, also_unreadable: bool = False) -> int:
        """One look at the folder: bring in what lies there as long as MongoDB takes it; how many files went."""
        files = await self._measured()
        if self.spool.is_store_away and not await self._answers():
            return 0
        if also_unreadable:
            files = [*files, *await asyncio.to_thread(self.spool.folder.unreadable)]
        gone = 0
        # In another order each time: a file that cannot be stored does not keep others back, nor do two processes meet often.
        for path in random.sample(files, min(len(files), _AT_ONCE)):
            outcome = await self._bring_in(path)
            if outcome is None or self._is_late:
                break
            gone += outcome
        if gone:
            _log.info("spool_drained", deliveries=gone)
            await self._measured()
        return gone

    async def _measured(self) -> Sequence[Path]:
        """The waiting files, none where the folder cannot be read. Sets the gauges, whatever MongoDB does."""
        folder = self.spool.folder
        try:
            state = await asyncio.to_thread(folder.state)
            files = await asyncio.to_thread(folder.waiting) if state.waiting else []
        except OSError:  # `prepare` has said so; MongoDB must be probed all the same
            return []
        gauges.SPOOL_FILES.tell_each({("waiting",): state.waiting, ("unreadable",): state.unreadable})
        gauges.SPOOL_OLDEST.tell(self.spool.waited(state).total_seconds())
        gauges.SPOOL_FILLED.tell(state.bytes / folder.max_bytes)
        return files

    async def _answers(self) -> bool:
        """Whether MongoDB stores again. Only where it does so as fast as a delivery's answer allows is it tried for each one."""
        probing = asyncio.ensure_future(self.probe())
        in_time, _ = await asyncio.wait({probing}, timeout=self.patience)
        try:
            async with asyncio.timeout(_STORE_WITHIN):
                is_storing = await probing
        except TimeoutError:
            return False
        if is_storing and in_time:
            self.spool.is_store_away = False
            _log.info("store_back")
        return is_storing

    async def _bring_in(self, path: Path) -> int | None:
        """How many files went: one or none. None where MongoDB takes nothing now."""
        claim = await asyncio.to_thread(self.spool.folder.claim, path)
        if claim is None:
            return 0
        try:
            return await self._brought_in(claim)
        finally:
            claim.release()

    async def _brought_in(self, claim: ClaimedFile) -> int | None:
        try:
            delivery = unpack(claim.content, self.spool.seal)
        except UnreadableFile:
            if await asyncio.to_thread(self.spool.folder.set_aside, claim.path):
                metrics.spooled("unreadable")
                _log.error("spool_unreadable")
            return 0
        try:
            async with asyncio.timeout(_STORE_WITHIN):
                is_safe = await self.store(delivery)
        except (Unavailable, TimeoutError):
            return None
        except Exception as error:
            _log.warning("spool_not_stored", delivery_id=delivery.id, kind=type(error).__name__)
            return 0
        if not is_safe:
            return 0
        await asyncio.to_thread(claim.remove)
        metrics.spooled("drained")
        return 1
