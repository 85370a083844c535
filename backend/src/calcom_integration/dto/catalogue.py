"""What API v2 tells of Cal.com's own furniture: event types, their questions, free slots, subscriptions, whose key it is."""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic.alias_generators import to_camel

from calcom_integration.dto.lenient import Flag, Instant, Text, Whole, objects, text


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=to_camel, hide_input_in_errors=True
    )


class Question(_Part):
    """A question of an event type; `options` are the values that may be chosen."""

    slug: Text = None
    type: Text = None
    label: Text = None
    required: Flag = None
    hidden: Flag = None
    options: tuple[str, ...] = ()
    is_default: Flag = None


def _question(told: dict[str, Any]) -> Question:
    """Questions made outside the API are told as `unknown`, with the stored one as a text (recorded, 5.4.15)."""
    stored = _json_object(told.get("bookingField")) if told.get("type") == "unknown" else None
    source = stored | {"slug": stored.get("name")} if stored else told
    options = source.get("options")
    values = (
        [o.get("value") if isinstance(o, dict) else o for o in options] if isinstance(options, list) else []
    )
    return Question.model_validate(source | {"options": tuple(v for v in map(text, values) if v)})


def _json_object(value: Any) -> dict[str, Any] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _questions(value: Any) -> tuple[Question, ...]:
    return tuple(_question(item) for item in objects(value))


class EventTypeRow(_Part):
    """An event type; `length_in_minutes` is its duration."""

    id: Annotated[int, Field(gt=0)]
    slug: Text = None
    title: Text = None
    length_in_minutes: Whole = None
    hidden: Flag = None
    booking_fields: Annotated[tuple[Question, ...], PlainValidator(_questions)] = ()


class FreeSlot(_Part):
    """A slot that can be booked, in UTC. `end` comes with the format `range`, seats on seated event types."""

    start: datetime
    end: Instant = None
    seats_remaining: Whole = None
    seats_total: Whole = None


def _names(value: Any) -> tuple[str, ...]:
    return tuple(name for name in map(text, value) if name) if isinstance(value, list) else ()


class Subscription(_Part):
    """A webhook subscription. The secret that Cal.com tells in clear is left out of `repr`."""

    id: Annotated[str, BeforeValidator(str)]
    subscriber_url: Text = None
    active: Flag = None
    triggers: Annotated[tuple[str, ...], PlainValidator(_names)] = ()
    payload_template: Text = None
    secret: Annotated[Text, Field(repr=False)] = None


class Me(_Part):
    """Whose key it is."""

    id: Annotated[int, Field(gt=0)]
    username: Text = None
    time_zone: Text = None
