"""Signing in and staying signed in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from application.ports import Clock, Passwords, RateLimiter, RefreshToken, RefreshTokens, Tokens, Users
from domain.errors import TooManyRequests, Unauthenticated
from domain.users import User

REFRESH_TOKEN_LIFE = timedelta(days=14)
_WRONG = "E-mail ou senha incorretos."


@dataclass(frozen=True, slots=True)
class LoginLimits:
    """Failed sign-ins that one address, and one account, may have in a window. A success begins anew."""

    per_address: int = 50
    per_account: int = 10
    window: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`refresh_token` is the secret itself, known to the browser alone; `expires_in` is the access token's, in seconds."""

    user: User
    access_token: str
    expires_in: int
    refresh_token: str


class AuthService:
    def __init__(
        self,
        users: Users,
        refresh_tokens: RefreshTokens,
        passwords: Passwords,
        tokens: Tokens,
        limiter: RateLimiter,
        clock: Clock,
        limits: LoginLimits | None = None,
    ) -> None:
        self._users, self._refresh_tokens, self._passwords = users, refresh_tokens, passwords
        self._tokens, self._limiter, self._clock = tokens, limiter, clock
        self._limits = limits or LoginLimits()

    async def login(self, email: str, password: str, address: str) -> SignedIn:
        """Sign in from the network `address`. Raises Unauthenticated, alike for an unknown e-mail, a wrong password and
        an inactive user; TooManyRequests."""
        counted = self._counted(email, address)
        for name, key, limit in counted:
            wait = await self._limiter.hit(name, key, limit, self._limits.window)
            if wait is not None:
                raise TooManyRequests(wait)
        user = await self._users.by_email(email)
        right = await self._passwords.verify(password, user.password_hash if user else None)
        if user is None or not right or not user.active:
            raise Unauthenticated(_WRONG)
        for name, key, limit in counted:
            await self._limiter.forget(name, key, limit, self._limits.window)
        return await self._signed_in(user, family=str(uuid4()))

    async def refresh(self, refresh_token: str | None) -> SignedIn:
        """New tokens for a refresh token, which is spent by it. One that was spent before has been stolen or copied:
        then its whole family ends (OAuth 2.0 BCP, RFC 9700, 4.14). Raises Unauthenticated."""
        token = await self._refresh_tokens.get(_digest(refresh_token)) if refresh_token else None
        if token is None or token.expires_at <= self._clock.now():
            raise Unauthenticated
        user = await self._users.get(token.user_id)
        if not await self._refresh_tokens.spend(token.digest) or user is None or not user.active:
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
        user = await self._users.get(claims.user_id) if claims else None
        if user is None or not user.active:
            raise Unauthenticated
        return user

    def seconds_left(self, access_token: str) -> float:
        """How long a valid access token still is one."""
        claims = self._tokens.read(access_token, self._clock.now())
        return (claims.expires_at - self._clock.now()).total_seconds() if claims else 0

    async def _signed_in(self, user: User, family: str) -> SignedIn:
        now, secret = self._clock.now(), secrets.token_urlsafe(32)
        await self._refresh_tokens.add(
            RefreshToken(_digest(secret), family, user.id, now + REFRESH_TOKEN_LIFE)
        )
        life = int(self._tokens.life.total_seconds())
        return SignedIn(user, self._tokens.issue(user, now), life, secret)

    def _counted(self, email: str, address: str) -> list[tuple[str, str, int]]:
        """What a try is counted under; the account by a digest, for limits are kept where addresses of people are not."""
        account = _digest(email.strip().lower())
        return [
            ("login_address", address, self._limits.per_address),
            ("login_account", account, self._limits.per_account),
        ]


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
