"""When two values are the same for a person: spelling aside, which the product tidies up."""

import unicodedata
from typing import Any


def same(one: Any, other: Any) -> bool:
    """Equal but for case, accents and blanks."""
    return bool(one == other) or (
        isinstance(one, str) and isinstance(other, str) and _folded(one) == _folded(other)
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
