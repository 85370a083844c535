"""Changes to the rows, one JSON line each: a change is in the file whole or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from calcom_sandbox.catalogue import EventType
from calcom_sandbox.rows import Booking, ScheduledTrigger, Webhook


class Change(BaseModel):
    """What one act changed: rows put, MEETING_* deliveries and webhooks added and taken away, ids given out."""

    bookings: list[Booking] = []
    vanished: list[int] = []
    event_types: list[EventType] = []
    webhooks: list[Webhook] = []
    removed_webhooks: list[str] = []
    scheduled: list[ScheduledTrigger] = []
    unscheduled: list[tuple[int, str]] = []
    counters: dict[str, int] = {}


class Journal:
    """An append-only file, rewritten as one line at each start. Without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def changes(self) -> Iterator[Change]:
        """Every change so far; a last line torn by a crash was never acknowledged and is skipped."""
        if self._path is None or not self._path.exists():
            return
        lines = self._path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                yield Change.model_validate_json(line)
            except ValidationError:
                if number < len(lines):
                    raise

    def append(self, change: Change) -> None:
        """Add one change."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line(change))

    def rewrite(self, whole: Change) -> None:
        """Put one line in place of all, atomically."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(_line(whole), encoding="utf-8")
        os.replace(draft, self._path)


def _line(change: Change) -> str:
    return change.model_dump_json() + "\n"
