"""Health, metrics, pages, headers, and errors that no route expects."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from application.services.auth_service import AuthService
from domain.users import Role
from entrypoints.stack.ports import free_port
from infrastructure.mongo import Mongo
from infrastructure.repositories.user_repository import UserRepository
from presentation.api.app import create_app
from presentation.api.v1.dependencies import Access


async def test_ready_names_what_is_missing(client: httpx.AsyncClient, house: Any) -> None:
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["worker"])
    await house.heartbeat.beat()
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "missing": []})
    assert (await client.get("/health/live")).status_code == 200


async def test_one_log_line_per_request_without_path_or_query(sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    with capture_logs() as logs:
        answer = await client.get("/api/v1/appointments/segredo-1?nome=Maria")
    (line,) = [each for each in logs if each["event"] == "request"]
    assert (line["route"], line["method"], line["status"]) == (
        "/api/v1/appointments/{appointment_id}",
        "GET",
        404,
    )
    assert "segredo" not in str(logs)
    assert "Maria" not in str(logs)
    assert len(answer.headers["x-request-id"]) == 32


async def test_metrics_are_by_route_template(sign_in: Any) -> None:
    client = await sign_in(Role.ATENDENTE)
    await client.get("/api/v1/appointments/segredo-2")
    metrics = (await client.get("/metrics")).text
    assert 'route="/api/v1/appointments/{appointment_id}"' in metrics
    assert "segredo-2" not in metrics


async def test_an_unexpected_error_shows_and_logs_nothing_of_itself(sign_in: Any, house: Any) -> None:
    @house.app.get("/api/v1/quebra")
    async def broken() -> None:
        raise RuntimeError("Maria da Silva")

    house.app.router.routes.insert(0, house.app.router.routes.pop())
    client = await sign_in(Role.GESTOR)
    with capture_logs() as logs:
        answer = await client.get("/api/v1/quebra")
    assert (answer.status_code, answer.json()["code"]) == (500, "erro_interno")
    assert "Maria" not in answer.text + str(logs)
    (line,) = [each for each in logs if each["event"] == "unhandled_error"]
    assert line["kind"] == "RuntimeError"
    assert "content-security-policy" in answer.headers


async def test_without_a_database_the_answer_is_503(sign_in: Any, house: Any, database_name: str) -> None:
    away = Mongo(f"mongodb://127.0.0.1:{free_port()}/", database_name)
    users = UserRepository(away)
    auth = AuthService(
        *(users, house.refresh_tokens, house.tries, house.passwords),
        *(house.tokens, house.limiter, house.clock),
    )
    client = await sign_in(Role.ATENDENTE)
    services = replace(house.services, auth=auth, checks={"mongodb": away.ping})
    transport = httpx.ASGITransport(create_app(services, Access(auth, services.privacy.witness)))
    async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=client.headers) as other:
        answer, ready = await other.get("/api/v1/auth/me"), await other.get("/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "indisponivel")
    assert (ready.status_code, ready.json()["missing"]) == (503, ["mongodb"])
    await away.close()


async def test_wrong_method(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/api/v1/appointments")
    assert (answer.status_code, answer.json()["code"]) == (405, "metodo_nao_permitido")


@pytest.mark.parametrize(
    "path", ["/", "/agendamentos", "/login?x=1", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"]
)
async def test_pages_fall_back_to_the_index(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.text) == (200, "<title>Coleta</title>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_assets_are_kept_and_missing_ones_are_not_pages(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-1a2b.js")
    assert "immutable" in answer.headers["cache-control"]
    assert (await client.get("/assets/nada.js")).status_code == 404
    assert (await client.get("/favicon.svg")).headers["cache-control"] == "no-cache"


async def test_browsers_are_told_what_they_may(client: httpx.AsyncClient) -> None:
    page, api = await client.get("/"), await client.get("/api/v1/auth/me")
    docs, description = await client.get("/docs"), await client.get("/openapi.json")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self' https://cal.example.com/embed/embed.js;" in policy
    assert "frame-src https://cal.example.com;" in policy
    assert "frame-ancestors 'none'" in policy
    assert docs.text == "<title>A API</title>"
    assert {docs.headers["content-security-policy"], description.headers["content-security-policy"]} == {
        policy
    }
    assert page.headers["x-content-type-options"] == "nosniff"
    assert api.headers["cache-control"] == "no-store"


async def test_the_description_names_every_operation_and_problem(house: Any) -> None:
    schema = house.app.openapi()
    operations = {
        operation["operationId"]: operation
        for path in schema["paths"].values()
        for operation in path.values()
    }
    assert {"login", "refresh", "logout", "me", "listAppointments", "getAppointment"} <= set(operations)
    assert {"getAppointmentHistory", "streamAppointments"} <= set(operations)
    refused = operations["listAppointments"]["responses"]["422"]["content"]
    assert refused == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "HTTPValidationError" not in str(schema)
