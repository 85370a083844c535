"""What patients ask for."""

from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict


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
    time_zone: str | None = None
    count: int | None = None


class Move(Ask):
    """A new time for a booking; answers given replace the earlier ones."""

    start: AwareDatetime
    answers: dict[str, Any] = {}
    rescheduled_by: str | None = None
