"""From an answer's data to typed rows. A shape that the pinned version does not have is another version's (CALCOM.md D2)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from calcom_integration.client.call import Call
from calcom_integration.client.errors import Final, Refusal, UnknownOutcome
from calcom_integration.dto.row import BookingRow

Model = TypeVar("Model", bound=BaseModel)
Result = TypeVar("Result")

_OLD_FIELD = "startTime"  # 2024-04-15 calls `start` so


def one(model: type[Model], data: Any) -> Model:
    """Raises Final(WRONG_VERSION)."""
    found = _model(model, data) if isinstance(data, dict) else None
    if found is None:
        raise Final(Refusal.WRONG_VERSION)
    return found


def items(data: Any) -> list[Any]:
    """Raises Final(WRONG_VERSION)."""
    if not isinstance(data, list):
        raise Final(Refusal.WRONG_VERSION)
    return data


def many(model: type[Model], data: Any) -> tuple[Model, ...]:
    """Raises Final(WRONG_VERSION)."""
    return tuple(one(model, item) for item in items(data))


def booking(data: Any, at: datetime | None = None) -> BookingRow:
    """The row in an answer that was given at `at` (UTC). Raises Final(WRONG_VERSION)."""
    row = _row(data, at) if isinstance(data, dict) and _OLD_FIELD not in data else None
    if row is None:
        raise Final(Refusal.WRONG_VERSION)
    return row


def bookings(data: Any, at: datetime | None = None) -> tuple[BookingRow, ...]:
    """One row, or those of a series, in an answer that was given at `at` (UTC). Raises Final(WRONG_VERSION)."""
    return tuple(booking(item, at) for item in (data if isinstance(data, list) else [data]))


def total(envelope: Mapping[str, Any]) -> tuple[int, bool]:
    """How many rows the list has in all, and whether more follow. Raises Final(WRONG_VERSION)."""
    page = envelope.get("pagination")
    items, more = (
        (page.get("totalItems"), page.get("hasNextPage")) if isinstance(page, dict) else (None, None)
    )
    if not isinstance(items, int) or not isinstance(more, bool):
        raise Final(Refusal.WRONG_VERSION)
    return items, more


def written(call: Call, read: Callable[[], Result]) -> Result:
    """What `read` makes of a call's data. A write that was carried out, but tells no row, must be looked up."""
    try:
        return read()
    except Final:
        if call.repeatable:
            raise
    raise UnknownOutcome(Refusal.WRONG_VERSION.value)


def _row(told: dict[str, Any], at: datetime | None) -> BookingRow | None:
    try:
        return BookingRow(told, at)
    except ValueError:
        return None


def _model(model: type[Model], data: dict[str, Any]) -> Model | None:
    try:
        return model.model_validate(data)
    except ValidationError:
        return None
