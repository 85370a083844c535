"""Between HTML forms, prefilled links and answers."""

import re
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import FormData, ImmutableMultiDict

from calcom_sandbox.catalogue import EventType, Question

_METADATA = re.compile(r"metadata\[(\w{1,40})\]")
_BRAZIL = "+55"


def answers_of(event_type: EventType, form: FormData) -> dict[str, Any]:
    """The filled-in answers; what was left empty is absent, as in Cal.com's rows (CALCOM.md L)."""
    given = {question.slug: _value(question, form) for question in event_type.questions}
    return {slug: value for slug, value in given.items() if value}


def metadata_of(values: ImmutableMultiDict[str, Any]) -> dict[str, str]:
    """`metadata[key]=value` of a form or a link."""
    found = ((_METADATA.fullmatch(key), value) for key, value in values.items())
    return {match[1]: str(value) for match, value in found if match}


def prefilled(event_type: EventType, request: Request, earlier: dict[str, Any]) -> dict[str, Any]:
    """What the form shows at first: an earlier booking's answers, then the link's (CALCOM.md G)."""
    query = request.query_params
    linked = {
        question.slug: query[question.slug] for question in event_type.questions if question.slug in query
    }
    guests = [*query.getlist("guest"), *query.getlist("guests")]
    return earlier | linked | ({"guests": guests} if guests else {})


def with_query(request: Request, **changes: str | None) -> str:
    """This page's address with some parameters set, or removed where None; prefill travels along."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in changes]
    added = [(key, value) for key, value in changes.items() if value is not None]
    return f"{request.url.path}?{urlencode(kept + added)}"


def _value(question: Question, form: FormData) -> Any:
    text = str(form.get(question.slug, "")).strip()
    if question.kind == "guests":
        return [email for email in re.split(r"[\s,;]+", text) if email]
    return _phone(text) if question.kind == "phone" and text else text


def _phone(text: str) -> str:
    """E.164; a number without country code is Brazilian, as in the widget's country list."""
    digits = re.sub(r"\D", "", text)
    return f"+{digits}" if text.startswith("+") else f"{_BRAZIL}{digits}"
