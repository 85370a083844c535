"""Signing in, staying in, leaving."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.errors import StaleWrite
from domain.users import Role
from tests.builders import a_user
from tests.fakes import FakeClock

AUTH = "/api/v1/auth"
PASSWORD = "clinica-demo"
_ADDRESSES = itertools.count(1)


def login(role: Role = Role.ATENDENTE, password: str = PASSWORD) -> dict[str, str]:
    return {"email": f"{role.value}@example.com", "password": password}


async def test_login_gives_a_token_a_cookie_and_the_user(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{AUTH}/login", json=login(Role.GESTOR) | {"email": " Gestor@Example.com "})
    body = answer.json()
    assert answer.status_code == 200
    assert (body["token_type"], body["expires_in"]) == ("bearer", 900)
    assert body["user"] == {
        "id": "gestor",
        "name": "Pessoa gestor",
        "email": "gestor@example.com",
        "role": "gestor",
    }
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/v1/auth"))
    me = await client.get(f"{AUTH}/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json() == body["user"]


async def test_wrong_password_unknown_email_and_inactive_user_are_answered_alike(
    client: httpx.AsyncClient, house: Any
) -> None:
    user = await house.users.get("logistica")
    await house.users.put(replace(user, active=False))
    tries = [login(password="errada"), login() | {"email": "ninguem@example.com"}, login(Role.LOGISTICA)]
    answers = [await client.post(f"{AUTH}/login", json=each) for each in tries]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert answers[0].json()["detail"] == "E-mail ou senha incorretos."


async def test_an_account_is_limited_and_another_is_not(client: httpx.AsyncClient) -> None:
    statuses = [
        (await client.post(f"{AUTH}/login", json=login(password="errada"))).status_code for _ in range(4)
    ]
    assert statuses == [401, 401, 401, 429]
    refused = await client.post(f"{AUTH}/login", json=login())
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert (await client.post(f"{AUTH}/login", json=login(Role.GESTOR))).status_code == 200


async def test_an_address_is_limited_over_all_accounts(client: httpx.AsyncClient) -> None:
    tries = [login() | {"email": f"pessoa{n}@example.com"} for n in range(7)]
    statuses = [(await client.post(f"{AUTH}/login", json=each)).status_code for each in tries]
    assert statuses == [401] * 6 + [429]


async def test_strangers_do_not_lock_a_known_device_out(
    client: httpx.AsyncClient, sign_in: Any, house: Any
) -> None:
    """Theirs, and one that the user has not signed in with before, stay locked, whoever signs in elsewhere."""
    await sign_in(Role.ATENDENTE)
    strangers = [await _as_a_stranger(house, login(password="errada")) for _ in range(4)]
    assert [answer.status_code for answer in strangers] == [401, 401, 401, 429]

    assert (await client.post(f"{AUTH}/login", json=login())).status_code == 200
    changed = await client.post(f"{AUTH}/password", json={"current": PASSWORD, "new": "outra-senha-longa"})
    assert changed.status_code == 200
    again = await client.post(f"{AUTH}/login", json=login(password="outra-senha-longa"))
    assert again.status_code == 200


async def test_a_success_at_a_known_device_frees_no_stranger(
    client: httpx.AsyncClient, sign_in: Any, house: Any
) -> None:
    await sign_in(Role.ATENDENTE)
    for _ in range(3):
        await _as_a_stranger(house, login(password="errada"))
    assert (await client.post(f"{AUTH}/login", json=login())).status_code == 200
    assert (await _as_a_stranger(house, login())).status_code == 429


async def test_a_known_device_is_limited_by_itself_until_the_password_is_set_anew(
    client: httpx.AsyncClient, sign_in: Any, house: Any
) -> None:
    await sign_in(Role.ATENDENTE)
    wrong = [await client.post(f"{AUTH}/login", json=login(password="errada")) for _ in range(4)]
    assert [answer.status_code for answer in wrong] == [401, 401, 401, 429]
    assert (await _as_a_stranger(house, login())).status_code == 200

    await house.services.users.change("atendente", {"password": "uma-senha-nova"})
    assert (await client.post(f"{AUTH}/login", json=login(password="uma-senha-nova"))).status_code == 200


async def test_a_device_is_known_for_those_who_signed_in_with_it_alone(
    client: httpx.AsyncClient, sign_in: Any, house: Any
) -> None:
    """A desk's browser knows each of them; to anybody else's account it is a stranger."""
    await sign_in(Role.ATENDENTE)
    await sign_in(Role.GESTOR)
    for role in Role:
        for _ in range(3):
            await _as_a_stranger(house, login(role, "errada"))
    statuses = {role: (await client.post(f"{AUTH}/login", json=login(role))).status_code for role in Role}
    assert statuses == {Role.ATENDENTE: 200, Role.GESTOR: 200, Role.LOGISTICA: 429}


async def test_a_device_s_cookie_is_for_sign_in_alone(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{AUTH}/login", json=login())
    (cookie,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("device_")]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/v1/auth"))
    assert not any(
        each.startswith("device_")
        for each in (await client.post(f"{AUTH}/logout")).headers.get_list("set-cookie")
    )


async def _as_a_stranger(house: Any, credentials: dict[str, str]) -> httpx.Response:
    """From a browser without any cookie, and from another address each time."""
    transport = httpx.ASGITransport(house.app, client=(f"198.51.100.{next(_ADDRESSES)}", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://coleta.test") as stranger:
        return await stranger.post(f"{AUTH}/login", json=credentials)


async def test_whoever_signs_in_rightly_is_never_limited(client: httpx.AsyncClient) -> None:
    answers = [await client.post(f"{AUTH}/login", json=login()) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {200}


async def test_refresh_rotates(client: httpx.AsyncClient, sign_in: Any) -> None:
    await sign_in(Role.ATENDENTE)
    first = client.cookies["refresh_token"]
    answer = await client.post(f"{AUTH}/refresh")
    assert answer.status_code == 200
    assert answer.json()["user"]["id"] == "atendente"
    assert client.cookies["refresh_token"] != first
    assert (await client.post(f"{AUTH}/refresh")).status_code == 200


async def test_a_token_used_twice_ends_the_whole_sign_in(client: httpx.AsyncClient, sign_in: Any) -> None:
    await sign_in(Role.ATENDENTE)
    stolen = client.cookies["refresh_token"]
    await client.post(f"{AUTH}/refresh")
    newest = client.cookies["refresh_token"]
    for token in (stolen, newest):
        client.cookies.clear()
        answer = await client.post(f"{AUTH}/refresh", headers={"Cookie": f"refresh_token={token}"})
        assert answer.status_code == 401


async def test_logout_ends_the_sign_in(client: httpx.AsyncClient, sign_in: Any) -> None:
    await sign_in(Role.ATENDENTE)
    token = client.cookies["refresh_token"]
    assert (await client.post(f"{AUTH}/logout")).status_code == 204
    assert "refresh_token" not in client.cookies
    answer = await client.post(f"{AUTH}/refresh", headers={"Cookie": f"refresh_token={token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["refresh", "logout"])
async def test_the_cookie_alone_is_not_enough(client: httpx.AsyncClient, sign_in: Any, path: str) -> None:
    await sign_in(Role.ATENDENTE)
    del client.headers["X-Requested-With"]
    assert (await client.post(f"{AUTH}/{path}")).status_code == 403


async def test_tokens_expire(client: httpx.AsyncClient, sign_in: Any, clock: FakeClock) -> None:
    await sign_in(Role.ATENDENTE)
    clock.advance(timedelta(minutes=16))
    assert (await client.get(f"{AUTH}/me")).status_code == 401
    clock.advance(timedelta(days=14))
    assert (await client.post(f"{AUTH}/refresh")).status_code == 401


async def test_a_deactivated_user_is_out_at_once(client: httpx.AsyncClient, sign_in: Any, house: Any) -> None:
    await sign_in(Role.ATENDENTE)
    await house.users.put(replace(await house.users.get("atendente"), active=False))
    assert (await client.get(f"{AUTH}/me")).status_code == 401
    assert (await client.post(f"{AUTH}/refresh")).status_code == 401


async def test_no_secret_is_stored(client: httpx.AsyncClient, sign_in: Any, house: Any) -> None:
    await sign_in(Role.ATENDENTE)
    stored = str([each async for each in house.mongo.database["refresh_tokens"].find()])
    assert client.cookies["refresh_token"] not in stored


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "a@example.com"}, "password"),
        ({"email": 1, "password": "x"}, "email"),
        (login() | {"admin": True}, "admin"),
    ],
)
async def test_a_malformed_login_is_explained(client: httpx.AsyncClient, body: Any, field: str) -> None:
    answer = await client.post(f"{AUTH}/login", json=body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_two_users_cannot_share_an_address(house: Any) -> None:
    with pytest.raises(StaleWrite):
        await house.users.put(a_user(Role.GESTOR, id="outro"))


async def test_a_clock_that_jumps_by_hours_costs_no_sign_in(
    client: httpx.AsyncClient, sign_in: Any, clock: FakeClock
) -> None:
    """Ahead an access token is over, and the browser asks for another; back it is good again."""
    await sign_in(Role.ATENDENTE)
    clock.advance(timedelta(hours=6))
    assert (await client.get(f"{AUTH}/me")).status_code == 401
    renewed = await client.post(f"{AUTH}/refresh")
    assert renewed.status_code == 200
    clock.advance(timedelta(hours=-12))
    bearer = {"authorization": f"Bearer {renewed.json()['access_token']}"}
    assert (await client.get(f"{AUTH}/me", headers=bearer)).status_code == 200
