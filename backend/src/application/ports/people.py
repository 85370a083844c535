"""Who signs in, and what proves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from application.creation import Creation, Earlier
from domain.users import Role, User


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid access token says. `expires_at` is UTC; `family` is the sign-in's, as its refresh tokens have it."""

    user_id: str
    role: Role
    session_epoch: int
    expires_at: datetime
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which the user has signed in before."""

    id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token as it is kept: the digest of its secret, and the family of all tokens of one sign-in."""

    digest: str
    family: str
    user_id: str
    session_epoch: int
    expires_at: datetime


class Users(Protocol):
    async def get(self, user_id: str) -> User | None: ...

    async def by_email(self, email: str) -> User | None: ...

    async def all(self) -> list[User]: ...

    async def created_by(self, key: str) -> Earlier[User] | None:
        """What the request `key` (`Creation.key`) made."""

    async def put(self, user: User, creation: Creation | None = None) -> None:
        """Store it, whatever was stored of it before. Raises KeyTaken where another user has the e-mail address, or
        where `creation`, the request that makes it, made one already."""

    async def change(self, before: User, after: User) -> None:
        """Store `after` with its `versao` one more. Raises StaleWrite where the stored one's `versao` is not `before`'s;
        LastGestor where no user would be left who `manages`, also where two go at once."""


class LoginTries(Protocol):
    async def begin(self, account: str, limit: int, lock: timedelta, now: datetime) -> int | None:
        """Count a try to sign in to the account, known or not. Seconds to wait where `limit` tries in a row have failed
        and the last was less than `lock` ago, else None."""

    async def forget(self, account: str) -> None:
        """A try succeeded, or the account is set free: begin to count anew."""


class RefreshTokens(Protocol):
    async def add(self, token: RefreshToken) -> None: ...

    async def get(self, digest: str) -> RefreshToken | None: ...

    async def spend(self, digest: str) -> bool:
        """Whether this call, and no earlier one, spent the token."""

    async def revoke(self, family: str) -> None: ...

    async def has(self, family: str) -> bool:
        """Whether the sign-in has not been revoked (nor run out)."""


class Passwords(Protocol):
    async def hash(self, password: str) -> str: ...

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether `password` made `password_hash`; always False, after the same work, where that is None."""


class Tokens(Protocol):
    life: timedelta

    def issue(self, user: User, now: datetime, family: str) -> str: ...

    def read(self, token: str, now: datetime) -> Claims | None:
        """The claims of an access token of ours that has not expired at `now`, else None."""

    def issue_device(self, device: Device, now: datetime) -> str:
        """What the browser keeps, to be known again for DEVICE_LIFE."""

    def read_device(self, token: str, now: datetime) -> Device | None:
        """The device of a token of ours that has not expired at `now`, else None. An access token is none."""
