"""Passwords: Argon2id by pwdlib, off the event loop."""

import asyncio

from pwdlib import PasswordHash


class Argon2Passwords:
    def __init__(self) -> None:
        self._hasher = PasswordHash.recommended()
        # Verified against where there is no user, so that both answers cost the same.
        self._nobody = self._hasher.hash("ninguém")

    async def hash(self, password: str) -> str:
        return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether `password` made `password_hash`; always False, after the same work, where that is None."""
        known = password_hash or self._nobody
        right = await asyncio.to_thread(self._hasher.verify, password, known)
        return right and password_hash is not None
