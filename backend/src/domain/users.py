"""Users and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    ATENDENTE = "atendente"
    LOGISTICA = "logistica"
    GESTOR = "gestor"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A member of staff. `email` is stored folded to lower case and is unique."""

    id: str
    name: str
    email: str
    role: Role
    password_hash: str
    active: bool = True
    created_at: datetime
