"""Reading what a newer version of the service stored: what this one does not know is passed over (docs/decisions/0012)."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def known_fields(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values that the dataclass `kind` has fields for."""
    return {field.name: stored[field.name] for field in fields(kind) if field.name in stored}
