"""Days and instants that people and programs send: ISO 8601 texts alone. Pydantic would read `8.64e4` as seconds since 1970."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticKnownError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + r"[Tt ].{5,40}")


def _written_as(form: re.Pattern[str], error: Literal["date_type", "datetime_type"]) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        if isinstance(value, date) or (isinstance(value, str) and form.fullmatch(value)):
            return value
        raise PydanticKnownError(error)

    return checked


Day = Annotated[date, BeforeValidator(_written_as(_DAY, "date_type"))]
Instant = Annotated[AwareDatetime, BeforeValidator(_written_as(_INSTANT, "datetime_type"))]
