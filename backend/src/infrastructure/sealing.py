"""The one door to the cipher: Fernet (AES-128-CBC with HMAC-SHA256), which reads with earlier keys too."""

from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from application.sealing import UnknownKey

_ID_LENGTH = 12  # hexadecimal digits: enough to tell a handful of keys apart


class FernetSeal:
    """Implements the port Seal."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """The first of `keys` (see `application.sealing.key_in`) seals, all of them unseal; none: nothing is sealed."""
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None
        self.key_id = sha256(keys[0]).hexdigest()[:_ID_LENGTH] if keys else None

    def seal(self, content: bytes) -> bytes:
        """Raises UnknownKey where there is no key."""
        if self._fernet is None:
            raise UnknownKey
        return self._fernet.encrypt(content)

    def unseal(self, sealed: bytes) -> bytes:
        if self._fernet is None:
            raise UnknownKey
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise UnknownKey from None
