"""What one delivery costs in round trips to the database and in bytes: `python -m bench.cost` counts both by the driver's own
command monitoring, with the product's own code in this process."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import bson
from pymongo import monitoring

from bench.invented import bookings
from bench.load import Endpoint, saturate
from bench.stack import paused, stack, url_of
from bench.store import store_of
from entrypoints.bootstrap import build_house
from tests.serving import WEBHOOK

_DATA = Path(__file__).resolve().parents[2] / ".cache" / "bench"
# The driver's own; no work of ours.
_OWN = frozenset({"hello", "ismaster", "ping", "endSessions"})


@dataclass(frozen=True, slots=True)
class Trip:
    """One round trip: what was asked of which collection, the bytes both ways, and how long the server took."""

    command: str
    collection: str
    sent: int
    received: int
    milliseconds: float


@dataclass
class Counter(monitoring.CommandListener):
    """Every round trip of the driver, once registered."""

    trips: list[Trip] = field(default_factory=list)
    _asked: dict[int, tuple[str, int]] = field(default_factory=dict)

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        collection = event.command.get(event.command_name)
        named = collection if isinstance(collection, str) else ""
        self._asked[event.request_id] = (named, _bytes(event.command))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        collection, sent = self._asked.pop(event.request_id)
        if event.command_name not in _OWN:
            took = event.duration_micros / 1000
            self.trips.append(Trip(event.command_name, collection, sent, _bytes(event.reply), took))

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        self._asked.pop(event.request_id)


async def main() -> None:
    """Two deliveries: the second one's cost, for the first one reads the mapping too."""
    counter = Counter()
    monitoring.register(counter)
    with stack(_DATA) as running, paused(running, "worker"):
        api = url_of(running, "api")
        endpoint = Endpoint(api + WEBHOOK, running.environment["CALCOM_WEBHOOK_SECRET"])
        os.environ |= running.environment
        house = build_house()
        inbound = house.rooms[0].context["calcom"].inbound
        await saturate(endpoint, bookings(2), at_once=1)
        async with store_of(running.environment) as mongo:
            found = mongo.database["calcom_deliveries"].find({}, {"_id": 1})
            ids = [each["_id"] async for each in found]
        await inbound.process(ids[0])
        counter.trips.clear()
        await inbound.process(ids[1])
        await house.close()
    print("\n".join(_told(counter.trips)))


def _told(trips: list[Trip]) -> list[str]:
    lines = [
        f"{each.command:<18} {each.collection:<24} {each.sent:>7} {each.received:>7} B  {each.milliseconds:6.1f} ms"
        for each in trips
    ]
    sent, received = sum(each.sent for each in trips), sum(each.received for each in trips)
    return [*lines, f"{len(trips)} round trips, {sent:,} bytes out, {received:,} bytes in"]


def _bytes(document: Mapping[str, object]) -> int:
    return len(bson.encode(document))


if __name__ == "__main__":
    asyncio.run(main())
