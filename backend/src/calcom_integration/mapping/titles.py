"""What Cal.com called its event types, and since when: rows of the API do not say it (CALCOM.md M13, issue 15, item 9). Pure.

A title holds for the bookings that were made from then on, as the webhook of that time has it: a title that changes later
changes no visit, and every process reads the same title of a row, whenever it reads it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_AT_MOST = 100  # titles of one event type; whoever changes it more often keeps the last one that was noted


@dataclass(frozen=True, slots=True)
class Title:
    """`since` (UTC) is when it was first seen."""

    text: str
    since: datetime


@dataclass(frozen=True)
class Titles:
    """By slug, which names an event type on any server: its titles, the oldest first."""

    by_slug: Mapping[str, tuple[Title, ...]] = field(default_factory=dict)

    @classmethod
    def from_documents(cls, documents: Iterable[Mapping[str, Any]]) -> "Titles":
        return cls(
            {
                each["_id"]: tuple(Title(t["titulo"], t["desde"]) for t in each["titulos"])
                for each in documents
            }
        )

    def at(self, slug: str | None, made_at: datetime | None) -> str | None:
        """What the event type was called when a booking was made (UTC): the last title seen by then, of a booking older than
        all of them the first; None where it is not known."""
        known = self.by_slug.get(slug or "", ())
        by_then = [each for each in known if made_at is not None and each.since <= made_at]
        return (by_then[-1] if by_then else known[0]).text if known else None

    def with_seen(self, slug: str, title: str, at: datetime) -> tuple[Title, ...] | None:
        """The titles of the event type once `title` was seen at `at` (UTC); None where that is nothing new."""
        known = self.by_slug.get(slug, ())
        if len(known) >= _AT_MOST or (known and known[-1].text == title):
            return None
        return (*known, Title(title, at))


def document_of(slug: str, titles: Iterable[Title]) -> dict[str, Any]:
    """As the titles of one event type are stored."""
    return {"_id": slug, "titulos": [{"titulo": each.text, "desde": each.since} for each in titles]}
