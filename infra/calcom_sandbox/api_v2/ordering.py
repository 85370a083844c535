"""From an API booking to an order, checked in the API's own words (5.4 bookings.service, recorded refusals)."""

from typing import Any

from calcom_sandbox.api_v2.inputs import NewBooking
from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.catalogue import EventType, Question
from calcom_sandbox.orders import Order
from calcom_sandbox.sandbox import Sandbox

_INSTANT = "Instant bookings are only supported for team event types, not individual user event types."
_ONE_LENGTH = (
    "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. "
    "Please, remove the 'lengthInMinutes' field from the request."
)


def ordered(box: Sandbox, body: NewBooking) -> Order:
    """The order that a body makes. Raises ApiError."""
    event_type = _event_type(box, body)
    if body.instant:
        raise ApiError(400, _INSTANT)
    if body.lengthInMinutes is not None:
        raise ApiError(400, _ONE_LENGTH)
    if body.start < box.now():
        raise ApiError(400, "Attempting to book a meeting in the past.")
    _check_fields(event_type, body.bookingFieldsResponses)
    _check_count(event_type, body.recurrenceCount)
    return Order(
        event_type_id=event_type.id,
        start=body.start,
        answers=_answers(body),
        metadata=body.metadata,
        time_zone=body.attendee.timeZone,
        language=body.attendee.language,
        count=body.recurrenceCount,
        answers_place=False,
    )


def _event_type(box: Sandbox, body: NewBooking) -> EventType:
    catalogue, slug = box.catalogue, body.eventTypeSlug
    if body.eventTypeId is not None:
        known, missing = {each.id: each for each in catalogue.event_types}, f"id {body.eventTypeId}"
        found = known.get(body.eventTypeId)
    elif body.teamSlug:
        raise ApiError(404, f"Team with slug {body.teamSlug} not found")
    else:
        mine = body.username == catalogue.organiser.username
        found = next((each for each in catalogue.event_types if mine and each.slug == slug), None)
        missing = f"slug {slug} belonging to user {body.username}"
    if found is None:
        raise ApiError(404, f"Event type with {missing} not found.")
    return found


def _answers(body: NewBooking) -> dict[str, Any]:
    """What the page would have put into its form; absent where nothing was given."""
    person = body.attendee
    given = {"name": person.name, "email": person.email, "attendeePhoneNumber": person.phoneNumber}
    own = {key: value for key, value in given.items() if value}
    return {**body.bookingFieldsResponses, **own, **({"guests": body.guests} if body.guests else {})}


def _check_fields(event_type: EventType, answers: dict[str, Any]) -> None:
    for question in event_type.questions:
        if not question.system:
            _check_field(event_type, question, answers.get(question.slug))


def _check_field(event_type: EventType, question: Question, value: Any) -> None:
    slug = question.slug
    if value is None:
        if question.required:
            raise ApiError(400, _missing(slug, event_type.id))
        return
    if question.kind in ("phone", "textarea", "select") and not isinstance(value, str):
        raise ApiError(400, f"Invalid type for booking field '{slug}'. Expected type string.")
    if question.kind == "select" and value not in question.options:
        allowed = ", ".join(question.options)
        raise ApiError(
            400, f"Invalid option '{value}' for booking field '{slug}'. Allowed options are: {allowed}."
        )


def _missing(slug: str, event_type_id: int) -> str:
    return (
        f"Missing required booking field response: {slug} - it is required by the event type booking fields, "
        f"but missing in the bookingFieldsResponses. You can fetch the event type with ID {event_type_id} "
        "to see the required fields."
    )


def _check_count(event_type: EventType, count: int | None) -> None:
    if event_type.recurrence and count is not None and count > event_type.recurrence["count"]:
        most = event_type.recurrence["count"]
        raise ApiError(400, f"recurrenceCount must not be greater than the event type's {most}.")
