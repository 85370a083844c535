"""What a comparison of Cal.com with what the clinic needs finds: faults, and the writes that would repair them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from application.known_fields import known_fields


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is stable, `text` is Portuguese for staff; setup settles what `is_repairable`."""

    code: str
    text: str
    is_repairable: bool = False


class Act(StrEnum):
    """A write to Cal.com; `Write.target` is the id of what is patched."""

    CREATE_WEBHOOK = "criar_webhook"
    PATCH_WEBHOOK = "mudar_webhook"
    CREATE_EVENT_TYPE = "criar_tipo"
    PATCH_EVENT_TYPE = "mudar_tipo"


@dataclass(frozen=True, slots=True)
class Write:
    """`text` says in Portuguese what is written; `body` is in Cal.com's words and may hold the webhook's secret."""

    act: Act
    text: str
    body: Mapping[str, Any] = field(repr=False)
    target: str | int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    faults: tuple[Fault, ...] = ()
    writes: tuple[Write, ...] = ()

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.faults + other.faults, self.writes + other.writes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`changes` are the writes, done or wanted, in words; `faults` are what is wrong now. `event_types` are the ids by slug
    as they were seen at `server`, the address of the API; another server has ids of its own. `is_read` is False where Cal.com
    could not be read: the one fault says why."""

    at: datetime
    faults: tuple[Fault, ...]
    changes: tuple[str, ...] = ()
    event_types: Mapping[str, int] = field(default_factory=dict)
    is_read: bool = True
    server: str = ""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Report":
        return cls(
            at=document["at"],
            faults=tuple(Fault(**known_fields(Fault, fault)) for fault in document["faults"]),
            changes=tuple(document["changes"]),
            event_types={entry["slug"]: entry["id"] for entry in document["event_types"]},
            is_read=document["is_read"],
            server=document.get("server") or "",
        )

    def to_document(self) -> dict[str, Any]:
        """Plain values; a slug is a value, for a stored name must not hold every sign."""
        return {
            "at": self.at,
            "faults": [asdict(fault) for fault in self.faults],
            "changes": list(self.changes),
            "event_types": [{"slug": slug, "id": number} for slug, number in self.event_types.items()],
            "is_read": self.is_read,
            "server": self.server,
        }
