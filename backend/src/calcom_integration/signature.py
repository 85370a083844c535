"""Cal.com's webhook signature: lower-case hex HMAC-SHA256 over the exact body bytes (CALCOM.md A7)."""

import hashlib
import hmac
from collections.abc import Sequence


def sign(body: bytes, secret: str) -> str:
    """The value of `X-Cal-Signature-256` for `body`."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether `header` signs `body` with any of `secrets` (two are live during a rotation).

    Empty secrets never match, so a missing setting refuses everything. Every secret is tried, in constant time, on
    bytes: `compare_digest` refuses non-ASCII text.
    """
    given = (header or "").encode(errors="replace")
    matches = [hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets if secret]
    return any(matches)
