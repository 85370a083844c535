"""Access tokens."""

from datetime import timedelta

import jwt
import pytest

from application.ports import Device
from domain.users import Role
from infrastructure.tokens import JwtTokens
from tests.builders import NOW, a_user

SECRET = "um segredo de teste com mais de trinta e dois bytes"
TOKENS = JwtTokens(SECRET)


def test_what_we_signed_is_read_back_until_it_expires() -> None:
    user = a_user(Role.GESTOR)
    token = TOKENS.issue(user, NOW, "sign-in")
    claims = TOKENS.read(token, NOW + timedelta(minutes=14))
    assert claims is not None
    assert (claims.user_id, claims.role, claims.expires_at) == (
        user.id,
        Role.GESTOR,
        NOW + timedelta(minutes=15),
    )
    assert TOKENS.read(token, NOW + timedelta(minutes=15)) is None


def test_a_device_is_known_for_months_and_opens_nothing() -> None:
    device = Device("d1", "u1")
    token = TOKENS.issue_device(device, NOW)

    assert TOKENS.read_device(token, NOW + timedelta(days=179)) == device
    assert TOKENS.read_device(token, NOW + timedelta(days=180)) is None
    assert TOKENS.read(token, NOW) is None
    assert TOKENS.read_device(TOKENS.issue(a_user(Role.GESTOR), NOW, "sign-in"), NOW) is None
    assert JwtTokens("outro segredo que ninguém aqui conhece bem").read_device(token, NOW) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "não é um token",
        jwt.encode({"sub": "1", "role": "gestor", "exp": 4e9}, "outro segredo que ninguém aqui conhece bem"),
        jwt.encode({"sub": "1", "role": "gestor", "exp": 4e9}, "", algorithm="none"),
        jwt.encode({"sub": "1", "role": "rei", "exp": 4e9}, SECRET),
        jwt.encode({"sub": "1", "role": "gestor"}, SECRET),
        jwt.encode({"role": "gestor", "exp": 4e9}, SECRET),
    ],
)
def test_anything_else_is_refused(token: str) -> None:
    assert TOKENS.read(token, NOW) is None
