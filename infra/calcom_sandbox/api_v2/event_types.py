"""The organiser's event types (CALCOM.md D4)."""

from dataclasses import replace

from fastapi import APIRouter, Depends

from calcom_sandbox.api_v2.access import EVENT_TYPES, Owner, Version
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.api_v2.event_type_inputs import EventTypeChange, NewEventType
from calcom_sandbox.api_v2.event_type_shape import event_type as shape
from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.catalogue import VIDEO, EventType
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import Box

_SEATS = "Seats Validation failed: Seats are enabled but"

router = APIRouter(prefix="/event-types", dependencies=[Depends(Version(EVENT_TYPES))])


@router.get("")
async def listed(box: Box, username: str | None = None, eventSlug: str | None = None) -> Json:
    """A user's types without their hidden questions, without a key; without a user 404, as recorded."""
    if username is None:
        raise ApiError(404, "Event types not found")
    mine = username == box.catalogue.organiser.username
    found = [each for each in box.catalogue.event_types if mine and eventSlug in (None, each.slug)]
    return success([shape(box, each, with_hidden=False) for each in found])


@router.get("/{event_type_id}", dependencies=[Owner])
async def read(box: Box, event_type_id: int) -> Json:
    """One type."""
    return success(shape(box, known(box, event_type_id)))


@router.post("", status_code=201, dependencies=[Owner])
async def create(box: Box, body: NewEventType) -> Json:
    """A new type; it is on the page at once."""
    _require_new_slug(box, body.slug, None)
    base = _blank(box)
    made = replace(base, **body.columns(base, base.questions))
    _require_fit(box, made)
    return success(_kept(box, made))


@router.patch("/{event_type_id}", dependencies=[Owner])
async def update(box: Box, event_type_id: int, body: EventTypeChange) -> Json:
    """Change what is given; `bookingFields` replaces the whole list of the clinic's questions."""
    current = known(box, event_type_id)
    _require_new_slug(box, body.slug, event_type_id)
    changed = replace(current, **body.columns(current, _blank(box).questions))
    _require_fit(box, changed)
    return success(_kept(box, changed))


def _kept(box: Sandbox, event_type: EventType) -> Json:
    box.store.put_event_type(event_type)
    return shape(box, event_type)


def _blank(box: Sandbox) -> EventType:
    """A type with Cal.com's own questions only, in the organiser's zone."""
    types = box.catalogue.event_types
    own = tuple(question for question in box.shipped.event_types[0].questions if question.system)
    return EventType(
        id=max(each.id for each in types) + 1,
        slug="",
        title="",
        location=VIDEO,
        time_zone=box.catalogue.organiser.timeZone,
        questions=own,
    )


def _require_fit(box: Sandbox, event_type: EventType) -> None:
    """In 6.2 seats go with neither confirmation nor recurrence (CALCOM.md N; the second's words were not recorded)."""
    if not box.line.is_2026:
        return
    if event_type.seats and event_type.requires_confirmation:
        raise ApiError(400, f"{_SEATS} requiresConfirmation is true.")
    if event_type.seats and event_type.recurrence:
        raise ApiError(400, f"{_SEATS} recurringEvent is set.")


def known(box: Sandbox, event_type_id: int) -> EventType:
    """The event type, or a 404."""
    found = next((each for each in box.catalogue.event_types if each.id == event_type_id), None)
    if found is None:
        raise ApiError(404, f"Event type with id {event_type_id} not found")
    return found


def _require_new_slug(box: Sandbox, slug: str | None, own_id: int | None) -> None:
    others = (each for each in box.catalogue.event_types if each.id != own_id)
    if any(each.slug == slug for each in others):
        raise ApiError(400, "User already has an event type with this slug.")
