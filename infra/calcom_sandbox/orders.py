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

    `time_zone` defaults to the event type's; `count` shortens a recurring series. API v2 asks no question
    about the place, so its rows hold no answer to it (recorded).
    """

    event_type_id: int
    start: AwareDatetime
    answers: dict[str, Any]
    metadata: dict[str, Any] = {}
    time_zone: TimeZone | None = None
    count: int | None = None
    language: str = "pt-BR"
    answers_place: bool = True


class Move(Ask):
    """A new time for a booking; answers given replace the earlier ones, metadata joins what is there (CALCOM.md E).

    `api_reason` is a reason given through API v2, which keeps it in an answer of its own (recorded);
    `by_owner` says that the owner's key moved it.
    """

    start: AwareDatetime
    answers: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    rescheduled_by: str | None = None
    api_reason: str | None = None
    by_owner: bool = False
