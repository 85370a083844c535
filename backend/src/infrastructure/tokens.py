"""Access tokens: signed JWTs (HS256) that live for minutes."""

from datetime import UTC, datetime, timedelta

import jwt
from jwt.types import Options

from application.ports import Claims
from domain.users import Role, User

ACCESS_TOKEN_LIFE = timedelta(minutes=15)
_ALGORITHM = "HS256"


class JwtTokens:
    def __init__(self, secret: str, life: timedelta = ACCESS_TOKEN_LIFE) -> None:
        self._secret, self.life = secret, life

    def issue(self, user: User, now: datetime) -> str:
        session = {"sub": user.id, "role": user.role, "epoch": user.session_epoch}
        claims = {**session, "iat": now, "exp": now + self.life}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def read(self, token: str, now: datetime) -> Claims | None:
        """The claims of a token that we signed and that has not expired at `now`, else None."""
        # The times are checked below, by the application's clock.
        options: Options = {
            "require": ["sub", "role", "epoch", "exp"],
            "verify_exp": False,
            "verify_iat": False,
        }
        try:
            told = jwt.decode(token, self._secret, algorithms=[_ALGORITHM], options=options)
            expires_at = datetime.fromtimestamp(told["exp"], UTC)
            claims = Claims(told["sub"], Role(told["role"]), int(told["epoch"]), expires_at)
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            return None
        return claims if now < expires_at else None
