"""What people answered to an event type's questions, by compared slug (CALCOM.md E)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calcom_integration.dto import Booking
from calcom_integration.dto.lenient import long_text
from calcom_integration.mapping.questions import RESERVED, plain

_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Answer:
    """A raw, non-empty value. Hidden user questions can be forged through the page's address, so they are weak."""

    value: Any
    is_weak: bool = False


def answers_of(booking: Booking) -> dict[str, Answer]:
    """Every answered question. Legacy `customInputs` (label → value) count only where there are no `responses`."""
    told: dict[str, Answer] = {}
    legacy = booking.custom_inputs if booking.responses is None else None
    for source in (legacy, booking.user_fields_responses, booking.responses):
        told |= _answered(source or {})
    return told


def _answered(source: Mapping[str, Any]) -> dict[str, Answer]:
    """Where two slugs are compared alike, a visible question wins."""
    pairs = [(plain(slug), Answer(value_of(entry), _is_weak(slug, entry))) for slug, entry in source.items()]
    known = [(slug, answer) for slug, answer in pairs if answer.value not in _EMPTY]
    return dict(sorted(known, key=lambda pair: not pair[1].is_weak))


def value_of(entry: Any) -> Any:
    """The value of a response, labelled or raw."""
    if isinstance(entry, dict) and ("value" in entry or "label" in entry):
        return entry.get("value")
    return entry


def _is_weak(slug: str, entry: Any) -> bool:
    """Cal.com's own questions are hidden by the event type's settings, not by whoever sends a form."""
    return slug not in RESERVED and isinstance(entry, dict) and entry.get("isHidden") is True


def text_of(value: Any) -> str | None:
    """A value as a person reads it: a list joined by commas, a yes or no in Portuguese; an object is no text."""
    if isinstance(value, list):
        return ", ".join(part for part in map(_scalar, value) if part) or None
    return _scalar(value)


def _scalar(value: Any) -> str | None:
    if isinstance(value, bool):
        return "Sim" if value else "Não"
    return str(value) if isinstance(value, int | float) else long_text(value)


def names_of(value: Any) -> list[str]:
    """The names in a list, or in a text that separates them by commas or semicolons; each once, in order."""
    parts = value if isinstance(value, list) else str(value).replace(";", ",").split(",")
    return list(dict.fromkeys(name for name in map(_scalar, parts) if name))
