"""The clinic's users, as the gestor keeps them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from application.creation import Creation, create_once
from application.page import Page
from application.ports import Clock, LoginTries, Passwords, Users
from application.services.auth_service import account_key
from domain.errors import Conflict, Duplicated, KeyTaken, NotFound, StaleWrite
from domain.merge import fold
from domain.users import Role, User, signed_out

# Somebody else changed the user, or another gestor went, meanwhile: read again and redo.
_ROUNDS = 3


class UserService:
    def __init__(self, users: Users, tries: LoginTries, passwords: Passwords, clock: Clock) -> None:
        self._users, self._tries, self._passwords, self._clock = users, tries, passwords, clock

    async def names(self) -> dict[str, str]:
        """The users' names by id."""
        return {each.id: each.name for each in await self._users.all()}

    async def page(self, page: int, page_size: int) -> Page[User]:
        """By name, inactive ones included."""
        users = sorted(await self._users.all(), key=lambda user: (fold(user.name), user.id))
        start = (page - 1) * page_size
        return Page(users[start : start + page_size], page, page_size, len(users))

    async def create(
        self, name: str, email: str, role: Role, password: str, creation: Creation | None = None
    ) -> User:
        """Raises Duplicated where another user has the e-mail address; as `create_once` does."""

        async def attempt() -> User:
            return await self._created(name, email, role, password, creation)

        return await create_once(creation, self._users.created_by, attempt)

    async def _created(
        self, name: str, email: str, role: Role, password: str, creation: Creation | None
    ) -> User:
        user = User(
            id=str(uuid4()),
            name=name,
            email=email,
            role=role,
            password_hash=await self._passwords.hash(password),
            created_at=self._clock.now(),
        )
        try:
            await self._users.put(user, creation)
        except KeyTaken:
            raise Duplicated("Já existe um usuário com este e-mail.") from None
        return user

    async def change(self, user_id: str, changes: Mapping[str, Any]) -> User:
        """Change `name`, `role`, `active` or `password`. A new password, or being deactivated, ends the user's sign-ins; a
        new password lifts a lock too. Raises NotFound, Conflict, LastGestor."""
        values = dict(changes)
        if "password" in values:
            values["password_hash"] = await self._passwords.hash(values.pop("password"))
        changed = await self._changed(user_id, values)
        if "password_hash" in values:
            await self._tries.forget(account_key(changed.email))
        return changed

    async def _changed(self, user_id: str, values: Mapping[str, Any]) -> User:
        for _ in range(_ROUNDS):
            before = await self._users.get(user_id)
            if before is None:
                raise NotFound
            after = replace(before, **values)
            if "password_hash" in values or (before.active and not after.active):
                after = signed_out(after)
            try:
                await self._users.change(before, after)
            except StaleWrite:
                continue
            return after
        raise Conflict
