"""A delivery's body as somebody may see it who looks for its fault, and need not know whose it is: pure."""

from typing import Any

from calcom_integration.mapping.masking import masked

# What Cal.com itself writes there, of the same few values for everybody (CALCOM.md A5); all other text may be a patient's.
_TECHNICAL = frozenset(
    {
        *("triggerEvent", "createdAt", "updatedAt", "startTime", "endTime", "rescheduleStartTime"),
        *("rescheduleEndTime", "eventTypeId", "type", "length", "status", "timeZone", "locale", "timeFormat"),
        *("currency", "price", "utcOffset", "version", "seatsPerTimeSlot"),
    }
)
# Where a person's answers are, under names that the clinic chose.
_ANSWERS = frozenset(
    {"responses", "userFieldsResponses", "bookingFieldsResponses", "customInputs", "metadata"}
)


def masked_body(body: Any) -> Any:
    """JSON in the shape of `body`: text and numbers masked, but for Cal.com's own; names of fields, truth values and what is
    empty stay. What is no JSON is text, and masked whole."""
    return _masked(body, is_technical=False, is_answer=False)


def _masked(value: Any, *, is_technical: bool, is_answer: bool) -> Any:
    match value:
        case dict():
            return {name: _inside(name, each, is_answer) for name, each in value.items()}
        case list():
            return [_masked(each, is_technical=is_technical, is_answer=is_answer) for each in value]
        case None | bool():
            return value
        case _ if is_technical:
            return value
        case _:
            return masked("", str(value))


def _inside(name: str, value: Any, is_answer: bool) -> Any:
    is_answer = is_answer or name in _ANSWERS
    return _masked(value, is_technical=name in _TECHNICAL and not is_answer, is_answer=is_answer)
