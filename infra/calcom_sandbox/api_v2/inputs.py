"""The bodies of the booking routes; unknown properties are refused (CALCOM.md D3)."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from calcom_sandbox.answers import is_email, is_phone
from calcom_sandbox.orders import TimeZone

_METADATA = "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters."
_NO_CONTACT = "At least one contact method (email or phone number) must be provided"


def _instant(value: Any) -> datetime:
    """ISO 8601; a start without a zone is UTC (CALCOM.md F)."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("isDateString", "start must be a valid ISO 8601 date string") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _email(text: str) -> str:
    if not is_email(text):
        raise PydanticCustomError("customValidation", "Invalid email format")
    return text


def _phone(text: str) -> str:
    if not is_phone(text):
        message = "Invalid phone number format. Please use international format."
        raise PydanticCustomError("customValidation", message)
    return text


def _metadata(given: dict[str, Any]) -> dict[str, Any]:
    too_long = any(
        len(key) > 40 or (isinstance(text, str) and len(text) > 500) for key, text in given.items()
    )
    if too_long or len(given) > 50:
        raise PydanticCustomError("validateMetadata", _METADATA)
    return given


Start = Annotated[datetime, PlainValidator(_instant)]
Email = Annotated[str, AfterValidator(_email)]
Metadata = Annotated[dict[str, Any], AfterValidator(_metadata)]


class Body(BaseModel):
    """A JSON object without surprises."""

    model_config = ConfigDict(extra="forbid")


class Booker(Body):
    """Who books."""

    name: str
    timeZone: TimeZone
    email: Email | None = None
    phoneNumber: Annotated[str, AfterValidator(_phone)] | None = None
    language: str = "en"

    @model_validator(mode="after")
    def _reachable(self) -> "Booker":
        if not (self.email or self.phoneNumber):
            raise PydanticCustomError("requireEmailOrPhone", _NO_CONTACT)
        return self


class NewBooking(Body):
    """A booking; `location` is accepted and ignored, the place is the event type's."""

    start: Start
    attendee: Booker
    eventTypeId: int | None = None
    eventTypeSlug: str | None = None
    username: str | None = None
    teamSlug: str | None = None
    organizationSlug: str | None = None
    guests: list[str] = []
    location: dict[str, Any] | str | None = None
    bookingFieldsResponses: dict[str, Any] = {}
    metadata: Metadata = {}
    lengthInMinutes: Annotated[int, Field(ge=1)] | None = None
    recurrenceCount: Annotated[int, Field(ge=1)] | None = None
    instant: bool = False


class Reschedule(Body):
    """A new start, for the whole booking or for one seat."""

    start: Start
    rescheduledBy: Email | None = None
    reschedulingReason: str | None = None
    seatUid: str | None = None


class Cancellation(Body):
    """A cancel, of the whole booking or of one seat."""

    cancellationReason: str | None = None
    cancelSubsequentBookings: bool = False
    seatUid: str | None = None


class Decline(Body):
    """Why a request is declined."""

    reason: str | None = None


class Presence(Body):
    """Whether one person came."""

    email: str
    absent: bool


class Absence(Body):
    """Who did not come."""

    host: bool | None = None
    attendees: list[Presence] = []
