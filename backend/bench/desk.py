"""The clinic's API as a signed-in gestor's browser uses it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from entrypoints.settings import DEMO_PASSWORD

Json = dict[str, Any]
_OVER = frozenset({"concluida", "falhou", "abandonada"})
_LOOK_EVERY = 0.25  # seconds: a look costs what is being measured; the records tell the times


@asynccontextmanager
async def desk(api: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API at `api`, its paths below `/api/v1`."""
    async with httpx.AsyncClient(base_url=f"{api}/api/v1", timeout=120, trust_env=False) as client:
        credentials = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
        answer = (await client.post("/auth/login", json=credentials)).raise_for_status()
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


async def get(client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    """What the API answers. Raises httpx.HTTPStatusError."""
    return (await client.get(path, params=query)).raise_for_status().json()


async def reconciled(client: httpx.AsyncClient, **wanted: Any) -> Json:
    """The record of a reconciliation asked for now, once it is over. Raises RuntimeError where it failed."""
    run: Json = (await client.post("/calcom/runs", json=wanted)).raise_for_status().json()
    while run["state"] not in _OVER:
        await asyncio.sleep(_LOOK_EVERY)
        run = await get(client, f"/calcom/runs/{run['id']}")
    if run["state"] != "concluida" or not run["is_complete"]:
        raise RuntimeError(f"The reconciliation ended as {run['state']}: {run['error']}")
    return run


async def idle(client: httpx.AsyncClient) -> None:
    """Returns when the reconciliations that every fresh stack begins with are over."""
    while True:
        runs = (await get(client, "/calcom/runs"))["items"]
        if runs and all(run["state"] in _OVER for run in runs):
            return
        await asyncio.sleep(_LOOK_EVERY)
