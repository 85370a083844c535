"""Days and instants that people and programs send: texts. Pydantic alone would read a number as seconds since 1970."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticKnownError

_NUMBER = re.compile(r"\s*[+-]?[\d_.]+\s*")


def _no_number(error: Literal["date_type", "datetime_type"]) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
            raise PydanticKnownError(error)
        return value

    return checked


Day = Annotated[date, BeforeValidator(_no_number("date_type"))]
Instant = Annotated[AwareDatetime, BeforeValidator(_no_number("datetime_type"))]
