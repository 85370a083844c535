"""Types that read what they can of a sender's value and never refuse: a wrong type is an absent value."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import PlainValidator

from domain.slots import YEARS
from domain.text import EMAIL, NAME, NOTES, bounded
from domain.text import own_id as id_in

_LARGEST_ID = 2**53


def text(value: Any) -> str | None:
    """A non-empty text, cleaned, trimmed and cut as any text of no other kind is (`domain.text`)."""
    return bounded(value) or None if isinstance(value, str) else None


def long_text(value: Any) -> str | None:
    """As `text`, as long as the longest kind: where the kind of it is not known yet."""
    return bounded(value, NOTES) or None if isinstance(value, str) else None


def person_name(value: Any) -> str | None:
    """As `text`, as long as a person's name may be."""
    return bounded(value, NAME) or None if isinstance(value, str) else None


def email_address(value: Any) -> str | None:
    """As `text`, as long as an e-mail address may be."""
    return bounded(value, EMAIL) or None if isinstance(value, str) else None


def own_id(value: Any) -> str | None:
    """What is spelled like an id; anything else names nothing."""
    return id_in(value) if isinstance(value, str) else None


def whole(value: Any) -> int | None:
    """A whole number from 0 up to what JSON carries exactly; booleans and texts are none."""
    whole_number = isinstance(value, int) and not isinstance(value, bool)
    return value if whole_number and 0 <= value <= _LARGEST_ID else None


def flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def instant(value: Any) -> datetime | None:
    """Any RFC 3339 spelling with an offset as aware UTC, cut to milliseconds, what MongoDB keeps (CALCOM.md F). One
    outside `domain.slots.YEARS` is none: no zone, and no sum with a duration, could take it over an edge."""
    try:
        told = datetime.fromisoformat(value.strip().upper()) if isinstance(value, str) else None
        if told is None or told.tzinfo is None:
            return None
        utc = told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if utc.year not in YEARS:
        return None
    beyond = utc.microsecond % 1000
    return utc.replace(microsecond=utc.microsecond - beyond) if beyond else utc


def mapping(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, dict) else None


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; whatever else stands there is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


Text = Annotated[str | None, PlainValidator(text)]
LongText = Annotated[str | None, PlainValidator(long_text)]
Name = Annotated[str | None, PlainValidator(person_name)]
Email = Annotated[str | None, PlainValidator(email_address)]
Id = Annotated[str | None, PlainValidator(own_id)]
Whole = Annotated[int | None, PlainValidator(whole)]
Flag = Annotated[bool | None, PlainValidator(flag)]
Instant = Annotated[datetime | None, PlainValidator(instant)]
Object = Annotated[Mapping[str, Any] | None, PlainValidator(mapping)]
