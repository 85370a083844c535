"""Types that read what they can of a sender's value and never refuse: a wrong type is an absent value."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import PlainValidator

_LARGEST_ID = 2**53


def text(value: Any) -> str | None:
    """A non-empty trimmed text that any store takes: no NUL, no lone surrogate."""
    if not isinstance(value, str):
        return None
    if not value.isascii():  # else it has no surrogate
        value = value.encode(errors="replace").decode()
    return value.replace("\0", "").strip() or None


def whole(value: Any) -> int | None:
    """A whole number from 0 up to what JSON carries exactly; booleans and texts are none."""
    whole_number = isinstance(value, int) and not isinstance(value, bool)
    return value if whole_number and 0 <= value <= _LARGEST_ID else None


def flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def instant(value: Any) -> datetime | None:
    """Any RFC 3339 spelling with an offset as aware UTC, cut to milliseconds, what MongoDB keeps (CALCOM.md F)."""
    try:
        told = datetime.fromisoformat(value.strip().upper()) if isinstance(value, str) else None
        if told is None or told.tzinfo is None:
            return None
        utc = told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    beyond = utc.microsecond % 1000
    return utc.replace(microsecond=utc.microsecond - beyond) if beyond else utc


def mapping(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, dict) else None


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; whatever else stands there is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


Text = Annotated[str | None, PlainValidator(text)]
Whole = Annotated[int | None, PlainValidator(whole)]
Flag = Annotated[bool | None, PlainValidator(flag)]
Instant = Annotated[datetime | None, PlainValidator(instant)]
Object = Annotated[Mapping[str, Any] | None, PlainValidator(mapping)]
