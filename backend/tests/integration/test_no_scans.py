"""What a booking's way in asks of the database: every question is answered from one index, on every server."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from tests.deliveries import all_sent
from tests.inbound import Desk, open_desk

# What grows with the clinic.
GROWING = frozenset({"appointments", "appointment_history", "appointment_tombstones", "calcom_deliveries"})


class Questions(CommandListener):
    """One filter of each form, by collection, of everything that was looked for, changed or deleted."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, str], Mapping[str, Any]] = {}

    def started(self, event: CommandStartedEvent) -> None:
        command, name = event.command, event.command_name
        parts = {"find": "filter", "update": "updates", "delete": "deletes"}.get(name)
        if parts is None or command[name] not in GROWING:
            return
        found = command.get(parts) or {}
        for wanted in [each["q"] for each in found] if isinstance(found, list) else [found]:
            self.asked[command[name], json.dumps(_form(wanted))] = wanted

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """The question is all that counts."""

    def failed(self, event: CommandFailedEvent) -> None:
        """The question is all that counts."""


def _form(wanted: Any) -> Any:
    """The filter's fields and operators without its values."""
    return {name: _form(each) for name, each in wanted.items()} if isinstance(wanted, Mapping) else "?"


@pytest.fixture
def questions() -> Questions:
    return Questions()


@pytest.fixture
async def desk(mongodb_url: str, database_name: str, questions: Questions) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name, listeners=[questions])
    yield desk
    await desk.mongo.close()


async def test_no_delivery_makes_the_database_read_a_collection_whole(
    desk: Desk, questions: Questions
) -> None:
    await desk.receive(all_sent())
    await desk.work_off()
    await desk.store.bring_forward(datetime.now(UTC))
    await desk.store.waiting_since()

    asked = dict(questions.asked)
    scanned = [key for key, wanted in asked.items() if await _is_scan(desk, key[0], wanted)]
    assert {collection for collection, _ in asked} >= GROWING - {
        "appointment_history"
    }  # read after a lost race
    assert scanned == []


async def _is_scan(desk: Desk, collection: str, wanted: Mapping[str, Any]) -> bool:
    question = {"find": collection, "filter": wanted}
    told = await desk.mongo.database.command("explain", question, verbosity="queryPlanner")
    return "COLLSCAN" in str(told["queryPlanner"]["winningPlan"])
