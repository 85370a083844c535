"""Lost races: redone on fresh data."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from domain.errors import StaleWrite, Unavailable

T = TypeVar("T")

# Losing this often in a row means that something else is wrong.
_ROUNDS = 12


async def redone(attempt: Callable[[], Awaitable[T]]) -> T:
    """What `attempt` gives, begun again where it raises StaleWrite. Raises Unavailable where it always does."""
    for _ in range(_ROUNDS):
        try:
            return await attempt()
        except StaleWrite:
            await asyncio.sleep(random.uniform(0, 0.02))  # noqa: S311 - spreads racers, guards nothing
    raise Unavailable
