"""The API while 15 % of all commands fail: staff are told "try again" at worst, and what they send again is stored once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from entrypoints.settings import DEMO_PASSWORD
from tests.profile import sized
from tests.serving import application, settings_of
from tests.wire.faults import CutAfter, CutBefore, Fault, Refuse
from tests.wire.proxy import FaultProxy

API = "/api/v1"
PASSING: dict[str, list[Fault]] = {
    "connections are cut": [CutBefore(), CutAfter()],
    "an election passes": [Refuse(189), Refuse(10107), Refuse(11602), Refuse(91)],
    "the server is in trouble": [Refuse(1), Refuse(8), Refuse(262), Refuse(14031), Refuse(99_999)],
}
_VISITS = sized(2, 6)
_TRIES = 60


@pytest.fixture
async def gestor(proxy: FaultProxy, database_name: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = settings_of(proxy.url, database_name, redis_url, demo_accounts=True)
    async with application(settings) as client:
        login = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
        answer = await client.post(f"{API}/auth/login", json=login)
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client
        proxy.clear()


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
async def test_what_staff_send_until_it_is_answered_is_stored_once(
    gestor: httpx.AsyncClient, proxy: FaultProxy, faults: list[Fault]
) -> None:
    unit = (await gestor.get(f"{API}/units")).json()["items"][0]
    visit = {name: unit[name] for name in ("nome_unidade", "nome_marca")}
    rules = [proxy.add(fault, chance=0.15 / len(faults)) for fault in faults]

    made = await asyncio.gather(
        *(_until_answered(gestor, visit | {"nome_paciente": f"Paciente {n}"}) for n in range(_VISITS))
    )

    proxy.clear()
    assert sum(rule.hits for rule in rules) > 0
    listed = (await gestor.get(f"{API}/appointments", params={"scope": "all"})).json()["items"]
    assert sorted(each["id"] for each in listed) == sorted(made)
    for each in listed:
        history = (await gestor.get(f"{API}/appointments/{each['id']}/history")).json()
        assert len(history) == each["versao"] == 1


async def _until_answered(gestor: httpx.AsyncClient, visit: dict[str, str]) -> str:
    """The id of the appointment. A page is read before each try, as a browser does."""
    key = {"Idempotency-Key": str(uuid4())}
    for _ in range(_TRIES):
        _is_answered(await gestor.get(f"{API}/appointments"), 200)
        answer = await gestor.post(f"{API}/appointments", json=visit, headers=key)
        if _is_answered(answer, 201):
            return str(answer.json()["id"])
    raise AssertionError("never answered")


def _is_answered(answer: httpx.Response, status: int) -> bool:
    if answer.status_code != 503:
        assert answer.status_code == status, answer.text
        return True
    assert int(answer.headers["Retry-After"]) > 0
    return False
