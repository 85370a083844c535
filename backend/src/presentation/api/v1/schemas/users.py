"""Users and sign-in."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from application.services.auth_service import SignedIn
from domain.users import Role


class LoginIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=3, max_length=254)
    password: str = Field(min_length=1, max_length=256)


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    email: str
    role: Role


class SignedInOut(BaseModel):
    """`expires_in` is in seconds; the refresh token is in a cookie that scripts cannot read."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the scheme's name
    expires_in: int
    user: UserOut

    @classmethod
    def of(cls, signed_in: SignedIn) -> "SignedInOut":
        user = UserOut.model_validate(signed_in.user)
        return cls(access_token=signed_in.access_token, expires_in=signed_in.expires_in, user=user)
