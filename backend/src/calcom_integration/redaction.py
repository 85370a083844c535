"""What of a body may be kept: everything but the secrets that somebody could misuse."""

import json
import re
from typing import Any

from pydantic_core import from_json

from calcom_integration.body import NotAnObject, Pairs, object_of

# With `oneTimePassword` anyone can accept the booking (CALCOM.md L); the links carry tokens to a call or a recording;
# a payment row's `client_secret` can pay or confirm it.
_ANYWHERE = frozenset(
    {"oneTimePassword", "connectAndJoinUrl", "downloadLink", "downloadLinks", "client_secret", "clientSecret"}
)
_INSIDE = {"videoCallData": "password", "webhook": "secret"}

# What in a body's bytes may be a secret: one of these names that is not null (most of Cal.com's are), or what may hide one,
# an escape or UTF-16 (which has NUL bytes). One pattern each: a search for plain text is much quicker than for any of many.
_SIGNS = [
    *(re.compile(name.encode() + rb'(?!":null)') for name in (*_ANYWHERE, *_INSIDE)),
    re.compile(rb"\\u"),
    re.compile(rb"\0"),
]


def storable(body: bytes) -> tuple[bytes, dict[str, Any]]:
    """`body` without its secrets, and the object that this is; what is no JSON object as it came, and an empty one.

    A body that surely holds none is kept as it came, the others as compact UTF-8 JSON in the same key order.
    """
    found: dict[str, Any] = {}
    try:
        if not any(sign.search(body) for sign in _SIGNS):
            return body, _quickly(body)
        found = object_of(body, _without_secrets)
        kept = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    except (NotAnObject, RecursionError):
        return body, found
    # A lone surrogate stands inside a JSON string, where its backslash spelling is the same text.
    return kept.encode(errors="backslashreplace"), found


def _quickly(body: bytes) -> dict[str, Any]:
    """As `object_of`, at a third of its time: what the quick decoder refuses, the patient one may still read."""
    try:
        found = from_json(body, allow_inf_nan=False)
    except ValueError:
        return object_of(body)
    if not isinstance(found, dict):
        raise NotAnObject
    return found


def _without_secrets(pairs: Pairs) -> dict[str, Any]:
    return {name: _inside(name, value) for name, value in pairs if name not in _ANYWHERE}


def _inside(name: str, value: Any) -> Any:
    secret = _INSIDE.get(name)
    if secret is None:
        return value
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            part.pop(secret, None)
    return value
