"""The gestor's check and button over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI

from calcom_integration.client import CalComClient
from calcom_integration.routers.provisioning import build_provisioning_router
from entrypoints.core import Core
from presentation.api.v1.errors import install_errors
from tests.calcom_api import CalComDouble, refusal
from tests.provisioned import Shop, prepared_core, shop_over
from tests.sandbox_api import Office, office_for_tests
from tests.sandbox_client import client_of
from tests.serving import settings_of

PATH = "/calcom/provisioning"


@pytest.fixture
async def core(mongodb_url: str, database_name: str) -> AsyncIterator[Core]:
    async with prepared_core(settings_of(mongodb_url, database_name, "redis://localhost:1/0")) as core:
        yield core


@asynccontextmanager
async def served(
    core: Core, office: Office, client: CalComClient | None
) -> AsyncIterator[tuple[httpx.AsyncClient, Shop]]:
    shop, app = await shop_over(core, office, client), FastAPI()
    install_errors(app)
    app.include_router(build_provisioning_router(shop.provisioning, Depends(lambda: None)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://coleta.test") as http:
        yield http, shop


async def test_the_button_makes_what_the_check_and_the_rehearsal_name(core: Core) -> None:
    async with (
        office_for_tests() as office,
        client_of(office) as client,
        served(core, office, client) as (http, shop),
    ):
        found = (await http.get(PATH)).json()
        rehearsed = (await http.post(PATH, json={"dry_run": True})).json()
        assert found["changes"] == rehearsed["changes"] != []
        assert (found["is_done"], rehearsed["is_done"], shop.writes()) == (False, False, [])
        assert {"code", "text", "is_repairable"} == set(found["faults"][0])

        done = (await http.post(PATH, json={})).json()

        assert (done["changes"], done["faults"], done["is_done"]) == (found["changes"], [], True)
        assert (await http.get(PATH)).json()["changes"] == []


async def test_no_api_is_a_conflict_that_says_what_is_missing(core: Core) -> None:
    async with office_for_tests() as office, served(core, office, None) as (http, _):
        for answer in (await http.get(PATH), await http.post(PATH, json={})):
            assert (answer.status_code, answer.json()["code"]) == (409, "api_nao_configurada")
            assert "CALCOM_API_URL" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        (refusal(401, "Invalid API Key"), 502, "recusou a chave"),
        (refusal(401, "Invalid or missing CALCOM_LICENSE_KEY environment variable"), 502, "licença"),
        (refusal(500, "Internal server error"), 503, "não respondeu"),
    ],
)
async def test_why_cal_com_could_not_be_asked(core: Core, told: Any, status: int, words: str) -> None:
    cal = CalComDouble()
    cal.answer(*[told] * 10)
    async with office_for_tests() as office, served(core, office, cal.client) as (http, _):
        answer = await http.post(PATH, json={})
        assert answer.status_code == status
        assert words in answer.json()["detail"]
