"""Every string that the API takes, given what no honest caller sends: never a 500 (issue 17, item 1)."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from entrypoints.api import create_app
from entrypoints.settings import DEMO_PASSWORD
from presentation.api.static import build_static_router
from tests.profile import sized
from tests.serving import settings_of

DESCRIPTION: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "frontend" / "openapi.json").read_text()
)
HOSTILE = sized(
    ["\0", "a" * 300, "0001-01-01"],
    ["", "\0", "a" * 300, "\u202eabc\u200b", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "$where"],
)
HALF = "\ud800"  # in JSON alone: an address and a head have no way to say it
STREAM = "/api/v1/appointments/stream"  # has no end
GESTOR = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
Schema = dict[str, Any]


def resolved(schema: Schema) -> Schema:
    """The schema itself: what a reference names, and of alternatives the one that is not null."""
    while "$ref" in schema or "anyOf" in schema:
        named = schema.get("$ref")
        schema = (
            DESCRIPTION["components"]["schemas"][named.rsplit("/", 1)[1]]
            if named
            else next(each for each in schema["anyOf"] if each.get("type") != "null")
        )
    return schema


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, operation in methods.items():
            if path != STREAM:
                yield method.upper(), path, operation


def body_schema(operation: dict[str, Any]) -> Schema | None:
    content = operation.get("requestBody", {}).get("content", {})
    return resolved(content["application/json"]["schema"]) if "application/json" in content else None


def texts_in(schema: Schema, name: str = "") -> Iterator[tuple[str, Schema]]:
    """Every text in a body, by its path."""
    schema = resolved(schema)
    for inner, each in schema.get("properties", {}).items():
        yield from texts_in(each, f"{name}.{inner}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from texts_in(schema[key], f"{name}[]")
    if schema.get("type") == "string":
        yield name, schema


def sample(schema: Schema) -> Any:
    """Some value that the schema takes, nearly."""
    schema = resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {
                name: sample(each)
                for name, each in schema.get("properties", {}).items()
                if name in schema.get("required", ())
            }
        case "array":
            return [sample(schema["items"])]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return "texto qualquer"


def bodies(schema: Schema) -> Iterator[Any]:
    """A body for every text of the first level, and every hostile one in its place; as a list and as a key too."""
    start = sample(schema)
    for name, each in schema.get("properties", {}).items():
        kind = resolved(each)
        for text in [*HOSTILE, HALF]:
            yield start | {name: [text] if kind.get("type") == "array" else text}
            if kind.get("type") == "object":
                yield start | {name: {text: [text]}}


@pytest.fixture
def app(mongodb_url: str, database_name: str, redis_url: str) -> FastAPI:
    return create_app(settings_of(mongodb_url, database_name, redis_url, demo_accounts=True))


@pytest.fixture
async def gestor(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://coleta.test", timeout=60) as client,
    ):
        token = (await client.post("/api/v1/auth/login", json=GESTOR)).json()["access_token"]
        client.headers.update({"Authorization": f"Bearer {token}", "X-Requested-With": "fetch"})
        yield client


def calls(method: str, path: str, operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The requests of one operation: one hostile text in each."""
    schema = body_schema(operation)
    plain = {"method": method, "url": path.replace("{", "").replace("}", "")}
    plain |= {"content": json.dumps(sample(schema))} if schema else {}
    for given in operation.get("parameters", []):
        for text in HOSTILE:
            if given["in"] == "query":
                yield plain | {"params": {given["name"]: text}}
            elif given["in"] == "path":
                yield plain | {"url": path.replace(f"{{{given['name']}}}", _quoted(text) or "%20")}
            elif text.isprintable() and text.isascii():
                yield plain | {"headers": {given["name"]: text}}
    for body in bodies(schema) if schema else ():
        yield plain | {"content": json.dumps(body)}


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


async def test_no_text_is_an_error_of_ours(gestor: httpx.AsyncClient) -> None:
    wrong, count = [], 0
    for method, path, operation in operations():
        if path.endswith(("/auth/password", "/auth/logout")):
            continue  # would end this very sign-in
        for call in calls(method, path, operation):
            answer = await gestor.request(**call)
            count += 1
            if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
                wrong.append((method, path, call.get("params"), ascii(call.get("content"))[:200]))
    assert not wrong, wrong
    assert count > 400


def test_every_text_of_a_request_has_a_bound() -> None:
    """A length, a form or a choice; but for what names a thing in a path, which the head's own length bounds."""
    unbounded = [
        f"{method} {path} {name}"
        for method, path, operation in operations()
        for name, schema in [
            *(
                (g["name"], s)
                for g in operation.get("parameters", [])
                if g["in"] == "query"
                for _, s in texts_in(g["schema"])
            ),
            *(texts_in(body_schema(operation) or {})),
        ]
        if name
        != ".plate"  # its form is asked for after blanks and hyphens are taken away: no description can say that
        and not {"maxLength", "pattern", "enum", "format", "const"} & schema.keys()
    ]
    assert unbounded == []


@pytest.mark.parametrize("when", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"])
async def test_a_day_that_is_none_is_refused_in_words(gestor: httpx.AsyncClient, when: str) -> None:
    for path, name, value in (
        ("/api/v1/appointments", "data_inicio", when),
        ("/api/v1/agenda", "data", when),
        ("/api/v1/calcom/deliveries", "from", f"{when}T00:00:00Z"),
    ):
        answer = await gestor.get(path, params={name: value})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": name, "detail": "O ano deve estar entre 1970 e 2199."}]


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 300, "/assets/%00", "/assets/" + "a" * 300, "/%ff%fe"])
async def test_a_path_that_no_disk_has_a_name_for_is_a_page(tmp_path: Path, path: str) -> None:
    (tmp_path / "index.html").write_text("página")
    pages = FastAPI()
    pages.include_router(build_static_router(tmp_path))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(pages), base_url="http://coleta.test"
    ) as client:
        assert (await client.get(path)).status_code == (404 if path.startswith("/assets") else 200)
