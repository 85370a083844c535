"""Rows of which the last reading contradicts what stands here: two readings that agree settle it (DESIGN.md, rule 1)."""

from collections.abc import Collection

from application.booked import BookedRows
from calcom_integration.reconcile.entrance import Entrance

# Each is a call of its own.
_LOOKS = 100


async def look_up(booked: BookedRows, listed: Collection[str], entrance: Entrance) -> int:
    """Read those again whose booking was not among the `listed`; how many bookings."""
    keys = await booked.doubtful(_LOOKS)
    uids = {key.partition("/")[0] for key in keys}.difference(listed)
    for uid in sorted(uids):
        await entrance.look_up(uid)
    return len(uids)
