"""What patients ask for."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except ZoneInfoNotFoundError:
        raise ValueError("not an IANA time zone") from None


TimeZone = Annotated[str, AfterValidator(_known_zone)]


class Ask(BaseModel):
    """A frozen request; unknown keys are refused, as Cal.com's API does (CALCOM.md D3)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Order(Ask):
    """A new booking. `answers` maps question slug to value, `name` and `email` included.

    `time_zone` defaults to the event type's; `count` shortens a recurring series.
    """

    event_type_id: int
    start: AwareDatetime
    answers: dict[str, Any]
    metadata: dict[str, Any] = {}
    time_zone: TimeZone | None = None
    count: int | None = None


class Move(Ask):
    """A new time for a booking; answers given replace the earlier ones."""

    start: AwareDatetime
    answers: dict[str, Any] = {}
    rescheduled_by: str | None = None
