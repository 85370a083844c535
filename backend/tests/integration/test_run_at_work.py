"""A reconciliation from the gestor's request to the proof, by the real worker over a socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from entrypoints.settings import DEMO_PASSWORD
from entrypoints.stack.ports import HOST, free_port
from tests.sandbox_api import book, office_for_tests
from tests.sandbox_inbox import KEY, HeldClock
from tests.serving import application, eventually, settings_of, worker_at_work


@asynccontextmanager
async def on_a_port(app: FastAPI) -> AsyncIterator[str]:
    """The application's address, for the time of the block."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())

    async def is_up() -> bool:
        return server.started

    await eventually(is_up)
    yield f"http://{HOST}:{port}"
    server.should_exit = True
    await serving


async def test_the_gestor_asks_the_worker_runs_and_completeness_tells(
    mongodb_url: str, database_name: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = datetime.now(UTC).replace(microsecond=0)
    monday = present + timedelta(days=14 - present.weekday())
    async with office_for_tests(clock=HeldClock(present)) as cal, on_a_port(cal.app) as url:
        await book(cal, start=monday.strftime("%Y-%m-%dT13:00:00Z"))
        monkeypatch.setenv("CALCOM_API_URL", f"{url}/v2")
        monkeypatch.setenv("CALCOM_API_TOKEN", KEY)
        settings = settings_of(mongodb_url, database_name, redis_url, demo_accounts=True)
        async with application(settings) as client, worker_at_work(settings):
            await _sign_in(client)
            asked = (await client.post("/api/v1/calcom/runs", json={"kind": "full"})).json()

            async def has_ended() -> bool:
                run = (await client.get(f"/api/v1/calcom/runs/{asked['id']}")).json()
                return run["state"] not in ("pedida", "em_andamento")

            await eventually(has_ended)
            assert (await client.get(f"/api/v1/calcom/runs/{asked['id']}")).json()["state"] == "concluida"
            found: dict[str, Any] = (await client.get("/api/v1/calcom/completeness")).json()
            assert (found["there"], found["here"], found["others"]) == (1, 1, [])
            [shown] = (await client.get("/api/v1/appointments")).json()["items"]
            assert (shown["nome_paciente"], shown["status"]) == ("Maria", "Agendado")


async def _sign_in(client: httpx.AsyncClient) -> None:
    login = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
    token = (await client.post("/api/v1/auth/login", json=login)).json()["access_token"]
    client.headers["authorization"] = f"Bearer {token}"
