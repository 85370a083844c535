"""How long deliveries are kept: one that ended well loses its body first, and goes later. One that waits, or that a person
has to decide about, stays whole (shared/DESIGN.md, "What is stored"). Time is the caller's, never the server's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from calcom_integration.delivery import EXPIRING
from calcom_integration.run import Run, RunState
from calcom_integration.store.bodies import BODY_FIELDS
from persistence.driver_errors import driver_errors
from persistence.embedded_server import up_to

# When (UTC) a delivery loses its body, and when it goes: a delivery that nobody has done with has neither.
LIMITS = ("body_until", "kept_until")
# So many times as long as its body is kept what came when, and what became of it.
_LONGER = 4
# What leads to the patient or, at Cal.com, to the booking; a body's place says when it went.
_NAMING = (*BODY_FIELDS, "headers", "uid", "awaits", "seen", "body_until")


def limits_of(ended_at: datetime, retention: timedelta) -> dict[str, datetime]:
    """The limits of a delivery that ended well then."""
    return {"body_until": ended_at + retention, "kept_until": ended_at + _LONGER * retention}


def kept_for(run: Run, retention: timedelta) -> dict[str, datetime]:
    """The limit of a run, where it ended well; one that found both sides to agree goes sooner. Nobody is named in either."""
    if run.ended_at is None or run.state is not RunState.DONE:
        return {}
    return {"kept_until": run.ended_at + (1 if run.is_uneventful else _LONGER) * retention}


def erased(change: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The update that sets `change` and takes away whatever names somebody. What is left says that something came, and when."""
    kept = {name: value for name, value in change.items() if name not in _NAMING and value is not None}
    return {
        "$set": kept | {"body_gone_at": now},
        "$unset": dict.fromkeys(_NAMING, ""),
        "$inc": {"claims": 1},
    }


class Keeping:
    """Lets go of what was kept long enough. Every call raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._deliveries, self._runs = database["calcom_deliveries"], database["calcom_runs"]

    async def let_go(self, now: datetime) -> int:
        """Take away the bodies, deliveries and runs whose time has passed at `now` (UTC); how many. Safe to repeat."""
        bare = {
            "$set": {"body_gone_at": now},
            "$unset": dict.fromkeys((*BODY_FIELDS, "body_until"), ""),
            "$inc": {"claims": 1},
        }
        ended = {"$in": list(EXPIRING)}
        async with driver_errors():
            stripped = await self._deliveries.update_many({"body_until": up_to(now), "state": ended}, bare)
            gone = await self._deliveries.delete_many({"kept_until": up_to(now), "state": ended})
            runs = await self._runs.delete_many({"kept_until": up_to(now)})
        return int(stripped.modified_count + gone.deleted_count + runs.deleted_count)
