"""What the stores of users and of their tries to sign in do, over a real database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import LastGestor, StaleWrite
from domain.users import Role, User
from infrastructure.mongo import Mongo
from infrastructure.repositories.login_try_repository import LoginTryRepository
from infrastructure.repositories.user_repository import UserRepository
from tests.builders import NOW, a_user
from tests.expiry import keep_for_good
from tests.indexes import ensure_indexes

LOCK = timedelta(minutes=15)


@pytest.fixture
async def users(mongo: Mongo) -> UserRepository:
    users = UserRepository(mongo)
    await ensure_indexes(mongo.database, users)
    return users


@pytest.fixture
async def tries(mongo: Mongo) -> AsyncIterator[LoginTryRepository]:
    tries = LoginTryRepository(mongo)
    await keep_for_good(mongo, "login_tries")
    yield tries
    await ensure_indexes(mongo.database, tries)


async def gestores(users: UserRepository, count: int) -> list[User]:
    found = [a_user(Role.GESTOR, id=f"g{n}", email=f"g{n}@example.com") for n in range(count)]
    for each in found:
        await users.put(each)
    return found


async def test_a_change_is_stored_once_and_a_stale_one_refused(users: UserRepository) -> None:
    user = a_user(Role.ATENDENTE)
    await users.put(user)
    renamed = replace(user, name="Ana")
    await users.change(user, renamed)
    assert await users.get(user.id) == replace(renamed, versao=1)
    with pytest.raises(StaleWrite):
        await users.change(user, replace(user, name="Bia"))
    assert await users.all() == [replace(renamed, versao=1)]


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.ATENDENTE}])
async def test_the_last_active_gestor_stays(users: UserRepository, change: dict[str, object]) -> None:
    (last,) = await gestores(users, 1)
    await users.put(a_user(Role.GESTOR, id="inativo", email="i@example.com", active=False))
    await users.put(a_user(Role.ATENDENTE))
    with pytest.raises(LastGestor):
        await users.change(last, replace(last, **change))  # type: ignore[arg-type]  # one of two fields
    assert await users.get(last.id) == last


async def test_gestores_who_go_at_once_do_not_all_go(users: UserRepository) -> None:
    two = await gestores(users, 2)
    leaving = [users.change(each, replace(each, active=False)) for each in two]
    results = await asyncio.gather(*leaving, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "StaleWrite"]
    assert len([each for each in await users.all() if each.manages]) == 1


async def test_tries_at_once_are_all_counted(tries: LoginTryRepository) -> None:
    waits = await asyncio.gather(*(tries.begin("a", 10, LOCK, NOW) for _ in range(14)))
    assert (waits.count(None), set(waits) - {None}) == (10, {900})


async def test_a_lock_ends_by_itself_and_begins_anew(tries: LoginTryRepository) -> None:
    times = [NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=1, minutes=14)]
    assert [await tries.begin("a", 2, LOCK, at) for at in times] == [None, None, 60]
    assert await tries.begin("outra", 2, LOCK, NOW) is None
    later = NOW + timedelta(hours=1, minutes=15)
    assert [await tries.begin("a", 2, LOCK, later) for _ in range(3)] == [None, None, 900]
    await tries.forget("a")
    assert await tries.begin("a", 2, LOCK, later) is None
