"""What a fresh database starts with: units, tags and the first mapping of `units.yaml`, the first accounts."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import yaml

from application.ports import Clock, Passwords, Users
from domain.errors import KeyTaken
from domain.small_lists import ListedTag, Unit
from domain.users import Role, User
from entrypoints.settings import DEMO_PASSWORD, Settings

_DEMO = {
    "gestor@demo.example.com": ("Gestora Demo", Role.GESTOR),
    "atendente@demo.example.com": ("Atendente Demo", Role.ATENDENTE),
    "logistica@demo.example.com": ("Logística Demo", Role.LOGISTICA),
}


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    name: str
    role: Role
    password: str


def content_of(path: Path) -> dict[str, Any]:
    """The content of a units file. Raises OSError or yaml.YAMLError where there is none to read."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def units_in(content: dict[str, Any]) -> list[Unit]:
    return [
        Unit(id=_seed_id(entry["nome_marca"], entry["nome_unidade"]), **entry)
        for entry in content.get("units") or ()
    ]


def tags_in(content: dict[str, Any]) -> list[ListedTag]:
    return [ListedTag(id=_seed_id(entry["name"]), **entry) for entry in content.get("tags") or ()]


def _seed_id(*names: str) -> str:
    """The same at every start, so that what staff renamed since is known again."""
    return str(uuid5(NAMESPACE_URL, "/".join(names)))


def accounts(settings: Settings) -> list[Account]:
    """The first gestor, where one is named, and the demonstration's accounts, where they are wanted."""
    password = settings.admin_password.get_secret_value()
    first = (
        [Account(settings.admin_email, "Gestor", Role.GESTOR, password)]
        if settings.admin_email and password
        else []
    )
    demo = [Account(email, name, role, DEMO_PASSWORD) for email, (name, role) in _DEMO.items()]
    return first + (demo if settings.demo_accounts else [])


async def create_missing(wanted: list[Account], users: Users, passwords: Passwords, clock: Clock) -> None:
    """Create the accounts whose e-mail nobody has; an existing one keeps its password and role. Several processes may start at
    once."""
    for account in wanted:
        if await users.by_email(account.email) is not None:
            continue
        made = User(
            id=str(uuid4()),
            name=account.name,
            email=account.email,
            role=account.role,
            password_hash=await passwords.hash(account.password),
            created_at=clock.now(),
        )
        with suppress(KeyTaken):  # another process was faster
            await users.put(made)
