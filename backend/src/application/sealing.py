"""Stored bytes, kept from whoever has the database or a backup but not the key: the port, and the form of a key."""

from base64 import urlsafe_b64decode
from binascii import Error
from typing import Protocol

_KEY_BYTES = 32
# Of 32 random bytes hardly ever fewer differ: fewer were typed by somebody.
_FEWEST_DIFFERENT = 16


class UnknownKey(Exception):
    """What was sealed was sealed with a key that is not at hand."""


class Seal(Protocol):
    @property
    def key_id(self) -> str | None:
        """Names the key that `seal` uses, without telling it; None where there is none and nothing can be sealed."""

    def seal(self, content: bytes) -> bytes: ...

    def unseal(self, sealed: bytes) -> bytes:
        """What was sealed with the current key or the previous one. Raises UnknownKey."""


def key_in(text: str) -> bytes | None:
    """The 32 bytes that `text` spells as base64 for URLs, its `=` left out or not. None where it is no such key, or a
    weak one."""
    try:
        key = urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (Error, ValueError):
        return None
    is_strong = len(key) == _KEY_BYTES and len(set(key)) >= _FEWEST_DIFFERENT
    return key if is_strong else None
