"""Users over the API: what the gestor does with them, their own password, and the lock."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.users import Role
from tests.fakes import FakeClock

USERS, AUTH = "/api/v1/users", "/api/v1/auth"
PASSWORD, NEW = "clinica-demo", "outra-senha-longa"
ANA = {"name": " Ana ", "email": " Ana@Example.com", "role": "atendente", "password": NEW}


async def login(client: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    headers = {"Authorization": ""}
    return await client.post(f"{AUTH}/login", json={"email": email, "password": password}, headers=headers)


async def test_a_user_is_created_listed_and_changed(sign_in: Any) -> None:
    client = await sign_in(Role.GESTOR)
    answer = await client.post(USERS, json=ANA)
    ana = answer.json()
    assert (answer.status_code, ana["name"], ana["email"], ana["active"]) == (
        201,
        "Ana",
        "ana@example.com",
        True,
    )
    assert "password" not in answer.text
    assert (await login(client, "ana@example.com", NEW)).status_code == 200
    duplicate = await client.post(USERS, json=ANA | {"email": "ANA@example.com"})
    assert (duplicate.status_code, duplicate.json()["code"]) == (409, "duplicado")
    changed = await client.patch(f"{USERS}/{ana['id']}", json={"name": "Ana Lima", "role": "logistica"})
    assert changed.json() == ana | {"name": "Ana Lima", "role": "logistica"}
    page = (await client.get(f"{USERS}?page_size=1")).json()
    assert (page["items"], page["total"]) == ([changed.json()], 4)
    assert (await client.patch(f"{USERS}/ninguem", json={"name": "X"})).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"password": "curta"}, "password"),
        ({"email": "ana"}, "email"),
        ({"role": "dono"}, "role"),
        ({"name": " "}, "name"),
    ],
)
async def test_a_malformed_user_is_explained(sign_in: Any, fields: dict[str, str], wrong: str) -> None:
    client = await sign_in(Role.GESTOR)
    answer = await client.post(USERS, json=ANA | fields)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [wrong])
    answer = await client.patch(f"{USERS}/gestor", json={"name": None, "active": None, "email": "x@y.zz"})
    assert [each["field"] for each in answer.json()["errors"]] == ["name", "active", "email"]


async def test_the_last_gestor_stays(sign_in: Any) -> None:
    client = await sign_in(Role.GESTOR)
    for changes in ({"active": False}, {"role": "atendente"}):
        answer = await client.patch(f"{USERS}/gestor", json=changes)
        assert (answer.status_code, answer.json()["code"]) == (409, "ultimo_gestor")
    assert (await client.patch(f"{USERS}/atendente", json={"role": "gestor"})).status_code == 200
    assert (await client.patch(f"{USERS}/gestor", json={"active": False})).status_code == 200
    assert (await client.get(f"{AUTH}/me")).status_code == 401


async def test_a_password_change_ends_every_other_session(client: httpx.AsyncClient, sign_in: Any) -> None:
    stolen = (await login(client, "atendente@example.com", PASSWORD)).json()["access_token"]
    stolen_cookie = client.cookies["refresh_token"]
    await sign_in(Role.ATENDENTE)
    wrong = await client.post(f"{AUTH}/password", json={"current": "errada", "new": NEW})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "current")
    short = await client.post(f"{AUTH}/password", json={"current": PASSWORD, "new": "curta"})
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, "new")
    answer = await client.post(f"{AUTH}/password", json={"current": PASSWORD, "new": NEW})
    assert answer.status_code == 200
    for token in (stolen, client.headers["Authorization"].removeprefix("Bearer ")):
        me = await client.get(f"{AUTH}/me", headers={"Authorization": f"Bearer {token}"})
        assert me.status_code == 401
    fresh = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert (await client.get(f"{AUTH}/me", headers=fresh)).status_code == 200
    assert (await client.post(f"{AUTH}/refresh")).status_code == 200
    client.cookies.clear()
    refused = await client.post(f"{AUTH}/refresh", headers={"Cookie": f"refresh_token={stolen_cookie}"})
    assert refused.status_code == 401
    assert (await login(client, "atendente@example.com", PASSWORD)).status_code == 401
    assert (await login(client, "atendente@example.com", NEW)).status_code == 200


@pytest.mark.parametrize("changes", [[{"password": NEW}], [{"active": False}, {"active": True}]])
async def test_a_reset_and_a_deactivation_end_sessions(
    client: httpx.AsyncClient, sign_in: Any, changes: list[dict[str, Any]]
) -> None:
    theirs = (await login(client, "atendente@example.com", PASSWORD)).json()["access_token"]
    cookie = client.cookies["refresh_token"]
    await sign_in(Role.GESTOR)
    for each in changes:
        assert (await client.patch(f"{USERS}/atendente", json=each)).status_code == 200
    me = await client.get(f"{AUTH}/me", headers={"Authorization": f"Bearer {theirs}"})
    assert me.status_code == 401
    client.cookies.clear()
    refused = await client.post(f"{AUTH}/refresh", headers={"Cookie": f"refresh_token={cookie}"})
    assert refused.status_code == 401


async def test_a_locked_account_opens_with_time(client: httpx.AsyncClient, clock: FakeClock) -> None:
    email = "atendente@example.com"
    wrong = [(await login(client, email, "errada")).status_code for _ in range(3)]
    locked = await login(client, email, PASSWORD)
    assert (wrong, locked.status_code, locked.headers["Retry-After"]) == ([401] * 3, 429, "900")
    clock.advance(timedelta(minutes=15))
    assert (await login(client, email, PASSWORD)).status_code == 200


async def test_an_unknown_account_is_locked_alike(client: httpx.AsyncClient) -> None:
    answers = [await login(client, "ninguem@example.com", "errada") for _ in range(4)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429]
    assert answers[3].headers["Retry-After"] == "900"


async def test_a_gestor_s_reset_lifts_the_lock(client: httpx.AsyncClient, sign_in: Any) -> None:
    for _ in range(4):
        await login(client, "atendente@example.com", "errada")
    await sign_in(Role.GESTOR)
    assert (await client.patch(f"{USERS}/atendente", json={"password": NEW})).status_code == 200
    assert (await login(client, "atendente@example.com", NEW)).status_code == 200
