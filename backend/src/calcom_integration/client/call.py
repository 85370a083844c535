"""One call to API v2, before it is made: what is logged of it, what is sent, and whether it may be sent twice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calcom_integration.client.errors import Final, Refusal

# Pinned: an unknown version is answered with the shapes of 2024-04-15, in silence (CALCOM.md D2).
BOOKINGS = "2024-08-13"
EVENT_TYPES = "2024-06-14"
SLOTS = "2024-09-04"

_ID = re.compile(r"[0-9A-Za-z_-]{6,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`path` is a template: all that logs, metrics and `repr` ever show. `repeatable` calls leave the same behind however
    often they arrive; of the others, none whose outcome is unknown is sent again."""

    method: str
    path: str
    version: str | None = None
    parts: Mapping[str, str | int] = field(default_factory=dict, repr=False)
    query: Mapping[str, str | int] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    repeatable: bool = False

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def target(self) -> str:
        """The path with its parts. Raises Final(MALFORMED_ID)."""
        return self.path.format_map({name: _part(value) for name, value in self.parts.items()})


def get(
    path: str, version: str | None = None, query: Mapping[str, str | int] | None = None, **parts: Any
) -> Call:
    return Call(method="GET", path=path, version=version, parts=parts, query=query or {}, repeatable=True)


def post(path: str, version: str | None, body: Mapping[str, Any], **parts: Any) -> Call:
    return Call(method="POST", path=path, version=version, parts=parts, body=body)


def patch(path: str, version: str | None, body: Mapping[str, Any], **parts: Any) -> Call:
    """Sets values: sent twice, it leaves the same behind."""
    return Call(method="PATCH", path=path, version=version, parts=parts, body=body, repeatable=True)


def checked_id(value: str) -> str:
    """A uid of a booking, a series, a seat or a webhook, or what could be one (CALCOM.md B). Raises Final(MALFORMED_ID):
    what is no uid never becomes part of an address."""
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise Final(Refusal.MALFORMED_ID)
    return value


def _part(value: str | int) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return str(value) if is_number else checked_id(str(value) if isinstance(value, str) else "")
