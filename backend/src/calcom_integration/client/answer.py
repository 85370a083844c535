"""What an answer of API v2 says: its data, or the error it means. Both envelopes (CALCOM.md D5)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic_core import from_json

from calcom_integration.client.call import BOOKINGS, Call
from calcom_integration.client.errors import CalComError, Final, Refusal, Retryable, UnknownOutcome
from calcom_integration.dto.lenient import text

# Cal.com tells its refusals apart by their English words only; the first that fits counts.
_SAYINGS = (
    (r"CALCOM_LICENSE_KEY", Refusal.NO_LICENSE),
    (r"rescheduled already|cancelled and rescheduled", Refusal.ALREADY_MOVED),
    (r"(been|already|is) cancell?ed|cancelled_bookings?_cannot", Refusal.ALREADY_CANCELLED),
    (
        r"no_available_users|already has booking|already booked|seats_full|No more seats|booking_conflict",
        Refusal.SLOT_TAKEN,
    ),
    (r"already_signed_up", Refusal.SLOT_TAKEN),
    (
        r"in the past|minimum booking notice|already ended|out of bounds|booking_time_out|has passed|after their scheduled start",
        Refusal.OUT_OF_TIME,
    ),
    (r"not pending|isn't pending|already confirmed|already been confirmed", Refusal.NOT_PENDING),
    (r"have to provide seatUid", Refusal.SEAT_NEEDED),
    (r"reason is required", Refusal.REASON_NEEDED),
    (r"Missing required booking field", Refusal.ANSWER_MISSING),
)
_PATTERNS = tuple((re.compile(words, re.IGNORECASE), refusal) for words, refusal in _SAYINGS)
# An older server's input of a seat's cancel knows `seatUid` alone (CALCOM.md M4). The whole message, so that no other fault
# of the same request is taken for it.
_REASON_UNKNOWN = re.compile(
    r"\s*cancellationReason property is wrong,\s*property cancellationReason should not exist\s*"
)
_BY_STATUS = {401: Refusal.NO_ACCESS, 403: Refusal.NO_ACCESS, 404: Refusal.NOT_FOUND, 409: Refusal.EXISTS}
_NO_ROUTE = re.compile(r"Cannot (GET|POST|PATCH|DELETE) ")


class Envelope(dict[str, Any]):
    """A successful answer's object. `at` is when it was given, by Cal.com's clock, to the second (aware UTC)."""

    def __init__(self, told: Mapping[str, Any], at: datetime) -> None:
        super().__init__(told)
        self.at = at


def dated(header: str | None) -> datetime | None:
    """The instant of an answer's header `Date` (UTC); None where there is none, or it is unreadable."""
    try:
        at = parsedate_to_datetime(header) if header else None
        return at.astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        return None


def read(call: Call, status: int, content: bytes) -> Mapping[str, Any]:
    """The envelope of a successful answer: an object with `data`; `status` is not always there (CALCOM.md D4). Raises what
    the answer means for `call`."""
    envelope = _object(content)
    if 200 <= status < 300 and envelope is not None and "data" in envelope:
        return envelope
    raise _meaning(call, status, envelope)


def _meaning(call: Call, status: int, envelope: Mapping[str, Any] | None) -> CalComError:
    if status >= 500 or status == 408 or (200 <= status < 300 and not call.repeatable):
        return failed(call, f"http_{status}")
    message = _message(envelope)
    if not 400 <= status < 500 or message is None or _NO_ROUTE.match(message):
        return Final(Refusal.STRANGE_ANSWER)  # a page of some proxy, or an address that is not the API's
    return Final(_refusal(call, status, message))


def failed(call: Call, reason: str) -> CalComError:
    """A call that may have been carried out: only a repeatable one may be made again."""
    return Retryable(reason) if call.repeatable else UnknownOutcome(reason)


def _refusal(call: Call, status: int, message: str) -> Refusal:
    if status == 400 and _REASON_UNKNOWN.fullmatch(message):
        return Refusal.REASON_UNKNOWN
    found = next((refusal for pattern, refusal in _PATTERNS if pattern.search(message)), None)
    if found is None and status == 409 and call.version == BOOKINGS:
        return Refusal.SLOT_TAKEN
    return found or _BY_STATUS.get(status, Refusal.BAD_REQUEST)


def _message(envelope: Mapping[str, Any] | None) -> str | None:
    """The message of an error in either envelope, or None where it is in neither."""
    error = (envelope or {}).get("error")
    source = error if isinstance(error, dict) else envelope or {}
    message = source.get("message")
    return text(", ".join(map(str, message)) if isinstance(message, list) else message)


def _object(content: bytes) -> Mapping[str, Any] | None:
    try:
        found = _value(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _value(content: bytes) -> Any:
    """By pydantic's decoder in half the time; what it refuses Python's may read: a lone surrogate, deep nesting."""
    try:
        return from_json(content)
    except ValueError:
        return json.loads(content)
