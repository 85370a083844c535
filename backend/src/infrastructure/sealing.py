"""The one door to the cipher: AES-256-GCM, which reads with earlier keys too."""

from collections.abc import Sequence
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.sealing import UnknownKey

_ID_LENGTH = 12  # hexadecimal digits: enough to tell a handful of keys apart
_NONCE_BYTES = (
    12  # drawn anew each time: good for 2^32 seals with one key (NIST SP 800-38D), which no clinic reaches
)


class AesGcmSeal:
    """Implements the port Seal. What it seals is a nonce, then the ciphertext with its tag."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """The first of `keys` (see `application.sealing.key_in`) seals, all of them unseal; none: nothing is sealed."""
        self._ciphers = [AESGCM(key) for key in keys]
        self.key_id = sha256(keys[0]).hexdigest()[:_ID_LENGTH] if keys else None

    def seal(self, content: bytes) -> bytes:
        """Raises UnknownKey where there is no key."""
        if not self._ciphers:
            raise UnknownKey
        nonce = token_bytes(_NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, content, None)

    def unseal(self, sealed: bytes) -> bytes:
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, ciphertext, None)
            except (InvalidTag, ValueError):  # another key's, or too short to be anybody's
                continue
        raise UnknownKey
