"""Signed JWTs (HS256): access tokens, which live for minutes, and those by which a device is known again, for months."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt.types import Options

from application.ports import Claims, Device
from domain.users import Role, User

ACCESS_TOKEN_LIFE = timedelta(minutes=15)
DEVICE_LIFE = timedelta(days=180)
_ALGORITHM = "HS256"


class JwtTokens:
    def __init__(self, secret: str, life: timedelta = ACCESS_TOKEN_LIFE) -> None:
        self._secret, self.life = secret, life

    def issue(self, user: User, now: datetime, family: str) -> str:
        session = {"sub": user.id, "role": user.role, "epoch": user.session_epoch, "family": family}
        claims = {**session, "iat": now, "exp": now + self.life}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def read(self, token: str, now: datetime) -> Claims | None:
        """The claims of a token that we signed and that has not expired at `now`, else None."""
        told = self._signed(token, now, "role", "epoch")
        if told is None:
            return None
        expires_at = datetime.fromtimestamp(told["exp"], UTC)
        try:
            return Claims(told["sub"], Role(told["role"]), int(told["epoch"]), expires_at, told.get("family"))
        except (ValueError, TypeError):
            return None

    def issue_device(self, device: Device, now: datetime) -> str:
        claims = {"sub": device.user_id, "device": device.id, "iat": now, "exp": now + DEVICE_LIFE}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def read_device(self, token: str, now: datetime) -> Device | None:
        """The device of a token that we signed and that has not expired at `now`, else None."""
        told = self._signed(token, now, "device")
        return Device(str(told["device"]), told["sub"]) if told else None

    def _signed(self, token: str, now: datetime, *required: str) -> dict[str, Any] | None:
        """What a token of ours that has not expired at `now` says, if it says what is `required`."""
        # The times are checked below, by the application's clock.
        options: Options = {
            "require": ["sub", "exp", *required],
            "verify_exp": False,
            "verify_iat": False,
        }
        try:
            told = jwt.decode(token, self._secret, algorithms=[_ALGORITHM], options=options)
            return told if now < datetime.fromtimestamp(told["exp"], UTC) else None
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            return None
