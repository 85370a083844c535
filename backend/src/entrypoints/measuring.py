"""The gauges of what is stored, kept fresh by every process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

Measure = Callable[[], Awaitable[None]]

_EVERY = 15.0  # seconds, as often as Prometheus asks: however many ask, the database is asked no more
_PATIENCE = 30.0  # seconds for one measure
_log = structlog.get_logger(__name__)


@asynccontextmanager
async def measuring(measures: Sequence[Measure]) -> AsyncIterator[None]:
    """Carry them out again and again for the time of the block."""
    task = asyncio.create_task(_keep_measuring(measures))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_measuring(measures: Sequence[Measure]) -> None:
    while True:
        for measure in measures:
            await _attempted(measure)
        await asyncio.sleep(_EVERY)


async def _attempted(measure: Measure) -> None:
    """A measure that fails leaves its gauges to grow old, and with them away the alerts that watch for that."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await measure()
    except Exception as error:
        _log.warning("measure_failed", kind=type(error).__name__)
