"""The whole API against its own description, by Schemathesis: never a 500, answers as described, strangers kept out.

By day a gestor's five cases an operation; at night a hundred beside those of every boundary, and a stranger's.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from entrypoints.settings import DEMO_PASSWORD
from tests.deliveries import sent
from tests.indexes import migrated_database
from tests.profile import sized
from tests.serving import SECRET, WEBHOOK, api_process, signed

CONFIG = Path(__file__).parents[1] / "schemathesis.toml"
DESCRIPTION = Path(__file__).parents[3] / "frontend" / "openapi.json"
CREATED = sent("created__plain_secret").body
# What answers without a session: signing in and out, which ask for something else, and what watches the service.
PUBLIC = {
    "/api/v1/auth/login",
    "/api/v1/auth/refresh",
    "/api/v1/auth/logout",
    "/health/live",
    "/health/ready",
}
# Bodies are parsed before anybody asks who sent them.
NO_BODY = "O corpo não é um JSON válido."

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def api(mongodb_url: str, redis_url: str, tmp_path: Path) -> Iterator[httpx.Client]:
    """A gestor's client of an API process, with its data."""
    with migrated_database(mongodb_url) as name:
        environment = {"MONGODB_URL": mongodb_url, "DATABASE_NAME": name, "REDIS_URL": redis_url}
        secrets = {"CALCOM_WEBHOOK_SECRET": SECRET, "DEMO_ACCOUNTS": "true"}
        with api_process(tmp_path, **environment, **secrets) as url, httpx.Client(base_url=url) as client:
            credentials = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
            token = client.post("/api/v1/auth/login", json=credentials).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield client


def variables_of(api: httpx.Client) -> dict[str, str]:
    """What schemathesis.toml asks for: where the API is, and a record of each kind."""
    unit = api.get("/api/v1/units").json()["items"][0]
    wanted = {"nome_paciente": "Ana", **{name: unit[name] for name in ("nome_unidade", "nome_marca")}}
    delivery = api.post(WEBHOOK, content=CREATED, headers=signed(CREATED)).json()
    users = api.get("/api/v1/users").json()["items"]
    return {
        "API_URL": str(api.base_url).rstrip("/"),
        "APPOINTMENT_ID": api.post("/api/v1/appointments", json=wanted).json()["id"],
        "DELIVERY_ID": delivery["delivery_id"],
        "USER_ID": next(user["id"] for user in users if user["role"] == "atendente"),
    }


def examined(variables: dict[str, str], folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("st")
    always = ["--no-color", "--continue-on-failure", "--max-examples", sized("5", "100")]
    return subprocess.run(
        [program, "--config-file", CONFIG, "run", f"{variables['API_URL']}/openapi.json", *always, *options],
        cwd=folder,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_spreadsheet_leaves_but_the_empty_template() -> None:
    """A cell that begins with = + - or @ would be a formula to whoever opens it: our answers are JSON."""
    described = json.loads(DESCRIPTION.read_text())["paths"]
    others = {
        operation["operationId"]: kind
        for path in described.values()
        for operation in path.values()
        for answer in operation["responses"].values()
        for kind in answer.get("content", {})
        if kind not in ("application/json", "application/problem+json", "text/event-stream")
    }
    assert set(others) == {"getImportTemplate"}


def test_a_gestor_is_answered_as_described(api: httpx.Client, tmp_path: Path) -> None:
    bearer = f"Authorization: {api.headers['Authorization']}"
    phases = sized("fuzzing", "examples,coverage,fuzzing,stateful")
    ended = examined(variables_of(api), tmp_path, "--header", bearer, "--phases", phases)

    assert ended.returncode == 0, ended.stdout[-20_000:] + ended.stderr
    assert api.get("/api/v1/auth/me").status_code == 200, "the account did not outlive the examination"


@pytest.mark.nightly  # by day test_role_matrix.py asks every route as everybody
def test_nobody_gets_further_than_the_door(api: httpx.Client, tmp_path: Path) -> None:
    report = tmp_path / "answers.json"
    stranger = "--header", "Authorization: Bearer ninguem", "--phases", "coverage,fuzzing"
    kept = "--report", "har", "--report-har-path", str(report)
    ended = examined(variables_of(api), tmp_path, *stranger, *kept)

    answers = json.loads(report.read_text())["log"]["entries"]
    let_in = {
        (entry["request"]["method"], path, status)
        for entry in answers
        if (path := urlsplit(entry["request"]["url"]).path) not in PUBLIC
        and (status := entry["response"]["status"]) not in (400, 401, 405)
        and NO_BODY not in entry["response"]["content"]["text"]
    }
    assert not let_in, sorted(let_in)[:20]
    assert len(answers) > 500, ended.stdout[-2000:] + ended.stderr
    assert ended.returncode == 0, ended.stdout[-20_000:] + ended.stderr
