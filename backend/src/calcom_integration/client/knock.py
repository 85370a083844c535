"""A knock at our own door, as Cal.com would: a signed PING over the public address (CALCOM.md A4, A7)."""

import json
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

import httpx

from calcom_integration.signature import sign

_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Echo:
    """How the door answered: `status` is None where nothing came, `error` then says why; `seconds` is how long it took."""

    status: int | None
    seconds: float
    delivery_id: str | None = None
    error: str | None = None

    @property
    def is_accepted(self) -> bool:
        return self.status == httpx.codes.OK and self.delivery_id is not None


async def knock(url: str, secret: str, now: datetime) -> Echo:
    """Post a PING made at `now` (aware UTC). No redirect is followed: Cal.com follows none either (CALCOM.md A8)."""
    body = _ping(now)
    headers = {"content-type": "application/json", "x-cal-signature-256": sign(body, secret)}
    started = perf_counter()
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE, follow_redirects=False) as http:
            answer = await http.post(url, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Echo(None, perf_counter() - started, error=type(error).__name__)
    return Echo(answer.status_code, perf_counter() - started, _delivery_id(answer.content))


def _ping(now: datetime) -> bytes:
    at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    payload = {"type": "Test", "title": "Test trigger event", "startTime": at, "endTime": at}
    return json.dumps({"triggerEvent": "PING", "createdAt": at, "payload": payload}).encode()


def _delivery_id(content: bytes) -> str | None:
    try:
        receipt = json.loads(content)
    except ValueError:
        return None
    found = receipt.get("delivery_id") if isinstance(receipt, dict) else None
    return found if isinstance(found, str) else None
