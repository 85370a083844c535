"""A delivery's bytes as a JSON object, whatever a sender may have put there."""

import json
from collections.abc import Callable
from math import isfinite
from typing import Any, NoReturn

from domain.text import cleaned

Pairs = list[tuple[str, Any]]

# Longer whole numbers are kept as text: Python refuses to read those of 4300 digits and more.
_LONGEST_NUMBER = 300
# What lies deeper in a body is not shown: no booking is half as deep, and whoever walks down has a stack.
_DEEPEST = 50


class NotAnObject(ValueError):
    """The bytes are no JSON object."""


def object_of(body: bytes, hook: Callable[[Pairs], dict[str, Any]] | None = None) -> dict[str, Any]:
    """The JSON object in `body`; a `hook` makes each object, inner ones first, of its pairs in order.

    Raises NotAnObject: form-encoded templates and the word `false` are what Cal.com sends for a broken payload template
    (CALCOM.md A4). Numbers too large for a float or an int stay text.
    """
    try:
        found = json.loads(
            body,
            object_pairs_hook=hook,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        raise NotAnObject from None
    if not isinstance(found, dict):
        raise NotAnObject
    return found


def shown(body: bytes) -> Any:
    """A stored body as people see it: its JSON with cleaned texts, `[…]` for what lies too deep; else its text."""
    text = body.decode(errors="replace")
    try:
        found = json.loads(text, parse_int=_whole, parse_float=_decimal, parse_constant=str)
    except (ValueError, RecursionError):
        return cleaned(text)
    return _shown(found, _DEEPEST)


def _shown(value: Any, depth: int) -> Any:
    match value:
        case str():
            return cleaned(value)
        case dict() | list() if not depth:
            return "[…]"
        case dict():
            return {cleaned(name): _shown(each, depth - 1) for name, each in value.items()}
        case list():
            return [_shown(each, depth - 1) for each in value]
        case _:
            return value


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _decimal(digits: str) -> float | str:
    number = float(digits)
    return number if isfinite(number) else digits


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's
