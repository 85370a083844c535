"""Texts of the environment as people paste them: a secret with its line end signs nothing that its other side signs."""

from collections.abc import Mapping
from typing import Any


def trimmed(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values without blanks and line ends around them, and the names of those that had some, as the environment spells
    them. Whatever is no text stays as it is."""
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    return clean, tuple(name.upper() for name, value in given.items() if clean[name] != value)
