"""Planted identity: `metadata.ref` proves that `metadata.agendamento_id` came from us (DESIGN.md, rule 12)."""

import hmac
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

_REF = re.compile(r"v1\.(\d{1,12})\.([0-9a-f]{64})")


class Refs:
    """Signs and checks references. `secret` is the service's own, never Cal.com's."""

    def __init__(self, secret: str, life: timedelta = timedelta(hours=12)) -> None:
        self._key = hmac.new(secret.encode(), b"calcom-ref", sha256).digest()
        self._life = life

    def sign(self, appointment_id: str, event_type: int | str | None, now: datetime) -> str:
        """A reference that holds from `now` (UTC) for this object's life, for one event type: its id, or its slug where the id
        is not known."""
        expiry = int((now + self._life).timestamp())
        return f"v1.{expiry}.{self._mac(appointment_id, event_type, expiry)}"

    def is_valid(
        self,
        ref: str,
        appointment_id: str,
        event_type_id: int | None,
        booked_at: datetime,
        slug: str | None = None,
    ) -> bool:
        """Whether we signed `ref` for this appointment and event type, and it had not expired at `booked_at` (UTC)."""
        found = _REF.fullmatch(ref)
        if found is None:
            return False
        expiry = int(found[1])
        names = [event_type_id, *([slug] if slug else [])]
        # Both are compared, so that the time says nothing of which one it is.
        matches = [hmac.compare_digest(found[2], self._mac(appointment_id, name, expiry)) for name in names]
        signed = any(matches)
        return signed and booked_at <= datetime.fromtimestamp(min(expiry, 253402300799), UTC)

    def _mac(self, appointment_id: str, event_type: int | str | None, expiry: int) -> str:
        named = f"slug:{event_type}" if isinstance(event_type, str) else event_type or ""
        text = f"{appointment_id}|{named}|{expiry}"
        return hmac.new(self._key, text.encode(), sha256).hexdigest()
