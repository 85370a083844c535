"""Planted identity: `metadata.ref` proves that `metadata.agendamento_id` came from us (DESIGN.md, rule 12)."""

import hmac
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from domain.booking.news import Planted

_REF = re.compile(r"v1\.(\d{1,12})(?:\.([0-9a-f]{16}))?\.([0-9a-f]{64})")


class Refs:
    """Signs and checks references. `secret` is the service's own, never Cal.com's."""

    def __init__(self, secret: str, life: timedelta = timedelta(hours=12)) -> None:
        self._key = hmac.new(secret.encode(), b"calcom-ref", sha256).digest()
        self._life = life

    def sign(
        self, appointment_id: str, event_type: int | str | None, now: datetime, fingerprint: str = ""
    ) -> str:
        """A reference that holds from `now` (UTC) for this object's life, for one event type (its id, or its slug where the id
        is not known), and while the appointment's `Chain.fingerprint` is this one."""
        expiry = int((now + self._life).timestamp())
        mac = self._mac(Planted(appointment_id, fingerprint), event_type, expiry)
        return ".".join(["v1", str(expiry), *([fingerprint] if fingerprint else []), mac])

    def read(
        self,
        ref: str,
        appointment_id: str,
        event_type_id: int | None,
        booked_at: datetime,
        slug: str | None = None,
    ) -> Planted | None:
        """What we signed by `ref`, if it was for this appointment and event type, and had not expired at `booked_at` (UTC)."""
        found = _REF.fullmatch(ref)
        if found is None:
            return None
        expiry, planted = int(found[1]), Planted(appointment_id, found[2] or "")
        names = [event_type_id, *([slug] if slug else [])]
        # Both are compared, so that the time says nothing of which one it is.
        matches = [hmac.compare_digest(found[3], self._mac(planted, name, expiry)) for name in names]
        is_in_time = booked_at <= datetime.fromtimestamp(min(expiry, 253402300799), UTC)
        return planted if any(matches) and is_in_time else None

    def _mac(self, planted: Planted, event_type: int | str | None, expiry: int) -> str:
        named = f"slug:{event_type}" if isinstance(event_type, str) else event_type or ""
        parts = [planted.appointment_id, str(named), str(expiry), *filter(None, [planted.fingerprint])]
        return hmac.new(self._key, "|".join(parts).encode(), sha256).hexdigest()
