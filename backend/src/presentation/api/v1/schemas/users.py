"""Users and sign-in."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from application.inputs import CLEANED
from application.services.auth_service import SignedIn
from domain.users import Role
from presentation.api.v1.schemas.small_lists import Name

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
    ),
    CLEANED,
]
NewPassword = Annotated[str, StringConstraints(min_length=10, max_length=256)]


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


class PasswordIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    current: str = Field(min_length=1, max_length=256)
    new: NewPassword


class UserIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    email: Email
    role: Role
    password: NewPassword


class UserChanges(BaseModel):
    """What is left out stays. A new password ends the user's sign-ins and lifts a lock."""

    model_config = ConfigDict(extra="forbid")

    # None only where it is left out.
    name: Name = None  # type: ignore[assignment]
    role: Role = None  # type: ignore[assignment]
    active: StrictBool = None  # type: ignore[assignment]
    password: NewPassword = None  # type: ignore[assignment]


class StaffUserOut(UserOut):
    active: bool
    created_at: datetime
