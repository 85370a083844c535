"""Signing in and staying signed in."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from application.ports import (
    Clock,
    Device,
    LoginTries,
    Passwords,
    RateLimiter,
    RefreshToken,
    RefreshTokens,
    Tokens,
    Users,
)
from domain.errors import Conflict, Invalid, StaleWrite, TooManyRequests, Unauthenticated
from domain.users import User, signed_out

REFRESH_TOKEN_LIFE = timedelta(days=14)
_WRONG = "E-mail ou senha incorretos."
_LOCKED = "Muitas senhas erradas: acesso bloqueado por alguns minutos. O gestor pode dar uma nova senha."


@dataclass(frozen=True, slots=True)
class LoginLimits:
    """Failed sign-ins that one network address may have in a window, and how many in a row lock an account for how long:
    for whoever comes from a device in which its user has not signed in before. Of a known device the failed ones are
    counted by themselves, so that no stranger locks it out. A success begins anew."""

    per_address: int = 50
    window: timedelta = timedelta(minutes=5)
    in_a_row: int = 10
    lock: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`refresh_token` is the secret itself, known to the browser alone; `expires_in` is the access token's, in seconds;
    `device_token` is what the browser is to be known by, where a password was given."""

    user: User
    access_token: str
    expires_in: int
    refresh_token: str
    device_token: str | None = None


class AuthService:
    def __init__(
        self,
        users: Users,
        refresh_tokens: RefreshTokens,
        tries: LoginTries,
        passwords: Passwords,
        tokens: Tokens,
        limiter: RateLimiter,
        clock: Clock,
        limits: LoginLimits | None = None,
    ) -> None:
        self._users, self._refresh_tokens, self._tries = users, refresh_tokens, tries
        self._passwords = passwords
        self._tokens, self._limiter, self._clock = tokens, limiter, clock
        self._limits = limits or LoginLimits()

    async def login(
        self, email: str, password: str, address: str, device_tokens: Collection[str] = ()
    ) -> SignedIn:
        """Sign in from the network `address` and a browser that has these `device_tokens`. Raises Unauthenticated, alike for
        an unknown e-mail, a wrong password and an inactive user; TooManyRequests."""
        limits = self._limits
        user = await self._users.by_email(email)
        device = self._known_device(user, device_tokens)
        if device is None:
            wait = await self._limiter.hit("login_address", address, limits.per_address, limits.window)
            if wait is not None:
                raise TooManyRequests(wait)
        counted = _counted_under(email, user, device)
        right = await self._is_right(counted, password, user)
        if user is None or not right or not user.active:
            raise Unauthenticated(_WRONG)
        await self._limiter.forget("login_address", address, limits.per_address, limits.window)
        await self._tries.forget(counted)
        return await self._by_password(user, device)

    async def change_password(
        self, user: User, current: str, new: str, device_tokens: Collection[str] = ()
    ) -> SignedIn:
        """Set the user's own password, end every sign-in of theirs, and sign this one in anew. Raises Invalid where
        `current` is wrong, which counts as a failed sign-in; TooManyRequests, Conflict."""
        device = self._known_device(user, device_tokens)
        if not await self._is_right(_counted_under(user.email, user, device), current, user):
            raise Invalid({"current": "Senha atual incorreta."})
        changed = replace(signed_out(user), password_hash=await self._passwords.hash(new))
        try:
            await self._users.change(user, changed)
        except StaleWrite:
            raise Conflict from None
        await self._tries.forget(account_key(user.email))
        return await self._by_password(changed, device)

    async def refresh(self, refresh_token: str | None) -> SignedIn:
        """New tokens for a refresh token, which is spent by it. One that was spent before has been stolen or copied:
        then its whole family ends (OAuth 2.0 BCP, RFC 9700, 4.14). Raises Unauthenticated."""
        token = await self._refresh_tokens.get(_digest(refresh_token)) if refresh_token else None
        if token is None or token.expires_at <= self._clock.now():
            raise Unauthenticated
        user = await self._signed_in_user(token.user_id, token.session_epoch)
        if not await self._refresh_tokens.spend(token.digest) or user is None:
            await self._refresh_tokens.revoke(token.family)
            raise Unauthenticated
        return await self._signed_in(user, token.family)

    async def logout(self, refresh_token: str | None) -> None:
        """End the sign-in that the token belongs to; of no effect for an unknown one."""
        token = await self._refresh_tokens.get(_digest(refresh_token)) if refresh_token else None
        if token is not None:
            await self._refresh_tokens.revoke(token.family)

    async def user_of(self, access_token: str) -> User:
        """The active user of a valid access token. Raises Unauthenticated."""
        claims = self._tokens.read(access_token, self._clock.now())
        user = await self._signed_in_user(claims.user_id, claims.session_epoch) if claims else None
        if user is None:
            raise Unauthenticated
        return user

    async def is_signed_in(self, access_token: str) -> bool:
        """Whether its user is active, and neither the user nor anybody for them has ended that sign-in."""
        claims = self._tokens.read(access_token, self._clock.now())
        if claims is None or await self._signed_in_user(claims.user_id, claims.session_epoch) is None:
            return False
        return claims.family is None or await self._refresh_tokens.has(claims.family)

    def seconds_left(self, access_token: str) -> float:
        """How long a valid access token still is one."""
        claims = self._tokens.read(access_token, self._clock.now())
        return (claims.expires_at - self._clock.now()).total_seconds() if claims else 0

    async def _signed_in_user(self, user_id: str, session_epoch: int) -> User | None:
        """The active user, where that session has not been ended since."""
        user = await self._users.get(user_id)
        return user if user and user.active and user.session_epoch == session_epoch else None

    def _known_device(self, user: User | None, device_tokens: Collection[str]) -> Device | None:
        """The device, if the user has signed in with it before: a desk's browser has one token for each who did."""
        now = self._clock.now()
        devices = (self._tokens.read_device(token, now) for token in device_tokens)
        return next((each for each in devices if each and user and each.user_id == user.id), None)

    async def _is_right(self, counted: str, password: str, user: User | None) -> bool:
        """Whether it is the user's password. Counted before it is looked at, so that tries at once count too."""
        limits = self._limits
        wait = await self._tries.begin(counted, limits.in_a_row, limits.lock, self._clock.now())
        if wait is not None:
            raise TooManyRequests(wait, _LOCKED)
        return await self._passwords.verify(password, user.password_hash if user else None)

    async def _by_password(self, user: User, device: Device | None) -> SignedIn:
        device = device or Device(str(uuid4()), user.id)
        signed_in = await self._signed_in(user, family=str(uuid4()))
        return replace(signed_in, device_token=self._tokens.issue_device(device, self._clock.now()))

    async def _signed_in(self, user: User, family: str) -> SignedIn:
        now, secret = self._clock.now(), secrets.token_urlsafe(32)
        token = RefreshToken(_digest(secret), family, user.id, user.session_epoch, now + REFRESH_TOKEN_LIFE)
        await self._refresh_tokens.add(token)
        life = int(self._tokens.life.total_seconds())
        return SignedIn(user, self._tokens.issue(user, now, family), life, secret)


def account_key(email: str) -> str:
    """What an account's failed tries are counted under: known e-mails and unknown ones alike, none of them readable."""
    return _digest(email.strip().lower())


def _counted_under(email: str, user: User | None, device: Device | None) -> str:
    """The account's key; of a known device its own, until the user's password is set anew."""
    if user is None or device is None:
        return account_key(email)
    return _digest(f"{account_key(email)}|{device.id}|{user.session_epoch}")


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
