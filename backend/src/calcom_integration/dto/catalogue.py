"""What API v2 tells of Cal.com's own furniture: event types, their questions, free slots, subscriptions, whose key it is."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic.alias_generators import to_camel

from calcom_integration.dto.lenient import Flag, Instant, Object, Text, Whole, text


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=to_camel, hide_input_in_errors=True
    )


class Question(_Part):
    """A question of an event type; `options` are the values that may be chosen. `source` is the question as it was told: in
    API v2's words, or as stored where it was made outside the API (`is_stored`)."""

    slug: Text = None
    type: Text = None
    label: Text = None
    required: Flag = None
    hidden: Flag = None
    options: tuple[str, ...] = ()
    is_default: Flag = None
    is_stored: bool = False
    source: Mapping[str, Any] = Field(default_factory=dict, repr=False)


def _question(told: dict[str, Any]) -> Question:
    """Questions made outside the API are told as `unknown`, with the stored one as a text (recorded, 5.4.15)."""
    stored = _json_object(told.get("bookingField")) if told.get("type") == "unknown" else None
    source = stored | {"slug": stored.get("name")} if stored else told
    options = source.get("options")
    values = (
        [o.get("value") if isinstance(o, dict) else o for o in options] if isinstance(options, list) else []
    )
    known = {"options": tuple(v for v in map(text, values) if v), "isStored": stored is not None}
    return Question.model_validate(source | known | {"source": source})


def _json_object(value: Any) -> dict[str, Any] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _questions(value: Any) -> tuple[Question, ...]:
    """Whatever is no question is one without a name, so that the list is not taken for whole."""
    items = value if isinstance(value, list) else []
    return tuple(_question(item if isinstance(item, dict) else {}) for item in items)


def _has_place(value: Any) -> bool:
    return not isinstance(value, list) or bool(value)


class EventTypeRow(_Part):
    """An event type; `length_in_minutes` is its duration. One whose list of `locations` is empty has no place: Cal.com makes
    a video link for each booking."""

    id: Annotated[int, Field(gt=0)]
    slug: Text = None
    title: Text = None
    length_in_minutes: Whole = None
    hidden: Flag = None
    booking_fields: Annotated[tuple[Question, ...], PlainValidator(_questions)] = ()
    has_place: Annotated[bool, Field(alias="locations"), PlainValidator(_has_place)] = True
    price: float | None = None
    recurrence: Object = None
    seats: Object = None
    confirmation_policy: Object = None

    @property
    def is_plain(self) -> bool:
        """Whether one booking of it is one visit of one person, at once."""
        rules = (self.recurrence, self.seats, self.confirmation_policy)
        return not self.price and all(rule is None or rule.get("disabled") is True for rule in rules)


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
