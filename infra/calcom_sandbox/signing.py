"""Cal.com's signature of a delivery."""

import hashlib
import hmac

NO_SECRET = "no-secret-provided"  # noqa: S105  the literal that Cal.com sends


def signature(body: bytes, secret: str) -> str:
    """Lower-case hex HMAC-SHA256 of the exact bytes; a literal without a secret (CALCOM.md A7)."""
    if not secret:
        return NO_SECRET
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
