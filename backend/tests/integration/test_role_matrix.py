"""Who may do what: every route of the whole application, called by every role and by nobody.

A route without a line here fails the test. `…` stands for /api/v1.
"""

import asyncio
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from domain.users import Role
from entrypoints.api import create_app
from entrypoints.settings import DEMO_PASSWORD
from tests.serving import settings_of

A, L, G = Role.ATENDENTE, Role.LOGISTICA, Role.GESTOR
STAFF, FLEET, DESK = {A, L, G}, {L, G}, {A, G}
PUBLIC = "anybody"
# Routes that ask for something else than a role answer everybody alike, with this status.
REFUSED_WITHOUT_COOKIE = REFUSED_WITHOUT_SIGNATURE = 401
LISTS_OF_THE_GESTOR = ("units", "tags")
LISTS_OF_LOGISTICS = ("drivers", "collectors", "cars", "logistics-packages")


def small_list(path: str, writers: set[Role]) -> dict[str, Any]:
    return {
        f"GET …/{path}": STAFF,
        f"POST …/{path}": writers,
        f"PATCH …/{path}/{{item_id}}": writers,
        f"DELETE …/{path}/{{item_id}}": writers,
    }


MATRIX: dict[str, Any] = {
    "GET /openapi.json": PUBLIC,
    "GET /docs": PUBLIC,
    "GET /health/live": PUBLIC,
    "GET /health/ready": PUBLIC,
    "GET /metrics": PUBLIC,
    "GET /{path:page}": PUBLIC,
    "POST …/auth/login": PUBLIC,
    "POST …/auth/refresh": REFUSED_WITHOUT_COOKIE,
    "POST …/auth/logout": PUBLIC,
    "POST …/auth/password": STAFF,
    "GET …/auth/me": STAFF,
    "GET …/appointments": STAFF,
    "POST …/appointments": DESK,
    "GET …/appointments/stream": STAFF,
    "GET …/appointments/kpis": STAFF,
    "GET …/appointments/filters": STAFF,
    "GET …/appointments/origins": STAFF,
    "GET …/appointments/{appointment_id}": STAFF,
    "PATCH …/appointments/{appointment_id}": STAFF,
    "DELETE …/appointments/{appointment_id}": {G},
    "GET …/appointments/{appointment_id}/history": STAFF,
    "GET …/appointments/{appointment_id}/booking": STAFF,
    "POST …/appointments/{appointment_id}/push/{way}": DESK,
    "GET …/appointments/{appointment_id}/claims": DESK,
    "POST …/appointments/{appointment_id}/confirm-contact": DESK,
    "GET …/appointments/imports": DESK,
    "POST …/appointments/imports": DESK,
    "GET …/appointments/imports/modelo.xlsx": DESK,
    "GET …/appointments/imports/{import_id}": DESK,
    "POST …/appointments/imports/{import_id}/confirm": DESK,
    "GET …/clients": STAFF,
    "GET …/clients/{client_id}": STAFF,
    "PATCH …/clients/{client_id}": DESK,
    "GET …/clients/{client_id}/unions": DESK,
    "POST …/clients/{client_id}/merge": DESK,
    "POST …/clients/{client_id}/unmerge": DESK,
    "POST …/clients/{client_id}/separate": DESK,
    "GET …/clients/{client_id}/export": {G},
    "POST …/clients/{client_id}/erasure": {G},
    "GET …/clients/{client_id}/erasure": {G},
    "GET …/privacy/erasures": {G},
    "GET …/privacy/accesses": {G},
    "GET …/agenda": STAFF,
    "GET …/users": {G},
    "POST …/users": {G},
    "PATCH …/users/{user_id}": {G},
    **{line: who for path in LISTS_OF_THE_GESTOR for line, who in small_list(path, {G}).items()},
    **{line: who for path in LISTS_OF_LOGISTICS for line, who in small_list(path, FLEET).items()},
    "GET …/calcom/provisioning": {G},
    "POST …/calcom/provisioning": {G},
    "GET …/calcom/embed-config": STAFF,
    "GET …/calcom/embed-settings": {G},
    "PUT …/calcom/embed-settings": {G},
    "POST …/calcom/bookings/{uid}/refresh": DESK,
    "GET …/calcom/conflicts": DESK,
    "POST …/calcom/conflicts/{conflict_id}/settle": DESK,
    "POST …/calcom/webhook": REFUSED_WITHOUT_SIGNATURE,
    "GET …/calcom/runs": {G},
    "GET …/calcom/runs/{run_id}": {G},
    "POST …/calcom/runs": {G},
    "GET …/calcom/completeness": {G},
    "GET …/calcom/health": {G},
    "GET …/calcom/delivery-hours": {G},
    "GET …/calcom/deliveries": {G},
    "GET …/calcom/deliveries/{delivery_id}/body": {G},
    "GET …/calcom/deliveries/{delivery_id}": {G},
    "POST …/calcom/deliveries/replay": {G},
    "POST …/calcom/deliveries/{delivery_id}/replay": {G},
    "GET …/calcom/mapping": {G},
    "PUT …/calcom/mapping": {G},
    "POST …/calcom/mapping/preview": {G},
    "POST …/calcom/mapping/reprocess": {G},
}


