"""Users and what they may do."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    ATENDENTE = "atendente"
    LOGISTICA = "logistica"
    GESTOR = "gestor"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A member of staff. `email` is stored folded to lower case and is unique.

    Whoever signed in before `session_epoch` grew is out. `versao` grows with every change.
    """

    id: str
    name: str
    email: str
    role: Role
    password_hash: str
    active: bool = True
    created_at: datetime
    session_epoch: int = 0
    versao: int = 0

    @property
    def manages(self) -> bool:
        """Whether this is an active gestor: without any, nobody could let anybody in."""
        return self.active and self.role is Role.GESTOR


def signed_out(user: User) -> User:
    """The user with every sign-in until now at its end."""
    return replace(user, session_epoch=user.session_epoch + 1)
