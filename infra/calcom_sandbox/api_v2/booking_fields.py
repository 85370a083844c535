"""Booking fields: the questions of an event type as API v2 writes and reads them (CALCOM.md D4, E)."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from calcom_sandbox.catalogue import Question, QuestionKind
from calcom_sandbox.payloads.context import Json

FieldType = Literal[
    "name", "email", "title", "location", "notes", "guests", "rescheduleReason",
    "phone", "address", "text", "number", "textarea", "select", "radio", "url",
]  # fmt: skip
_DEFAULTS = ("name", "email", "title", "location", "notes", "guests", "rescheduleReason")
_NAMED_BY_SLUG = _DEFAULTS[2:]
_RESERVED = (*_DEFAULTS, "attendeePhoneNumber", "smsReminderNumber")
_KINDS: dict[str, QuestionKind] = {
    "phone": "phone",
    "textarea": "textarea",
    "select": "select",
    "radio": "select",
}
_TYPES: dict[QuestionKind, str] = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "location": "radioInput",
    "text": "text",
    "select": "select",
    "textarea": "textarea",
    "guests": "multiemail",
}


class BookingField(BaseModel):
    """A question of the clinic, or a change to one of Cal.com's own.

    The page cannot ask multiselect, checkbox, boolean or multiemail questions, so those are refused.
    """

    model_config = ConfigDict(extra="forbid")

    type: FieldType
    slug: str | None = None
    label: str | None = None
    required: bool = False
    hidden: bool = False
    placeholder: str | None = None
    disableOnPrefill: bool = False
    options: list[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _own_by_slug(cls, told: Any) -> Any:
        """Cal.com's own questions but name and e-mail are named by their slug; a type beside it is not looked at."""
        slug = told.get("slug") if isinstance(told, dict) else None
        if slug not in _NAMED_BY_SLUG:
            return told
        return {key: value for key, value in told.items() if key != "slug"} | {"type": slug}

    @model_validator(mode="after")
    def _whole(self) -> "BookingField":
        if self.type not in _DEFAULTS and not (self.slug and self.label):
            raise PydanticCustomError("isDefined", "slug and label should not be null or undefined")
        if self.type in ("select", "radio") and not self.options:
            raise PydanticCustomError("arrayNotEmpty", "options should not be empty")
        if self.slug in _RESERVED:
            raise PydanticCustomError("isNotIn", "slug should not be one of Cal.com's own")
        return self


def asked(shipped: Iterable[Question], fields: list[BookingField]) -> tuple[Question, ...]:
    """Cal.com's own questions as shipped, changed where a field says so, with the clinic's in the order given: what was
    changed earlier and is not told again is lost."""
    changes: dict[str, BookingField] = {field.type: field for field in fields if field.type in _DEFAULTS}
    own = [_own(each, changes.get(each.slug)) for each in shipped if each.system]
    clinic = [_question(field) for field in fields if field.type not in _DEFAULTS]
    first = [each for each in own if each.kind in ("name", "email", "phone", "location")]
    return (*first, *clinic, *(each for each in own if each not in first))


def shown(question: Question) -> Json:
    """A question as it reads back: those not written through the API are `unknown`, with a JSON text (recorded)."""
    if question.system:
        return _shown_own(question)
    if question.api_field is None:
        return {"type": "unknown", "slug": "unknown", "bookingField": json.dumps(_raw(question))}
    return {"isDefault": False, **question.api_field}


def _own(question: Question, change: BookingField | None) -> Question:
    """One of Cal.com's own; a hidden question is never required (CALCOM.md E), and a translation key is no text of its own."""
    if change is None:
        return question
    given = change.model_fields_set
    hidden = change.hidden if "hidden" in given else question.hidden
    required = change.required if "required" in given else question.required
    text = question.text if change.label in (None, "", question.label) else change.label
    return replace(question, text=text or "", hidden=hidden, required=required and not hidden)


def _question(field: BookingField) -> Question:
    label, slug = field.label or "", field.slug or ""
    kept = field.model_dump(exclude_none=True)
    return Question(
        slug=slug,
        kind=_KINDS.get(field.type, "text"),
        label=label,
        text=label,
        required=field.required and not field.hidden,
        hidden=field.hidden,
        options=field.options or [],
        api_field=kept,
    )


def _shown_own(question: Question) -> Json:
    """Without `hidden` for the name, without `disableOnPrefill` for the place, as recorded."""
    entry: dict[str, Any] = {
        "isDefault": True,
        "type": _TYPES[question.kind],
        "slug": question.slug,
        "required": question.required or question.slug == "title",
    }
    if question.kind != "location":
        entry["disableOnPrefill"] = False
    if question.kind != "name":
        entry["hidden"] = question.hidden
    return entry


def _raw(question: Question) -> Json:
    source = {"id": "default", "type": "user", "label": "User", "fieldRequired": True}
    options = {"options": [{"label": each, "value": each} for each in question.options]}
    return {
        "name": question.slug,
        "type": _TYPES[question.kind],
        "label": question.label,
        **(options if question.options else {}),
        **({"hidden": True} if question.hidden else {}),
        "sources": [source],
        "editable": "user",
        "required": question.required,
        "placeholder": "",
    }
