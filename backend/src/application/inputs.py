"""What people and programs send, as far as every form and query shares it.

Days and instants are ISO 8601 texts alone, for pydantic would read `8.64e4` as seconds since 1970. Texts are cleaned of what
nobody sees, and refused where they are longer than their kind (`domain.text`).
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError, PydanticKnownError

from domain.slots import YEARS
from domain.text import ADDRESS, EMAIL, NAME, NOTES, OTHER, cleaned

Moment = TypeVar("Moment", bound=date)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + r"[Tt ].{5,40}")


def _written_as(form: re.Pattern[str], error: Literal["date_type", "datetime_type"]) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        if isinstance(value, date) or (isinstance(value, str) and form.fullmatch(value)):
            return value
        raise PydanticKnownError(error)

    return checked


def _in_calendar(value: Moment) -> Moment:
    if value.year not in YEARS:
        raise PydanticCustomError("year_out_of_range", "year out of range")
    return value


def _cleaned(value: Any) -> Any:
    return cleaned(value) if isinstance(value, str) else value


_READABLE = AfterValidator(_in_calendar)
Day = Annotated[date, BeforeValidator(_written_as(_DAY, "date_type")), _READABLE]
Instant = Annotated[AwareDatetime, BeforeValidator(_written_as(_INSTANT, "datetime_type")), _READABLE]

CLEANED = BeforeValidator(_cleaned)
NameText = Annotated[str, Field(max_length=NAME), CLEANED]
AddressText = Annotated[str, Field(max_length=ADDRESS), CLEANED]
NotesText = Annotated[str, Field(max_length=NOTES), CLEANED]
OtherText = Annotated[str, Field(max_length=OTHER), CLEANED]
EmailText = Annotated[str, Field(max_length=EMAIL), CLEANED]
# An id may be of any alphabet here: one that is none of ours finds nothing.
IdText = Annotated[str, Field(max_length=100), CLEANED]
# What a list is narrowed by: alternatives.
Wanted = Annotated[list[NameText], Field(max_length=100)]