def routes_of(app: FastAPI) -> list[str]:
    """`GET …/units`, for every route and method of the application."""
    return [
        f"{method} {(context.path or '').replace('/api/v1', '…')}"
        for context in iter_route_contexts(app.routes)
        for method in (context.methods or set()) - {"HEAD"}
    ]


def request_of(route: str, token: str | None) -> dict[str, Any]:
    """An ASGI request without a body; every id is that of nothing."""
    method, template = route.split(" ")
    path = re.sub(r"\{\w+\}", "nada", template.replace("…", "/api/v1").replace("{path:page}", ""))
    headers = [(b"host", b"coleta.test"), (b"x-requested-with", b"fetch")]
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("coleta.test", 80),
    }


async def status_of(app: FastAPI, route: str, token: str | None) -> int:
    """The status that the route begins to answer with; what would come after it (a stream has no end) is left."""
    begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            begun.set_result(message["status"])

    answering = asyncio.ensure_future(app(request_of(route, token), receive, send))
    try:
        return await begun
    finally:
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)


def expected(who: Any, role: Role | None) -> str:
    if isinstance(who, int):
        return str(who)
    if who == PUBLIC:
        return "let in"
    if role is None:
        return "401"
    return "let in" if role in who else "403"


def found(status: int, who: Any) -> str:
    return str(status) if status in (401, 403, 500) or isinstance(who, int) else "let in"


async def tokens_of(app: FastAPI) -> dict[Role | None, str | None]:
    tokens: dict[Role | None, str | None] = {None: None}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://coleta.test") as client:
        for role in Role:
            credentials = {"email": f"{role.value}@demo.example.com", "password": DEMO_PASSWORD}
            answer = await client.post("/api/v1/auth/login", json=credentials)
            tokens[role] = answer.json()["access_token"]
    return tokens


@pytest.fixture
def app(mongodb_url: str, database_name: str, redis_url: str) -> FastAPI:
    return create_app(settings_of(mongodb_url, database_name, redis_url, demo_accounts=True))


async def test_every_route_lets_in_whom_it_should_and_nobody_else(app: FastAPI) -> None:
    async with app.router.lifespan_context(app):
        tokens = await tokens_of(app)
        routes = routes_of(app)
        assert sorted(set(routes) - set(MATRIX)) == [], "routes without a line in the matrix"
        answers = {
            (route, role): found(await status_of(app, route, token), MATRIX[route])
            for route in routes
            for role, token in tokens.items()
        }
    assert len(answers) >= 40 * len(tokens)
    assert answers == {(route, role): expected(MATRIX[route], role) for route, role in answers}
