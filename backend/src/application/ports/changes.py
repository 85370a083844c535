"""How a change reaches the browsers."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Changed:
    """An appointment was written. `cause` is the cause's kind."""

    id: str
    versao: int
    cause: str


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of the change feed; `changed` is None where a reader must load everything again (`resync`)."""

    id: str
    changed: Changed | None


class ChangePublisher(Protocol):
    async def publish(self, changed: Changed) -> None:
        """Tell whoever listens. Never raises: a lost event costs a reader a reload, not data."""


class ChangeFeed(Protocol):
    def read(self, last_id: str | None) -> AsyncGenerator[FeedEvent, None]:
        """Events after `last_id` until the process stops; without an id, or with an unknown one, a resync comes first."""
